//! The one seam to the ciphers: everything below this line is somebody else's audited code.
//!
//! Two backends offer the same two things, byte for byte: `rust` (the default), and `aws` behind the feature `aws-lc`.
//! Under both, HKDF comes from `expand`, where a key is made ready once, and AES-SIV from `siv`, because AWS-LC has none.

use subtle::ConstantTimeEq;

use crate::error::{Error, ErrorCode};

#[cfg(feature = "aws-lc")]
mod aws;
mod expand;
#[cfg(any(not(feature = "aws-lc"), test))]
mod rust;
mod siv;

#[cfg(feature = "aws-lc")]
use aws as backend;
#[cfg(not(feature = "aws-lc"))]
use rust as backend;

pub(crate) use backend::{Aead, hmac_sha256};
pub(crate) use expand::{Prk, expand_sha512};
pub(crate) use siv::Siv;

/// The length of a tag, always.
pub(crate) const TAG: usize = 16;
/// The length of a nonce, always.
pub(crate) const NONCE: usize = 12;

/// A tag.
pub(crate) type Tag = [u8; TAG];
/// A nonce.
pub(crate) type Nonce = [u8; NONCE];

/// An authenticated cipher with a 32-byte key, a 12-byte nonce and a 16-byte tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cipher {
    /// NIST SP 800-38D.
    Aes256Gcm,
    /// RFC 8439.
    ChaCha20Poly1305,
}

/// The ciphertext is not authentic. Deliberately says nothing else.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Forged;

/// Compares two MACs or commitments in constant time.
pub(crate) fn equal(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// A primitive refused arguments whose lengths are fixed by the format.
fn refused() -> Error {
    Error::new(ErrorCode::Internal, "a cryptographic primitive refused its input; please report this")
}

#[cfg(test)]
mod tests;
