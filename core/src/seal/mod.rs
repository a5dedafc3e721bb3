//! The constructions of the format: from a key, a context and a place to bytes, and back.
//!
//! Each file is one construction of `core/docs/format.md`. None of them knows a document, a policy or a ring:
//! what comes in is a key version ([`Material`]), an encoded context ([`context`]) and an encoded place
//! ([`binding`]).

pub(crate) mod binding;
pub(crate) mod context;
pub(crate) mod date_shift;
pub(crate) mod deterministic;
pub(crate) mod index;
mod label;
mod look_up;
mod material;
mod opened;
pub(crate) mod plain;
pub(crate) mod pseudonym;
pub(crate) mod record;
pub(crate) mod stream;
pub(crate) mod subject;
pub(crate) mod value;

pub(crate) use binding::Binding;
pub(crate) use material::Material;
pub(crate) use opened::Opened;
pub(crate) use plain::Type;

use crate::error::{Error, ErrorCode, Result};
use crate::token::SALT;

/// What makes the key of one value, one record or one stream its own.
pub(crate) type Salt = [u8; SALT];

/// Draws a salt.
///
/// # Errors
/// `io` if the operating system gives no random bytes.
///
/// # Security
/// Drawn inside the call that uses it, once the whole plaintext is in memory, and used once.
pub(crate) fn salt() -> Result<Salt> {
    let mut salt = [0; SALT];
    crate::random::fill(&mut salt)?;
    Ok(salt)
}

/// The length prefix of `LP(bytes)`.
fn length(bytes: &[u8]) -> Result<[u8; 4]> {
    u32::try_from(bytes.len())
        .map(u32::to_be_bytes)
        .map_err(|_| Error::new(ErrorCode::LimitExceeded, "a path or a context is longer than 4 GiB"))
}

/// The error for a commitment that does not match. Says no more than its code.
fn wrong_key() -> Error {
    Error::new(ErrorCode::WrongKey, "the token was sealed under another key than the one of its id")
}

/// The error for everything that fails after the commitment. Says no more than its code.
fn tampered() -> Error {
    Error::new(ErrorCode::Tampered, "the token, its place or its context was altered")
}

#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod vector_tests;
