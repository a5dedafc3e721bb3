//! The value that an operator reads.

use std::borrow::Cow;

use crate::json::{Kind, text};

/// One JSON value: its type and its bytes as they stand in the document, without white space around them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a> {
    /// The type of the value.
    pub(crate) kind: Kind,
    /// The value as it is written: a string with its quotes and escapes.
    pub(crate) source: &'a [u8],
}

impl<'a> Input<'a> {
    /// The characters of a string; the source text of anything else.
    ///
    /// Returns `None` for a string with a lone surrogate, which is no Unicode text: no operator that reads
    /// characters can say what it would show of one.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        if self.kind != Kind::String {
            return simdutf8::basic::from_utf8(self.source).ok().map(Cow::Borrowed);
        }
        text::decode_utf8(self.source.strip_prefix(b"\"")?.strip_suffix(b"\"")?)
    }

    /// The characters of a string alone.
    pub(super) fn string(self) -> Option<Cow<'a, str>> {
        if self.kind == Kind::String { self.text() } else { None }
    }

    /// The characters of a string, or a number as it is written.
    pub(super) fn string_or_number(self) -> Option<Cow<'a, str>> {
        if matches!(self.kind, Kind::String | Kind::Number) { self.text() } else { None }
    }
}
