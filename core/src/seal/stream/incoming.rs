//! The first bytes of a stream, which say which key it needs.

use std::io::Read;

use super::cobblestone::{Chunks, HEADER};
use super::{Decryptor, input_key, transfer};
use crate::crypto::TAG;
use crate::error::Result;
use crate::seal::Material;
use crate::token::{Kind, PREFIX, Prefix, Token, malformed};

/// The bytes of the shortest stream: its header and an empty last chunk.
const SHORTEST: usize = PREFIX + HEADER + TAG;

/// A stream whose key is not known yet: its first bytes are read, and say which key it needs.
pub(crate) struct Incoming<R> {
    inner: R,
    head: [u8; SHORTEST],
    prefix: Prefix,
}

impl<R: Read> Incoming<R> {
    /// Reads the first bytes of a stream.
    ///
    /// # Errors
    /// `unsupported_version` for another version or an unknown suite; `invalid_token` for what is no stream or
    /// is shorter than any stream; `io`.
    pub(crate) fn read(mut inner: R) -> Result<Self> {
        let mut head = [0; SHORTEST];
        let read = transfer::read_full(&mut inner, &mut head)?;
        let token = Token::parse(head.get(..read).unwrap_or_default())?;
        let prefix = token.prefix();
        if prefix.suite.kind() != Kind::Stream {
            return Err(malformed());
        }
        Ok(Self { inner, head, prefix })
    }

    /// The suite, and the id of the key that the stream needs.
    pub(crate) fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// Checks the commitment; returns the reader of the plaintext.
    ///
    /// # Errors
    /// `key_not_usable` if the key is of another family, `wrong_key` if the commitment does not match: another
    /// key, another context, an altered salt.
    pub(crate) fn open(self, key: &Material, context: &[u8]) -> Result<Decryptor<R>> {
        key.opening(self.prefix, Kind::Stream)?;
        let (_, rest) = self.head.split_first_chunk::<PREFIX>().ok_or_else(malformed)?;
        let (header, first) = rest.split_first_chunk::<HEADER>().ok_or_else(malformed)?;
        let chunks = Chunks::open(&*input_key(key, self.prefix, context)?, header, &[])?;
        Ok(Decryptor::of(self.inner, chunks, first, PREFIX + HEADER))
    }
}
