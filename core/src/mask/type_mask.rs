//! `type_mask`: a value of the same JSON type that says nothing.

use crate::json::Kind;

/// `0`, `false`, `""`; `null` stays; a container does not fit.
pub(super) fn write(kind: Kind, out: &mut Vec<u8>) -> Option<()> {
    let blank: &[u8] = match kind {
        Kind::Number => b"0",
        Kind::Bool => b"false",
        Kind::String => b"\"\"",
        Kind::Null => b"null",
        Kind::Object | Kind::Array => return None,
    };
    out.extend_from_slice(blank);
    Some(())
}
