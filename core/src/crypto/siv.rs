//! AES-256-SIV (RFC 5297), under both backends.

use aes_siv::{KeyInit, siv::Aes256Siv};

use super::{Forged, TAG, refused};
use crate::error::Result;

/// The cipher of deterministic values, with its key set up.
pub(crate) struct Siv(Aes256Siv);

impl Siv {
    /// Sets up `key`: the MAC's half, then the cipher's.
    pub(crate) fn new(key: &[u8; 64]) -> Self {
        Self(Aes256Siv::new(key.into()))
    }

    /// Encrypts `text` in place, bound to each string of `aad`; returns the synthetic IV, which is the tag.
    ///
    /// # Errors
    /// `internal` beyond 126 associated-data strings.
    pub(crate) fn seal(&mut self, aad: &[&[u8]], text: &mut [u8]) -> Result<[u8; TAG]> {
        self.0.encrypt_inout_detached(aad, text.into()).map(Into::into).map_err(|_| refused())
    }

    /// Decrypts `text` in place if `tag` is right.
    ///
    /// # Errors
    /// [`Forged`] if it is not; `text` is then no plaintext.
    pub(crate) fn open(&mut self, aad: &[&[u8]], text: &mut [u8], tag: &[u8; TAG]) -> Result<(), Forged> {
        self.0.decrypt_inout_detached(aad, text.into(), tag.into()).map_err(|_| Forged)
    }
}
