//! Cobblestone-256 (c2sp.org/chunked-encryption@v1): AES-256-GCM over chunks of 16 KiB, the last one shorter.

use zeroize::Zeroizing;

use crate::crypto::{Aead, Cipher, NONCE, TAG, equal, expand_sha512};
use crate::error::{Error, ErrorCode, Result};
use crate::seal::Salt;
use crate::token::{COMMITMENT, SALT};

/// The plaintext of a chunk; the last one of a stream has less, maybe nothing.
pub(super) const CHUNK: usize = 16 << 10;
/// A chunk with its tag.
pub(super) const SEALED: usize = CHUNK + TAG;
/// Salt and commitment, before the first chunk.
pub(super) const HEADER: usize = SALT + COMMITMENT;
/// The chunks of a stream, at most: 4 PiB.
const MAX_CHUNKS: u64 = 1 << 38;

/// `"c2sp.org/chunked-encryption@v1+" ‖ aead ‖ 00`.
const LABEL: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";

/// The error for a commitment that does not match, which covers the context too.
fn wrong_key() -> Error {
    Error::new(ErrorCode::WrongKey, "the stream was sealed under another key or another context")
}

/// The error for everything that fails after the commitment.
pub(super) fn tampered() -> Error {
    Error::new(ErrorCode::Tampered, "the stream was altered, or ends before its end")
}

/// The key and the base nonce of one stream.
pub(super) struct Chunks {
    cipher: Aead,
    base: [u8; NONCE],
}

impl Chunks {
    /// Derives the keys of a stream; returns them with the commitment.
    pub(super) fn derive(key: &[u8; 32], salt: &Salt, context: &[u8]) -> Result<(Self, [u8; COMMITMENT])> {
        let mut derived = Zeroizing::new([0; 32 + NONCE + COMMITMENT]);
        expand_sha512(key, &[LABEL, salt, context], derived.as_mut_slice())?;
        let (key, rest) = derived.split_first_chunk().ok_or_else(tampered)?;
        let (base, rest) = rest.split_first_chunk().ok_or_else(tampered)?;
        let commitment = rest.first_chunk().ok_or_else(tampered)?;
        Ok((Self { cipher: Aead::new(Cipher::Aes256Gcm, key)?, base: *base }, *commitment))
    }

    /// Derives the keys of a stream whose salt and commitment are known.
    ///
    /// # Errors
    /// `wrong_key` if the commitment does not match.
    pub(super) fn open(key: &[u8; 32], header: &[u8; HEADER], context: &[u8]) -> Result<Self> {
        let (salt, committed) = header.split_first_chunk().ok_or_else(tampered)?;
        let (chunks, commitment) = Self::derive(key, salt, context)?;
        if equal(&commitment, committed) { Ok(chunks) } else { Err(wrong_key()) }
    }

    /// Encrypts chunk `number` in place; returns its tag.
    pub(super) fn seal(&self, number: u64, text: &mut [u8]) -> Result<[u8; TAG]> {
        self.cipher.seal(&self.nonce(number)?, &[], text)
    }

    /// Encrypts chunk `number` from `text` to `out`, which is as long; returns its tag.
    pub(super) fn seal_to(&self, number: u64, text: &[u8], out: &mut [u8]) -> Result<[u8; TAG]> {
        self.cipher.seal_to(&self.nonce(number)?, &[], text, out)
    }

    /// Decrypts chunk `number`, tag and all, to `out`, which is as long as its plaintext.
    ///
    /// # Errors
    /// `tampered` if it is not authentic; `out` is then zeros.
    pub(super) fn open_to(&self, number: u64, sealed: &[u8], out: &mut [u8]) -> Result<()> {
        let (text, tag) = sealed.split_last_chunk().ok_or_else(tampered)?;
        let opened = self.cipher.open_to(&self.nonce(number)?, &[], text, tag, out);
        opened.map_err(|_| {
            out.fill(0);
            tampered()
        })
    }

    /// Decrypts chunk `number`, tag and all, in place.
    ///
    /// # Errors
    /// `tampered` if it is not authentic; it is then zeros.
    pub(super) fn open_in_place(&self, number: u64, sealed: &mut [u8]) -> Result<()> {
        let (text, tag) = sealed.split_last_chunk_mut().ok_or_else(tampered)?;
        let opened = self.cipher.open(&self.nonce(number)?, &[], text, tag);
        opened.map_err(|_| {
            text.fill(0);
            tampered()
        })
    }

    fn nonce(&self, number: u64) -> Result<[u8; NONCE]> {
        if number >= MAX_CHUNKS {
            let message = "the stream is larger than 4 PiB; split it";
            return Err(Error::new(ErrorCode::LimitExceeded, message));
        }
        let mut nonce = self.base;
        nonce.iter_mut().skip(NONCE - 8).zip(number.to_be_bytes()).for_each(|(byte, of)| *byte ^= of);
        Ok(nonce)
    }
}

#[cfg(test)]
impl Chunks {
    pub(super) fn base(&self) -> [u8; NONCE] {
        self.base
    }
}
