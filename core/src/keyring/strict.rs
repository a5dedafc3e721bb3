//! The narrow JSON of rings and usage reports: objects, arrays, plain ASCII strings and integers, nothing else.
//!
//! General parsers take the last of two equal names and round numbers; under a MAC both are ways to be misread.

mod read;
mod write;

/// One value of a document.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// Members in the order of the text, no name twice.
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    Text(String),
    Integer(u64),
}

impl Node {
    /// The document that is the whole of `text`; otherwise what is wrong with it, and at which byte.
    pub(super) fn parse(text: &[u8]) -> Result<Self, String> {
        read::document(text)
    }

    /// An object of these members.
    pub(super) fn object(members: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, node)| (name.to_owned(), node)).collect())
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Node {
    fn from(integer: u64) -> Self {
        Self::Integer(integer)
    }
}

/// Whether `text` is what a string of these documents may be.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\')
}

#[cfg(test)]
mod tests;
