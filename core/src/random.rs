//! Random bytes from the operating system, and from nowhere else.

use crate::error::{Error, ErrorCode, Result};

/// Fills `bytes` from the operating system.
///
/// # Errors
/// `io` if the operating system gives none.
///
/// # Security
/// There is no generator of our own that a fork or a snapshot could copy: each call is one draw, made inside
/// the call that uses it.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes)
        .map_err(|_| Error::new(ErrorCode::Io, "the operating system gives no random bytes; try again later"))
}
