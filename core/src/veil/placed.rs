//! Where the deterministic tokens of a class stand: a token that is searched for must be bound as the stored one is.

use crate::error::{Error, ErrorCode, Result};
use crate::path::{Path, Select, Selector};
use crate::policy::{Class, Compiled, Rule, RuleSet};
use crate::seal::Binding;

/// The binding of a class's tokens: at `path`, or at the one place where the class stands.
///
/// # Errors
/// `invalid_path` if that is not one place.
pub(super) fn binding(policy: &Compiled, class: &Class, path: Option<&str>) -> Result<Binding> {
    let number = policy.classes.iter().position(|other| other.name == class.name);
    let mut places = Vec::new();
    collect(&policy.rules, number, &[], &mut places);
    let Some(path) = path else {
        let [place] = places.as_slice() else {
            let message =
                format!("the class `{}` stands at several places or none; pass the `path`", class.name);
            return Err(Error::new(ErrorCode::InvalidPath, message));
        };
        let binding = bound(&place.way, Indexes::of(place.rule));
        return binding.ok_or_else(|| unplaced(&place.rule.path));
    };
    let selector = Selector::Path(Path::parse(path)?);
    // No path leads from the root into a decoded string.
    let mut outside = places.iter().filter(|place| place.way.len() == 1).map(|place| Indexes::of(place.rule));
    let indexes = match outside.next() {
        Some(first) if outside.all(|other| other == first) => first,
        Some(_) => Indexes::AsWritten,
        None if places.is_empty() => Indexes::Any,
        None => return Err(unplaced(path)),
    };
    bound(&[&selector], indexes).ok_or_else(|| unplaced(path))
}

/// A rule of a class, and the way to its places: its own selector behind those of the strings that are decoded.
struct Place<'p> {
    rule: &'p Rule,
    way: Vec<&'p Selector>,
}

fn collect<'p>(
    rules: &'p RuleSet,
    class: Option<usize>,
    strings: &[&'p Selector],
    places: &mut Vec<Place<'p>>,
) {
    for rule in &rules.rules {
        let way = [strings, &[&rule.selector]].concat();
        match &rule.decode {
            // Decoding nests three levels at most.
            Some(inner) => collect(inner, class, &way, places),
            None if rule.class == class => places.push(Place { rule, way }),
            None => {}
        }
    }
}

/// How tokens are bound where a path goes through an array.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Indexes {
    /// To any element.
    Any,
    /// To the element that they stood in.
    Bound,
    /// Some are and some are not: an index is bound, `[*]` is any element.
    AsWritten,
}

impl Indexes {
    fn of(rule: &Rule) -> Self {
        if rule.bind_index == Some(true) { Self::Bound } else { Self::Any }
    }
}

/// The binding of paths of names, indexes and `[*]`, each inside the string that the one before leads to; nothing if
/// they lead to more than one place.
fn bound(way: &[&Selector], indexes: Indexes) -> Option<Binding> {
    let mut binding = Binding::new();
    for (level, selector) in way.iter().enumerate() {
        let Selector::Path(path) = selector else { return None };
        if level > 0 {
            binding.decoded();
        }
        for segment in &path.segments {
            let [selector] = segment.selectors.as_slice() else { return None };
            match (selector, indexes) {
                _ if segment.descendant => return None,
                (Select::Name(name), _) => binding.member(name.as_bytes()),
                (Select::Wildcard | Select::Index(_), Indexes::Any)
                | (Select::Wildcard, Indexes::AsWritten) => binding.any(),
                (Select::Index(index), _) => binding.index(u64::try_from(*index).ok()?),
                _ => return None,
            }
        }
    }
    Some(binding)
}

fn unplaced(path: &str) -> Error {
    let message = "a deterministic token is bound to one place; pass a path of names, indexes and `[*]`";
    Error::new(ErrorCode::InvalidPath, message).under(path)
}
