//! HKDF-Expand (RFC 5869 section 2.3), under both backends.
//!
//! AWS-LC's computes the hash states of its key anew for each expansion, twice the work where, as in a token, the key
//! stays and the output is one block.

use hkdf::Hkdf;
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use super::refused;
use crate::error::Result;

/// A 32-byte key made ready for HKDF-Expand with SHA-256 (RFC 5869 section 2.3).
///
/// The two hash states of its HMAC are computed once, so that each expansion saves two compressions.
pub(crate) struct Prk(Hkdf<Sha256>);

impl Prk {
    /// Makes `key` ready.
    ///
    /// # Errors
    /// None: 32 bytes are as many as HKDF asks for.
    pub(crate) fn new(key: &[u8; 32]) -> Result<Self> {
        Hkdf::from_prk(key).map(Self).map_err(|_| refused())
    }

    /// Fills `out` from the joined parts of `info`.
    ///
    /// # Errors
    /// `internal` beyond 8,160 bytes.
    pub(crate) fn expand(&self, info: &[&[u8]], out: &mut [u8]) -> Result<()> {
        self.0.expand_multi_info(info, out).map_err(|_| refused())
    }
}

/// HKDF-Expand with SHA-512, of the streams alone.
///
/// RFC 5869 asks for a key as long as the hash, C2SP chunked encryption for 32 bytes. HMAC fills a short key
/// with zeros, so the same zeros appended here change nothing but the length.
///
/// # Errors
/// `internal` for a key over 64 bytes, or beyond 16,320 bytes.
pub(crate) fn expand_sha512(key: &[u8], info: &[&[u8]], out: &mut [u8]) -> Result<()> {
    let mut padded = Zeroizing::new([0; 64]);
    padded.get_mut(..key.len()).ok_or_else(refused)?.copy_from_slice(key);
    let prk = Hkdf::<Sha512>::from_prk(padded.as_slice()).map_err(|_| refused())?;
    prk.expand_multi_info(info, out).map_err(|_| refused())
}
