//! Documents that are a host language's own objects, for bindings: what a walk asks of them, and how the answer is made.
//!
//! Nothing of such a document becomes JSON text but what a rule selects. A [`Tree`] works on a copy from the start: a
//! container is copied when it is opened, the walk reads the copy, and the answer is that copy with its places changed.
//! So the caller's objects are never changed, and what was looked at is what is answered, whatever another thread does to
//! them in the meantime.

pub use crate::json::Kind;

use crate::json::{text, too_deep};
use crate::limits::MAX_DEPTH;
use crate::{Error, Limits};

/// A document of a host language's own objects, and the copy of it that becomes the answer.
pub trait Tree {
    /// A value of the document.
    type Value;
    /// A container of the copy, whose children are being read.
    type Open;
    /// Where a child stands in the copy.
    type Slot;
    /// What goes wrong, in the host's own words.
    type Error: From<Error>;

    /// The document as the one element of an array.
    ///
    /// # Errors
    /// The host's own.
    fn root(&mut self) -> Result<Self::Open, Self::Error>;

    /// The next child of a container, if it has one more. A value that JSON has no exact form for is changed in the copy
    /// to the one that the host reads from JSON.
    ///
    /// # Errors
    /// `unsupported_value` for what JSON cannot hold.
    fn next(&mut self, open: &mut Self::Open) -> Result<Option<Child<Self::Value>>, Self::Error>;

    /// As [`next`](Self::next), past members whose names are not `wanted`, as far as they may stand in the answer as they
    /// are with all that is in them; `room` containers may stand in each other. Whoever cannot tell passes none.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    fn seek(
        &mut self,
        open: &mut Self::Open,
        _room: usize,
        _wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<Child<Self::Value>>, Self::Error> {
        self.next(open)
    }

    /// The name of the member that came last.
    fn name(open: &Self::Open) -> Name<'_>;

    /// How many children an array has.
    fn length(open: &Self::Open) -> u64;

    /// Where the child stands that came last.
    fn slot(open: &Self::Open) -> Self::Slot;

    /// Copies the container that came last in `around`, into the copy that `around` is.
    ///
    /// # Errors
    /// The host's own.
    fn open(&mut self, around: &Self::Open, container: &Self::Value) -> Result<Self::Open, Self::Error>;

    /// Whether a container, and all that is in it, may stand in the answer as it is; `room` containers may stand in each
    /// other. Whoever cannot tell says no.
    fn is_plain(&self, _container: &Self::Value, _room: usize) -> bool {
        false
    }

    /// Appends the JSON text of a scalar.
    ///
    /// # Errors
    /// The host's own.
    fn scalar(&mut self, value: &Self::Value, out: &mut Vec<u8>) -> Result<(), Self::Error>;

    /// Puts the value of a JSON text where a child stands.
    ///
    /// # Errors
    /// `unsupported_value` for what the host cannot hold.
    fn replace(&mut self, slot: &Self::Slot, json: &[u8]) -> Result<(), Self::Error>;

    /// Takes a child out. Those behind it have been dealt with.
    ///
    /// # Errors
    /// The host's own.
    fn remove(&mut self, slot: &Self::Slot) -> Result<(), Self::Error>;

    /// Puts the members of a JSON object right behind a member, or in front of all members of the document.
    ///
    /// # Errors
    /// The host's own.
    fn insert(&mut self, behind: Option<&Self::Slot>, members: &[u8]) -> Result<(), Self::Error>;

    /// Runs work that takes time and touches no object of the host; it is about so many bytes. A host with a global lock
    /// lets go of it meanwhile.
    fn away<T: Send>(&mut self, _bytes: usize, work: impl FnOnce() -> T + Send) -> T {
        work()
    }
}

/// One of many documents.
#[derive(Debug)]
pub enum Document<'d, T> {
    /// JSON text in UTF-8.
    Text(&'d [u8]),
    /// A host's own objects.
    Objects(&'d mut T),
}

/// A child of a container.
#[derive(Clone, Copy, Debug)]
pub struct Child<V> {
    /// What it is in JSON.
    pub kind: Kind,
    /// The value.
    pub value: V,
}

/// The name of a member.
#[derive(Clone, Debug)]
pub enum Name<'n> {
    /// Its characters.
    Text(&'n str),
    /// A name that is no Unicode text: as a JSON string, each lone surrogate an escape.
    Json(Vec<u8>),
}

impl Name<'_> {
    /// Appends the name as a JSON string.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => text::escape_into(text, out),
            Self::Json(json) => out.extend_from_slice(json),
        }
    }
}

/// Appends a text as a JSON string without its quotes, in the escaping of RFC 8785 section 3.2.2.2.
pub fn escape(characters: &str, out: &mut Vec<u8>) {
    text::escape(characters, out);
}

/// The JSON text of a whole document.
///
/// # Errors
/// `unsupported_value` of the host; `limit_exceeded` beyond 1,024 levels, or in a document that holds itself.
pub fn to_json<T: Tree>(tree: &mut T) -> Result<Vec<u8>, T::Error> {
    let mut out = Vec::with_capacity(1024);
    let mut root = tree.root()?;
    if let Some(child) = tree.next(&mut root)? {
        let limits = Limits { depth: MAX_DEPTH, ..Limits::default() };
        write(tree, &root, &child, &limits, 0, &mut out, &mut |_, _| ())?;
    }
    Ok(out)
}

/// Appends the JSON text of the child that came last in `around`, below `depth` containers; tells `begins` where each
/// value begins in the text, and of which container it is the child that came last.
pub(crate) fn write<T: Tree>(
    tree: &mut T,
    around: &T::Open,
    child: &Child<T::Value>,
    limits: &Limits,
    depth: usize,
    out: &mut Vec<u8>,
    begins: &mut impl FnMut(usize, &T::Open),
) -> Result<(), T::Error> {
    begins(out.len(), around);
    let (open, close) = match child.kind {
        Kind::Object => (b'{', b'}'),
        Kind::Array => (b'[', b']'),
        _ => return tree.scalar(&child.value, out),
    };
    if depth >= limits.depth {
        return Err(too_deep(limits.depth).into());
    }
    let mut children = tree.open(around, &child.value)?;
    out.push(open);
    let mut first = true;
    while let Some(inner) = tree.next(&mut children)? {
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        if child.kind == Kind::Object {
            T::name(&children).write(out);
            out.push(b':');
        }
        write(tree, &children, &inner, limits, depth + 1, out, begins)?;
    }
    out.push(close);
    Ok(())
}
