//! The second backend: AWS-LC, several times faster on bulk data.

use aws_lc_rs::aead::{self, AES_256_GCM, Aad, CHACHA20_POLY1305, LessSafeKey, UnboundKey};
use aws_lc_rs::hmac;

use super::{Cipher, Forged, Nonce, Tag, refused};
use crate::error::Result;

/// A cipher with its key set up.
pub(crate) struct Aead(LessSafeKey);

impl Aead {
    /// Sets up `key`.
    ///
    /// # Errors
    /// `internal` if AWS-LC refuses, which it does for lack of memory alone.
    pub(crate) fn new(cipher: Cipher, key: &[u8; 32]) -> Result<Self> {
        let algorithm = match cipher {
            Cipher::Aes256Gcm => &AES_256_GCM,
            Cipher::ChaCha20Poly1305 => &CHACHA20_POLY1305,
        };
        UnboundKey::new(algorithm, key).map(|key| Self(LessSafeKey::new(key))).map_err(|_| refused())
    }

    /// As the default backend's.
    pub(crate) fn seal(&self, nonce: &Nonce, aad: &[u8], text: &mut [u8]) -> Result<Tag> {
        let nonce = aead::Nonce::assume_unique_for_key(*nonce);
        let tag = self.0.seal_in_place_separate_tag(nonce, Aad::from(aad), text).map_err(|_| refused())?;
        tag.as_ref().try_into().map_err(|_| refused())
    }

    /// As the default backend's.
    pub(crate) fn open(&self, nonce: &Nonce, aad: &[u8], text: &mut [u8], tag: &Tag) -> Result<(), Forged> {
        let nonce = aead::Nonce::assume_unique_for_key(*nonce);
        match self.0.open_in_place_separate_tag(nonce, Aad::from(aad), tag, text) {
            Ok(_) => Ok(()),
            Err(_) => Err(Forged),
        }
    }

    /// As the default backend's.
    pub(crate) fn seal_to(&self, nonce: &Nonce, aad: &[u8], text: &[u8], out: &mut [u8]) -> Result<Tag> {
        let nonce = aead::Nonce::assume_unique_for_key(*nonce);
        let mut tag = [0; super::TAG];
        let sealed = self.0.seal_out_of_place_scatter(nonce, Aad::from(aad), text, out, &[], &mut tag);
        sealed.map(|()| tag).map_err(|_| refused())
    }

    /// As the default backend's.
    pub(crate) fn open_to(
        &self,
        nonce: &Nonce,
        aad: &[u8],
        text: &[u8],
        tag: &Tag,
        out: &mut [u8],
    ) -> Result<(), Forged> {
        let nonce = aead::Nonce::assume_unique_for_key(*nonce);
        self.0.open_separate_gather(nonce, Aad::from(aad), text, tag, out).map_err(|_| Forged)
    }
}

/// HMAC-SHA-256 (RFC 2104) of the joined parts.
///
/// # Errors
/// None in practice: the output has the length of SHA-256.
pub(crate) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> Result<[u8; 32]> {
    let mut mac = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
    parts.iter().for_each(|part| mac.update(part));
    mac.sign().as_ref().try_into().map_err(|_| refused())
}
