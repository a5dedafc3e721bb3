//! What no provider takes: material that can open nothing, names that a ring file cannot hold.

use crate::keyring::strict;
use crate::{Error, ErrorCode, Result};

/// The error for key material that can open nothing because of its form.
pub(super) fn malformed(message: &str) -> Error {
    Error::new(ErrorCode::WrongPassphrase, message)
}

/// Names stand in the ring file, whose strings are plain.
pub(super) fn require_name(name: &str) -> Result<()> {
    if strict::is_name(name) {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::InvalidKeyring,
        "the name of a provider is empty or not printable ASCII without quotes and backslashes: choose another",
    ))
}
