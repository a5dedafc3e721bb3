//! The provider `key`: a key-encryption key of 32 bytes.

use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

use super::refuse::malformed;
use super::secret_file;
use crate::Result;
use crate::keyring::document::Wrap;
use crate::keyring::wrapped::{self, Unwrapped, unwrap_ring_key, wrap_ring_key};
use crate::secret::Secret;

/// A key-encryption key of 32 uniformly random bytes.
#[derive(Clone)]
pub struct Key(Arc<Secret<32>>);

impl Key {
    /// The key that `bytes` are or spell: 32 raw bytes, or their hex, base64 or base64url; white space at the end
    /// is ignored.
    ///
    /// # Errors
    /// `wrong_passphrase` for anything else.
    pub fn new(bytes: &[u8]) -> Result<Self> {
        Ok(Self(Arc::new(parse(bytes)?)))
    }

    /// The key that a file, a pipe or a descriptor (`/dev/fd/3`) holds.
    ///
    /// # Errors
    /// `io` if it cannot be read, otherwise as [`new`](Self::new).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        Self::new(&secret_file::read(path.as_ref())?)
    }

    pub(super) fn wrap(&self, ring_key: &Secret<32>, id: &str) -> Result<Wrap> {
        Ok(Wrap::Key { wrapped: wrap_ring_key(wrapped::copy(&self.0)?, ring_key, id, "key")? })
    }

    pub(super) fn unwrap(&self, wrapped: &str, id: &str) -> Result<Unwrapped> {
        unwrap_ring_key(wrapped::copy(&self.0)?, wrapped, id, "key")
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key([REDACTED])")
    }
}

/// The 32 bytes that `bytes` are or spell.
pub(super) fn parse(bytes: &[u8]) -> Result<Secret<32>> {
    // Raw first: the last of 32 random bytes may well look like white space.
    if let Some(raw) = Secret::copied(bytes) {
        return Ok(raw);
    }
    let text = bytes.trim_ascii_end();
    let decoded = match text.len() {
        32 => Some(Zeroizing::new(text.to_vec())),
        64 => hex(text),
        43 | 44 => base64(text),
        _ => None,
    };
    let key = decoded.and_then(|decoded| Secret::copied(&decoded));
    key.ok_or_else(|| {
        malformed("a key-encryption key is 32 bytes, raw or in hex, base64 or base64url: check its file")
    })
}

fn hex(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Zeroizing::new(Vec::with_capacity(32));
    for pair in text.chunks_exact(2) {
        let &[high, low] = pair else { return None };
        bytes.push((digit(high)? << 4) | digit(low)?);
    }
    Some(bytes)
}

fn base64(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let either = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let url = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let alphabet = if url { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    GeneralPurpose::new(alphabet, either).decode(text).ok().map(Zeroizing::new)
}
