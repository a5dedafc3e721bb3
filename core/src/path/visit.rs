//! What a walk says about a document, and what it is told in return.

use std::borrow::Cow;
use std::ops::Range;

use super::frame::Frame;
use crate::json::Kind;
use crate::{Limits, Result};

/// How a document is walked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WalkOptions {
    pub(crate) limits: Limits,
    /// Report every leaf that no rule selects as well.
    pub(crate) unmatched: bool,
}

/// How a selected container is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Enter {
    /// As one place; its inside is validated and never reported, watches excepted.
    Take,
    /// Leaf by leaf; the leaves inherit the rule and a deeper rule wins.
    Recurse,
}

/// What became of a place in the visitor's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A value stands there.
    Kept,
    /// The member or element is gone: it counts neither as an earlier sibling nor as an element.
    Removed,
}

/// Hears of the places of a document, in document order.
///
/// Whatever it has written must be thrown away when the walk fails: a document is known to be valid only at its end.
pub(crate) trait Visit {
    /// A rule selects a container that begins here.
    fn enter(&mut self, rule: usize) -> Result<Enter>;

    /// A selected leaf or a taken container, or a leaf under [`UNMATCHED`](super::UNMATCHED).
    fn place(&mut self, place: &Place<'_>) -> Result<Answer>;

    /// A member that is no part of the document: the header, or an index member.
    fn shadow(&mut self, _shadow: usize, _place: &Place<'_>) -> Result<Answer> {
        Ok(Answer::Kept)
    }

    /// The value at a watched path, whether or not a rule selects it too; of a container its first byte alone.
    fn watch(&mut self, _watch: usize, _place: &Place<'_>) -> Result<()> {
        Ok(())
    }

    /// The document is valid to its end. Its tokens, where the scanner has all of them still.
    fn walked(&mut self, _doc: &[u8], _tokens: Option<&[u32]>) {}
}

/// A value of the document and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    /// The index of the rule that won, or [`UNMATCHED`](super::UNMATCHED); meaningless for shadows and watches.
    pub(crate) rule: usize,
    pub(crate) kind: Kind,
    /// The bytes of the value, without white space around it.
    pub(crate) value: Range<usize>,
    /// Where the member begins, the quote of its name; in arrays and at the root the value's beginning.
    pub(crate) start: usize,
    /// The offset of the delimiter that precedes the member or element: `{`, `[` or `,`; the start at the root.
    pub(crate) before: usize,
    /// An earlier member or element of the same container was kept.
    pub(crate) kept: bool,
    pub(crate) in_array: bool,
    /// Containers around the value: 0 at the root.
    pub(crate) depth: usize,
    pub(super) doc: &'a [u8],
    /// The containers around it.
    pub(super) trail: &'a [Frame],
}

/// One step of the normalized path of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// A member's name, decoded, as WTF-8.
    Member(Cow<'a, [u8]>),
    /// An element's index in the stored document: elements answered [`Answer::Removed`] do not count.
    Element(u64),
}

impl<'a> Place<'a> {
    /// The bytes of the value as they stand in the document.
    pub(crate) fn source(&self) -> &'a [u8] {
        self.doc.get(self.value.clone()).unwrap_or_default()
    }

    /// The normalized path from the root of the document, step by step.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Step<'a>> + use<'a> {
        let doc = self.doc;
        self.trail.iter().map(move |frame| {
            if frame.object {
                let name = doc.get(frame.name.0 as usize..frame.name.1 as usize).unwrap_or_default();
                Step::Member(crate::json::text::decode(name))
            } else {
                Step::Element(frame.stored)
            }
        })
    }
}
