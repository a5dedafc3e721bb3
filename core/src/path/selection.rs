//! Rules in, one automaton out.

use std::borrow::Cow;

use super::ast::{Segment, Select};
use super::build::{Meaning, build};
use super::filter::Filters;
use super::machine::Machine;
use super::patterns::NameRules;
use super::{NamePattern, Path};
use crate::json::TypeSet;
use crate::{Error, ErrorCode, Result};

/// What a rule selects by.
#[derive(Clone, Debug)]
pub(crate) enum Selector {
    /// The locations of a path.
    Path(Path),
    /// Members at any depth whose decoded name matches any of these.
    Names(Vec<NamePattern>),
}

/// One rule. Its index in the list is the rule's index, and the lowest index wins.
#[derive(Clone, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) selector: Cow<'a, Selector>,
    pub(crate) types: TypeSet,
}

/// A member that is no part of the document for rules, wildcards, filters and `unmatched`.
#[derive(Clone, Debug)]
pub(crate) enum Shadow {
    /// A member of the root object: the header.
    Root(String),
    /// A member beside the members that a target selects: an index member.
    Beside { target: usize, name: String },
}

/// All rules of a policy, compiled. Immutable, shared between threads.
#[derive(Clone, Debug)]
pub(crate) struct Selection {
    pub(super) machine: Machine,
    pub(super) filters: Filters,
    pub(super) names: NameRules,
    /// Whether a walk must know lengths or look at values before it comes to them.
    pub(super) looks_ahead: bool,
    pub(super) watches: bool,
    /// The shadows alone, for what filters see.
    pub(super) shadows: Machine,
}

impl Selection {
    /// Compiles rules, shadows and watches into one automaton.
    ///
    /// # Errors
    /// `invalid_path` if a watch is not singular.
    pub(crate) fn compile(targets: &[Target<'_>], shadows: &[Shadow], watches: &[Path]) -> Result<Self> {
        let mut paths: Vec<(&[Segment], Meaning)> = Vec::with_capacity(targets.len() + shadows.len());
        let mut names = NameRules::default();
        for (rule, target) in targets.iter().enumerate() {
            match &*target.selector {
                Selector::Path(path) => paths.push((&path.segments, Meaning::Rule(rule, target.types))),
                Selector::Names(patterns) => names.add(patterns, rule, target.types),
            }
        }
        let beside = shadows
            .iter()
            .enumerate()
            .filter_map(|(number, shadow)| Some((shadow_path(shadow, targets)?, Meaning::Shadow(number))));
        let shadowed: Vec<_> = beside.collect();
        paths.extend(borrowed(&shadowed));
        for (number, watch) in watches.iter().enumerate() {
            if !watch.is_singular() {
                let why = "a path that is read must be singular: names and indexes alone";
                return Err(Error::new(ErrorCode::InvalidPath, why));
            }
            paths.push((&watch.segments, Meaning::Watch(number)));
        }
        Ok(Self::of(&paths, &shadowed, names))
    }

    /// Watches whatever a path selects, containers and what is inside them alike.
    #[cfg(test)]
    pub(super) fn compile_watching(path: &Path) -> Self {
        Self::of(&[(&path.segments, Meaning::Watch(0))], &[], NameRules::default())
    }

    fn of(paths: &[(&[Segment], Meaning)], shadowed: &[(Vec<Segment>, Meaning)], names: NameRules) -> Self {
        let mut filters = Filters::default();
        let machine = build(paths, |filter| filters.add(filter));
        let looks_ahead = machine.states.iter().flat_map(|s| &s.conditions).any(|(c, _)| c.looks_ahead());
        let shadows = if looks_ahead {
            let shadowed = without_conditions(shadowed);
            build(&borrowed(&shadowed).collect::<Vec<_>>(), |_| 0)
        } else {
            Machine::default()
        };
        let watches = paths.iter().any(|(_, meaning)| matches!(meaning, Meaning::Watch(_)));
        Self { machine, filters, names, looks_ahead, watches, shadows }
    }
}

fn borrowed(paths: &[(Vec<Segment>, Meaning)]) -> impl Iterator<Item = (&[Segment], Meaning)> {
    paths.iter().map(|(segments, meaning)| (segments.as_slice(), *meaning))
}

/// The path of a shadow: the target's, its last name another one.
fn shadow_path(shadow: &Shadow, targets: &[Target<'_>]) -> Option<Vec<Segment>> {
    let member =
        |descendant, name: &str| Segment { descendant, selectors: vec![Select::Name(name.to_owned())] };
    match shadow {
        Shadow::Root(name) => Some(vec![member(false, name)]),
        Shadow::Beside { target, name } => match &*targets.get(*target)?.selector {
            Selector::Names(_) => Some(vec![member(true, name)]),
            Selector::Path(path) => {
                let (last, before) = path.segments.split_last()?;
                Some(before.iter().cloned().chain([member(last.descendant, name)]).collect())
            }
        },
    }
}

/// The same paths with a wildcard for every index, slice and filter: what a filter is not shown, it cannot ask for.
fn without_conditions(paths: &[(Vec<Segment>, Meaning)]) -> Vec<(Vec<Segment>, Meaning)> {
    let wider = |selector: &Select| match selector {
        Select::Name(name) => Select::Name(name.clone()),
        _ => Select::Wildcard,
    };
    let segment = |s: &Segment| Segment {
        descendant: s.descendant,
        selectors: s.selectors.iter().map(wider).collect(),
    };
    paths.iter().map(|(segments, meaning)| (segments.iter().map(segment).collect(), *meaning)).collect()
}
