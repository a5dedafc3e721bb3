//! The default backend: the pure-Rust crates of RustCrypto.

use aes_gcm::aead::inout::InOutBuf;
use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use chacha20poly1305::ChaCha20Poly1305;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

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

/// HMAC-SHA-256 (RFC 2104) of the joined parts.
///
/// # Errors
/// None in this backend: HMAC takes keys of any length.
pub(crate) fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> Result<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| refused())?;
    parts.iter().for_each(|part| mac.update(part));
    Ok(mac.finalize().into_bytes().into())
}
