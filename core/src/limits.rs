//! Every limit of the format in one place, each with its clear error.

/// The largest plaintext of one token, in bytes; more is a stream.
pub(crate) const MAX_VALUE: usize = 64 << 20;
/// The most field tokens of one record.
pub(crate) const MAX_FIELDS: u32 = 1 << 20;
/// The most pairs of a context.
pub(crate) const MAX_CONTEXT_PAIRS: usize = 64;
/// The most bytes of a context, names and values together.
pub(crate) const MAX_CONTEXT_BYTES: usize = 64 << 10;
/// The most levels of `decode: json`.
pub(crate) const MAX_DECODE_LEVELS: usize = 3;
/// The deepest that a document may be set to nest.
pub(crate) const MAX_DEPTH: usize = 1024;
/// The largest that a document may be set to be, in bytes.
pub(crate) const MAX_DOCUMENT: usize = u32::MAX as usize;

/// What a document may be, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Objects and arrays within each other: 128 unless the policy says otherwise, 1,024 at most.
    pub depth: usize,
    /// Bytes of one document: 1 GiB unless the policy says otherwise, 2^32 − 1 at most.
    pub document: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 128, document: 1 << 30 }
    }
}
