//! The material of one key version: its id, its family, its 32 bytes.

use std::fmt;
use std::sync::Arc;

use crate::crypto::{Cipher, Prk};
use crate::error::{Error, ErrorCode, Result};
use crate::secret::Secret;
use crate::token::{Family, Kind, Prefix, Suite};

/// One key version, ready to seal and open. Nothing is ever encrypted with its bytes themselves: every use
/// derives a key of its own from them.
pub(crate) struct Material {
    id: u32,
    family: Family,
    held: Arc<Held>,
}

/// The bytes, and what is derived from them once. In one place on the heap: what moves leaves copies behind.
struct Held {
    key: Secret<32>,
    prk: Prk,
}

impl Material {
    /// Makes a key ready.
    ///
    /// # Errors
    /// None: 32 bytes are as many as every primitive asks for.
    pub(crate) fn new(id: u32, family: Family, key: Secret<32>) -> Result<Self> {
        // EXPOSE: the key goes to HKDF, which keeps two hash states of it.
        let prk = Prk::new(key.expose())?;
        Ok(Self { id, family, held: Arc::new(Held { key, prk }) })
    }

    /// The same key under another id.
    pub(crate) fn with_id(&self, id: u32) -> Self {
        Self { id, family: self.family, held: Arc::clone(&self.held) }
    }

    /// The id that the tokens of this version bear.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// The algorithm that this version is for, and for no other.
    pub(crate) fn family(&self) -> Family {
        self.family
    }

    /// The 32 bytes, to be wrapped anew.
    pub(crate) fn key(&self) -> &Secret<32> {
        &self.held.key
    }

    /// HKDF-Expand under this key.
    pub(super) fn expand(&self, info: &[&[u8]], out: &mut [u8]) -> Result<()> {
        self.held.prk.expand(info, out)
    }

    /// The prefix of what this version seals as `kind`.
    ///
    /// # Errors
    /// `key_not_usable` if its family has no tokens of that kind.
    pub(super) fn sealing(&self, kind: Kind) -> Result<Prefix> {
        let suite = Suite::of(kind, self.family).ok_or_else(unusable)?;
        Ok(Prefix { suite, id: self.id })
    }

    /// Checks that this version may open a token of that prefix.
    pub(super) fn opening(&self, prefix: Prefix, kind: Kind) -> Result<()> {
        if prefix.suite.kind() != kind {
            return Err(misplaced(prefix.suite.kind()));
        }
        if prefix.suite.family() != self.family || prefix.id != self.id {
            return Err(unusable());
        }
        Ok(())
    }
}

/// The cipher of a family that has one.
pub(super) fn cipher(family: Family) -> Result<Cipher> {
    match family {
        Family::Aes256Gcm => Ok(Cipher::Aes256Gcm),
        Family::ChaCha20Poly1305 => Ok(Cipher::ChaCha20Poly1305),
        Family::Aes256Siv | Family::HmacSha256 => Err(unusable()),
    }
}

/// The error for a token of that kind where another kind has its place.
pub(super) fn misplaced(found: Kind) -> Error {
    match found {
        Kind::Header | Kind::Stream => crate::token::malformed(),
        Kind::Value | Kind::Field | Kind::Deterministic => super::tampered(),
    }
}

/// The error for a key that is of another family.
pub(super) fn unusable() -> Error {
    let message = "the suite of the key set does not allow this use; name a set whose suite does";
    Error::new(ErrorCode::KeyNotUsable, message)
}

impl fmt::Debug for Material {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Material").field("id", &self.id).field("family", &self.family).finish_non_exhaustive()
    }
}
