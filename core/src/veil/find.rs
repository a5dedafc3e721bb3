//! The walk that finds, decoded strings included.

use std::borrow::Cow;
use std::ops::Range;

use super::found::{Found, Layer, Watched, What};
use super::plan::{Plan, Verb};
use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Kind, text};
use crate::limits::MAX_DECODE_LEVELS;
use crate::path::{
    Answer, Enter, Excerpt, Place, Slots, Step, UNMATCHED, Visit, walk, walk_tree, write_tree,
};
use crate::policy::{RuleSet, ShadowRole};
use crate::seal::Binding;
use crate::tree::Tree;

/// Walks a document and remembers what is found, decoded strings included.
///
/// # Errors
/// `invalid_json` and `limit_exceeded` of the document; what the verb refuses at a container.
pub(super) fn find<'d>(doc: &'d [u8], plan: &Plan<'_>) -> Result<Layer<'d>> {
    find_in(Cow::Borrowed(doc), plan, plan.rules, &Binding::new(), 0)
}

/// What is found in a host's objects: a layer over an excerpt of the document, and where its places stand.
pub(super) type InTree<T> = (Layer<'static>, Slots<<T as Tree>::Slot>);

/// The same of a host's objects; all of them are in the excerpt if they are wanted `whole`.
///
/// # Errors
/// As [`find`], and the host's own.
pub(super) fn find_in_tree<T: Tree>(
    tree: &mut T,
    plan: &Plan<'_>,
    whole: bool,
) -> std::result::Result<InTree<T>, T::Error> {
    let base = Binding::new();
    if whole {
        let Excerpt { text, slots } = write_tree(tree)?;
        let bytes = text.len();
        let layer = tree.away(bytes, || find_in(Cow::Owned(text), plan, plan.rules, &base, 0))?;
        return Ok((layer, slots));
    }
    let mut finder = Finder::new(plan, plan.rules, &base, 0);
    let Excerpt { text, slots } =
        walk_tree(tree, &plan.rules.selection, &plan.walk(), plan.binds(), &mut finder)?;
    Ok((finder.found_in(Cow::Owned(text)), slots))
}

fn find_in<'d>(
    doc: Cow<'d, [u8]>,
    plan: &Plan<'_>,
    rules: &RuleSet,
    base: &Binding,
    level: usize,
) -> Result<Layer<'d>> {
    let mut finder = Finder::new(plan, rules, base, level);
    walk(&doc, &rules.selection, &plan.walk(), &mut finder)?;
    Ok(finder.found_in(doc))
}

/// One place of a rule that decodes, and what is inside its string.
///
/// # Errors
/// `limit_exceeded` of the document inside.
pub(super) fn decoded(place: &Place<'_>, plan: &Plan<'_>) -> Result<Found> {
    let base = Binding::new();
    let mut finder = Finder::new(plan, plan.rules, &base, 0);
    finder.place(place)?;
    finder
        .layer
        .found
        .pop()
        .ok_or_else(|| Error::new(ErrorCode::Internal, "a place was lost; please report this"))
}

struct Finder<'p> {
    plan: &'p Plan<'p>,
    rules: &'p RuleSet,
    base: &'p Binding,
    level: usize,
    layer: Layer<'static>,
    /// The path of the place that is being bound; one memory for all of them.
    path: Binding,
}

impl<'p> Finder<'p> {
    /// With room for what a record of usual size has: memory that grows bit by bit costs more than the walk.
    fn new(plan: &'p Plan<'p>, rules: &'p RuleSet, base: &'p Binding, level: usize) -> Self {
        let bound = usize::from(plan.binds());
        let layer = Layer {
            doc: Cow::Borrowed(&[]),
            found: Vec::with_capacity((2 * rules.rules.len()).min(8)),
            watched: Vec::new(),
            bindings: Vec::with_capacity(256 * bound),
            doubled: None,
        };
        Self { plan, rules, base, level, layer, path: Binding::with_room(128 * bound) }
    }

