//! The narrow JSON of rings and usage reports: objects, arrays, plain ASCII strings and integers, nothing else.
//!
//! General parsers take the last of two equal names and round numbers; under a MAC both are ways to be misread.

mod read;
mod write;

use std::borrow::Cow;

/// One value of a document; it borrows its texts from where they stand.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node<'a> {
    /// Members in the order of the text, no name twice.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
    Array(Vec<Node<'a>>),
    Text(Cow<'a, str>),
    Integer(u64),
}

impl<'a> Node<'a> {
    /// The document that is the whole of `text`; otherwise what is wrong with it, and at which byte.
    pub(super) fn parse(text: &'a [u8]) -> Result<Self, String> {
        read::document(text)
    }

    /// An object of these members.
    pub(super) fn object(members: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, node)| (name.into(), node)).collect())
    }
}

impl<'a> From<&'a str> for Node<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Node<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<u64> for Node<'_> {
    fn from(integer: u64) -> Self {
        Self::Integer(integer)
    }
}

/// Whether these documents can hold `text` as a name: of a set, of a provider.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(is_plain_byte)
}

fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

#[cfg(test)]
mod tests;
