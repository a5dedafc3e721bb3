//! What a walk found in a document, remembered until the whole of it is known to be valid.

use std::borrow::Cow;
use std::ops::Range;

use zeroize::Zeroize;

use crate::json::{Kind, text};
use crate::path::Place;
use crate::policy::{Compiled, RuleSet, ShadowRole};

/// One place, shadow or leaf of a document.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) what: What,
    pub(super) kind: Kind,
    /// The bytes of the value.
    pub(super) value: Range<usize>,
    /// Where its member or element begins.
    pub(super) start: usize,
    /// The delimiter in front of that.
    pub(super) before: usize,
    /// An earlier sibling stays.
    pub(super) kept: bool,
    pub(super) in_array: bool,
    pub(super) depth: usize,
    /// The normalized path, array indexes and all; empty where nothing is ever bound.
    pub(super) binding: Range<usize>,
    /// The document inside a decoded string.
    pub(super) inner: Option<Box<Layer<'static>>>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A place of the rule with this index.
    Rule(usize),
    /// A leaf that no rule names.
    Unmatched,
    /// A member that is no part of the document, by its number in the rule set.
    Shadow(usize),
}

impl Found {
    pub(super) fn new(what: What, place: &Place<'_>) -> Self {
        Self {
            what,
            kind: place.kind,
            value: place.value.clone(),
            start: place.start,
            before: place.before,
            kept: place.kept,
            in_array: place.in_array,
            depth: place.depth,
            binding: 0..0,
            inner: None,
        }
    }
}

/// A document, and what was found in it: the record itself, or the document inside one of its strings.
#[derive(Debug)]
pub(super) struct Layer<'d> {
    pub(super) doc: Cow<'d, [u8]>,
    pub(super) found: Vec<Found>,
    /// The texts at the watched paths of the policy.
    pub(super) watched: Vec<Option<Watched>>,
    pub(super) bindings: Vec<u8>,
    /// Whether an object names a member twice, where the plan asks for it and the walk could tell.
    pub(super) doubled: Option<bool>,
}

/// The value at a watched path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Watched {
    /// The text of one string or integer.
    Text(String),
    /// The text of any other number.
    Number(String),
    /// Something else, or more than one value.
    Unfit,
}

impl Watched {
    /// What stands at a place.
    pub(super) fn of(place: &Place<'_>) -> Self {
        let source = place.source();
        let watched = match place.kind {
            Kind::String => {
                let inside = source.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
                inside.and_then(text::decode_utf8).map(|text| Watched::Text(text.into_owned()))
            }
            Kind::Number => {
                let integer = !source.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
                let number = std::str::from_utf8(source).ok().map(str::to_owned);
                number.map(if integer { Watched::Text } else { Watched::Number })
            }
            _ => None,
        };
        watched.unwrap_or(Watched::Unfit)
    }
}

impl Layer<'_> {
    /// The bytes of a value.
    pub(super) fn source(&self, found: &Found) -> &[u8] {
        self.doc.get(found.value.clone()).unwrap_or_default()
    }

    /// The encoded normalized path of a place, array indexes and all.
    pub(super) fn binding(&self, found: &Found) -> &[u8] {
        self.bindings.get(found.binding.clone()).unwrap_or_default()
    }

    /// The text of the one string or number at a watched path.
    pub(super) fn text_at(&self, watch: usize) -> Option<&str> {
        match self.watched.get(watch)?.as_ref()? {
            Watched::Text(text) | Watched::Number(text) => Some(text),
            Watched::Unfit => None,
        }
    }

    /// The set whose places are fields: none in value layout, and none where the root is no object or a place itself.
    pub(super) fn record_set<'p>(&self, policy: &'p Compiled) -> Option<&'p str> {
        let object = self.doc.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
        let selected = self.found.iter().any(|found| found.depth == 0);
        policy.record_set.as_deref().filter(|_| object && !selected)
    }

    /// The headers, in document order; a record has one at most.
    pub(super) fn headers<'a>(&'a self, rules: &'a RuleSet) -> impl Iterator<Item = &'a Found> {
        self.found.iter().filter(|found| match found.what {
            What::Shadow(shadow) => rules.shadows.get(shadow) == Some(&ShadowRole::Header),
            _ => false,
        })
    }
}

/// A decoded string was plaintext that the document held only in escapes.
impl Drop for Layer<'_> {
    fn drop(&mut self) {
        if let Cow::Owned(doc) = &mut self.doc {
            doc.zeroize();
        }
    }
}