    /// The document with what was found in it.
    fn found_in(mut self, doc: Cow<'_, [u8]>) -> Layer<'_> {
        let Layer { found, watched, bindings, doubled, .. } = &mut self.layer;
        let (found, watched, bindings) =
            (std::mem::take(found), std::mem::take(watched), std::mem::take(bindings));
        Layer { doc, found, watched, bindings, doubled: *doubled }
    }

    fn bind(&mut self, place: &Place<'_>) -> Result<Range<usize>> {
        if !self.plan.binds() {
            return Ok(0..0);
        }
        self.path.restart(self.base);
        for step in place.steps() {
            match step {
                Step::Member(name) => self.path.member(&name),
                Step::Element(index) => self.path.index(index),
            }
        }
        let start = self.layer.bindings.len();
        self.layer.bindings.extend_from_slice(self.path.as_bytes());
        Ok(start..self.layer.bindings.len())
    }

    /// Looks inside a string that holds JSON; nothing if it holds none.
    fn decode(&self, rules: &RuleSet, binding: &[u8], source: &[u8]) -> Result<Option<Box<Layer<'static>>>> {
        if self.level >= MAX_DECODE_LEVELS {
            let message = "strings that hold JSON nest deeper than 3 levels; decode fewer";
            return Err(Error::new(ErrorCode::LimitExceeded, message));
        }
        let inside = source.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
        let Some(decoded) = inside.and_then(text::decode_utf8) else { return Ok(None) };
        let mut base = Binding::encoded(binding);
        base.decoded();
        let doc = Cow::Owned(decoded.into_owned().into_bytes());
        match find_in(doc, self.plan, rules, &base, self.level + 1) {
            Ok(layer) => Ok(Some(Box::new(layer))),
            Err(error) if error.code() == ErrorCode::InvalidJson => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Visit for Finder<'_> {
    fn enter(&mut self, rule: usize) -> Result<Enter> {
        self.plan.enter(self.rules, rule)
    }

    fn place(&mut self, place: &Place<'_>) -> Result<Answer> {
        if place.rule == UNMATCHED {
            self.layer.found.push(Found::new(What::Unmatched, place));
            return Ok(Answer::Kept);
        }
        let mut found = Found::new(What::Rule(place.rule), place);
        found.binding = self.bind(place)?;
        let Some(rule) = self.rules.rules.get(place.rule) else { return Ok(Answer::Kept) };
        if let (Some(inner), Kind::String) = (&rule.decode, place.kind) {
            let binding = self.layer.bindings.get(found.binding.clone()).unwrap_or_default();
            found.inner = self.decode(inner, binding, place.source())?;
        }
        self.layer.found.push(found);
        let removed = self.plan.verb == Verb::Encrypt && rule.store.removes() && place.depth > 0;
        Ok(if removed { Answer::Removed } else { Answer::Kept })
    }

    fn shadow(&mut self, shadow: usize, place: &Place<'_>) -> Result<Answer> {
        let mut found = Found::new(What::Shadow(shadow), place);
        if matches!(self.rules.shadows.get(shadow), Some(ShadowRole::Index(_))) {
            found.binding = self.bind(place)?;
        }
        self.layer.found.push(found);
        Ok(Answer::Removed)
    }

    fn watch(&mut self, watch: usize, place: &Place<'_>) -> Result<()> {
        if self.layer.watched.len() <= watch {
            self.layer.watched.resize(watch + 1, None);
        }
        if let Some(slot) = self.layer.watched.get_mut(watch) {
            let value = Watched::of(place);
            let same = slot.as_ref().is_none_or(|there| *there == value);
            *slot = Some(if same { value } else { Watched::Unfit });
        }
        Ok(())
    }

    fn walked(&mut self, doc: &[u8], tokens: Option<&[u32]>) {
        if self.plan.unique && self.level == 0 && !self.layer.found.is_empty() {
            self.layer.doubled = tokens.map(|tokens| json::names_double(doc, tokens));
        }
    }
}
