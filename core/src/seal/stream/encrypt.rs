//! Encrypting a stream as it is written.

use std::fmt;
use std::io::{self, Read, Write};

use zeroize::Zeroizing;

use super::cobblestone::{CHUNK, Chunks, SEALED};
use super::input_key;
use crate::error::{Error, Result};
use crate::seal::{Material, Salt, salt};
use crate::token::Kind;

/// Chunks that are sealed before they are handed on together: as many as stay in the processor's first cache on the
/// way from the reader through the cipher to the writer.
const BATCH: usize = 2;

/// Encrypts what is written to it and writes it on, in constant memory.
///
/// Call [`Encryptor::finish`] at the end: a stream that was only dropped has no last chunk, and whoever reads it
/// is told that it is cut short.
pub struct Encryptor<W: Write> {
    inner: W,
    chunks: Chunks,
    /// The number of the next chunk.
    number: u64,
    /// Sealed chunks, then the plaintext of the one that is being filled. Never grows, so never moves.
    buffer: Zeroizing<Vec<u8>>,
    /// The bytes of `buffer` that are sealed.
    sealed: usize,
    /// The bytes of plaintext behind them, fewer than a chunk.
    open: usize,
    failed: Option<Error>,
}

impl<W: Write> Encryptor<W> {
    /// Begins a stream: writes its prefix, salt and commitment.
    ///
    /// # Errors
    /// `key_not_usable` if the key is of another family than AES-256-GCM, `io`.
    pub(crate) fn new(inner: W, key: &Material, context: &[u8]) -> Result<Self> {
        Self::with_salt(inner, key, context, &salt()?)
    }

    pub(super) fn with_salt(mut inner: W, key: &Material, context: &[u8], salt: &Salt) -> Result<Self> {
        let prefix = key.sealing(Kind::Stream)?;
        let (chunks, commitment) = Chunks::derive(&*input_key(key, prefix, context)?, salt, &[])?;
        inner.write_all(&[&prefix.to_bytes()[..], salt, &commitment].concat())?;
        Ok(Self::of(inner, chunks))
    }

    pub(super) fn of(inner: W, chunks: Chunks) -> Self {
        let buffer = Zeroizing::new(vec![0; BATCH * SEALED]);
        Self { inner, chunks, number: 0, buffer, sealed: 0, open: 0, failed: None }
    }

    /// Writes the last chunk; returns what was written to.
    ///
    /// # Errors
    /// `io`, or whatever failed before.
    pub fn finish(mut self) -> Result<W> {
        self.alive()?;
        self.seal_buffered()?;
        self.hand_on()?;
        self.inner.flush()?;
        Ok(self.inner)
    }

    /// Encrypts everything that `reader` gives, up to its end; returns how many bytes that were.
    ///
    /// # Errors
    /// `io` if reading or writing fails.
    pub fn read_from(&mut self, reader: &mut impl Read) -> Result<u64> {
        self.alive()?;
        let mut total = 0;
        loop {
            let from = self.sealed + self.open;
            let room = self.buffer.get_mut(from..self.sealed + CHUNK).unwrap_or_default();
            match reader.read(room) {
                Ok(0) => return Ok(total),
                Ok(read) => {
                    self.open += read;
                    total += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            }
            if self.open == CHUNK {
                self.step(Self::seal_buffered)?;
            }
        }
    }

    /// Runs one step; remembers its failure.
    fn step(&mut self, run: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        run(self).inspect_err(|error| self.failed = Some(error.clone()))
    }

    fn alive(&self) -> Result<()> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    /// Takes as much of `data` as fits into one chunk; returns how much that was.
    fn take(&mut self, data: &[u8]) -> Result<usize> {
        if let (0, Some((chunk, _))) = (self.open, data.split_at_checked(CHUNK)) {
            // A whole chunk goes from the caller's memory to ours encrypted, and never lies there in the clear.
            let slot = self.buffer.get_mut(self.sealed..self.sealed + CHUNK).unwrap_or_default();
            let tag = self.chunks.seal_to(self.number, chunk, slot)?;
            self.close(CHUNK, tag)?;
            return Ok(CHUNK);
        }
        let from = self.sealed + self.open;
        let room = self.buffer.get_mut(from..self.sealed + CHUNK).unwrap_or_default();
        let taken = room.len().min(data.len());
        room.split_at_mut(taken).0.copy_from_slice(data.split_at(taken).0);
        self.open += taken;
        if self.open == CHUNK {
            self.seal_buffered()?;
        }
        Ok(taken)
    }

    fn seal_buffered(&mut self) -> Result<()> {
        let text = self.buffer.get_mut(self.sealed..self.sealed + self.open).unwrap_or_default();
        let tag = self.chunks.seal(self.number, text)?;
        self.close(self.open, tag)
    }

    /// Puts the tag behind a sealed chunk; hands the batch on when it is full.
    fn close(&mut self, length: usize, tag: [u8; crate::crypto::TAG]) -> Result<()> {
        let end = self.sealed + length;
        self.buffer.iter_mut().skip(end).zip(tag).for_each(|(to, from)| *to = from);
        self.sealed = end + tag.len();
        self.open = 0;
        self.number += 1;
        if self.sealed == self.buffer.len() { self.hand_on() } else { Ok(()) }
    }

    fn hand_on(&mut self) -> Result<()> {
        self.inner.write_all(self.buffer.get(..self.sealed).unwrap_or_default())?;
        self.sealed = 0;
        Ok(())
    }
}

impl<W: Write> Write for Encryptor<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.alive().map_err(io::Error::other)?;
        let mut rest = data;
        while !rest.is_empty() {
            let mut taken = 0;
            self.step(|this| this.take(rest).map(|bytes| taken = bytes)).map_err(io::Error::other)?;
            rest = rest.get(taken..).unwrap_or_default();
        }
        Ok(data.len())
    }

    /// Writes on every whole chunk; what is less waits for more, or for [`Encryptor::finish`].
    fn flush(&mut self) -> io::Result<()> {
        self.alive().map_err(io::Error::other)?;
        let open = self.sealed..self.sealed + self.open;
        self.step(Self::hand_on).map_err(io::Error::other)?;
        self.buffer.copy_within(open, 0);
        self.inner.flush()
    }
}

impl<W: Write> fmt::Debug for Encryptor<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encryptor").field("chunks", &self.number).finish_non_exhaustive()
    }
}
