//! The default backend: the pure-Rust crates of RustCrypto.

use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use chacha20poly1305::ChaCha20Poly1305;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Cipher, Forged, Nonce, Tag, refused};
use crate::error::Result;

/// A cipher with its key set up.
#[expect(clippy::large_enum_variant, reason = "lives for one call and is never stored in numbers")]
pub(crate) enum Aead {
    Aes(Aes256Gcm),
    ChaCha(ChaCha20Poly1305),
}

impl Aead {
    /// Sets up `key`.
    ///
    /// # Errors
    /// None in this backend.
    pub(crate) fn new(cipher: Cipher, key: &[u8; 32]) -> Result<Self> {
        Ok(match cipher {
            Cipher::Aes256Gcm => Self::Aes(Aes256Gcm::new(key.into())),
            Cipher::ChaCha20Poly1305 => Self::ChaCha(ChaCha20Poly1305::new(key.into())),
        })
    }

    /// Encrypts `text` in place; returns the tag.
    ///
    /// # Errors
    /// `internal` beyond 2^36 bytes, which the limits of the format exclude.
    pub(crate) fn seal(&self, nonce: &Nonce, aad: &[u8], text: &mut [u8]) -> Result<Tag> {
        match self {
            Self::Aes(cipher) => cipher.encrypt_inout_detached(nonce.into(), aad, text.into()),
            Self::ChaCha(cipher) => cipher.encrypt_inout_detached(nonce.into(), aad, text.into()),
        }
        .map(Into::into)
        .map_err(|_| refused())
    }

    /// Decrypts `text` in place if `tag` is right.
    ///
    /// # Errors
    /// [`Forged`] if it is not; `text` is then no plaintext.
    pub(crate) fn open(&self, nonce: &Nonce, aad: &[u8], text: &mut [u8], tag: &Tag) -> Result<(), Forged> {
        match self {
            Self::Aes(cipher) => cipher.decrypt_inout_detached(nonce.into(), aad, text.into(), tag.into()),
            Self::ChaCha(cipher) => cipher.decrypt_inout_detached(nonce.into(), aad, text.into(), tag.into()),
        }
        .map_err(|_| Forged)
    }

    /// Encrypts `text` to `out`, which is as long; returns the tag.
    ///
    /// # Errors
    /// `internal` for lengths that differ.
    pub(crate) fn seal_to(&self, nonce: &Nonce, aad: &[u8], text: &[u8], out: &mut [u8]) -> Result<Tag> {
        let buffer = InOutBuf::new(text, out).map_err(|_| refused())?;
        match self {
            Self::Aes(cipher) => cipher.encrypt_inout_detached(nonce.into(), aad, buffer),
            Self::ChaCha(cipher) => cipher.encrypt_inout_detached(nonce.into(), aad, buffer),
        }
        .map(Into::into)
        .map_err(|_| refused())
    }

    /// Decrypts `text` to `out`, which is as long, if `tag` is right.
    ///
    /// # Errors
    /// [`Forged`] if it is not; `out` is then no plaintext, or lengths differ.
    pub(crate) fn open_to(
        &self,
        nonce: &Nonce,
        aad: &[u8],
        text: &[u8],
        tag: &Tag,
        out: &mut [u8],
    ) -> Result<(), Forged> {
        let buffer = InOutBuf::new(text, out).map_err(|_| Forged)?;
        match self {
            Self::Aes(cipher) => cipher.decrypt_inout_detached(nonce.into(), aad, buffer, tag.into()),
            Self::ChaCha(cipher) => cipher.decrypt_inout_detached(nonce.into(), aad, buffer, tag.into()),
        }
        .map_err(|_| Forged)
    }
}

/// HMAC-SHA-256 (RFC 2104) of the joined parts.
///
/// # Errors
/// None in this backend: HMAC takes keys of any length.
pub(crate) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| refused())?;
    parts.iter().for_each(|part| mac.update(part));
    Ok(mac.finalize().into_bytes().into())
}
