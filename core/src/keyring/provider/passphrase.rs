//! The provider `passphrase`: a key-encryption key from Argon2id (RFC 9106), version 0x13.

use std::path::Path;
use std::sync::Arc;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::{Zeroize, Zeroizing};

use super::refuse::malformed;
use super::secret_file;
use crate::keyring::document::{Cost, Wrap};
use crate::keyring::wrapped::{Unwrapped, unwrap_ring_key, wrap_ring_key};
use crate::secret::Secret;
use crate::{Error, ErrorCode, Result};

/// A passphrase, from which Argon2id makes a key-encryption key.
#[derive(Clone)]
pub struct Passphrase {
    text: Arc<Zeroizing<Vec<u8>>>,
    cost: Cost,
}

impl Passphrase {
    /// The passphrase `text`, in its UTF-8 bytes as they are.
    ///
    /// # Errors
    /// `wrong_passphrase` if it is empty.
    pub fn new(text: impl AsRef<str>) -> Result<Self> {
        let text = text.as_ref().as_bytes();
        if text.is_empty() {
            return Err(malformed("the passphrase is empty: give one"));
        }
        Ok(Self { text: Arc::new(Zeroizing::new(text.to_vec())), cost: Cost::DEFAULT })
    }

    /// The passphrase that a file, a pipe or a descriptor (`/dev/fd/3`) holds, without one newline at its end.
    ///
    /// # Errors
    /// `io` if it cannot be read, `wrong_passphrase` if it is empty, no UTF-8 or over 64 KiB.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let bytes = secret_file::read(path.as_ref())?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| malformed("the passphrase is not UTF-8: check its file"))?;
        Self::new(text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).unwrap_or(text))
    }

    /// The same passphrase with another cost for the rings that it wraps from now on: memory in KiB (19,456 to
    /// 1,048,576), passes (1 to 16) and lanes (1 to 4). Without this call: 65,536, 3 and 1.
    ///
    /// # Errors
    /// `limit_exceeded` outside these limits, or if memory times passes is over 4,194,304.
    pub fn cost(mut self, memory_kib: u32, passes: u32, lanes: u32) -> Result<Self> {
        self.cost = Cost { memory_kib, passes, lanes };
        if !self.cost.is_allowed() {
            let message = "the Argon2id parameters are outside the limits of the format: choose others";
            return Err(Error::new(ErrorCode::LimitExceeded, message));
        }
        Ok(self)
    }

    pub(super) fn wrap(&self, ring_key: &Secret<32>, id: &str) -> Result<Wrap> {
        self.wrap_at(self.cost, ring_key, id)
    }

    pub(super) fn wrap_at(&self, cost: Cost, ring_key: &Secret<32>, id: &str) -> Result<Wrap> {
        let mut salt = [0; 16];
        crate::random::fill(&mut salt)?;
        let wrapped = wrap_ring_key(self.derive(cost, &salt)?, ring_key, id, "passphrase")?;
        Ok(Wrap::Passphrase { cost, salt, wrapped })
    }

    pub(super) fn unwrap(&self, cost: Cost, salt: &[u8; 16], wrapped: &str, id: &str) -> Result<Unwrapped> {
        unwrap_ring_key(self.derive(cost, salt)?, wrapped, id, "passphrase")
    }

    pub(super) fn derive(&self, cost: Cost, salt: &[u8; 16]) -> Result<Secret<32>> {
        let failed = |_| Error::new(ErrorCode::Internal, "argon2id refused allowed parameters");
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(failed)?;
        let mut blocks: Vec<Block> = Vec::new();
        blocks.try_reserve_exact(params.block_count()).map_err(|_| {
            let message = format!("the passphrase needs {} KiB of memory: free some", cost.memory_kib);
            Error::new(ErrorCode::LimitExceeded, message)
        })?;
        blocks.resize(params.block_count(), Block::new());
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let derived = Secret::filled(|key: &mut [u8; 32]| {
            // EXPOSE: the passphrase to the one function that stretches it.
            argon2.hash_password_into_with_memory(&self.text, salt, key, &mut blocks)
        });
        blocks.iter_mut().for_each(Zeroize::zeroize);
        derived.map_err(failed)
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase([REDACTED])")
    }
}
