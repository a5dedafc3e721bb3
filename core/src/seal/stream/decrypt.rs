//! Decrypting a stream as it is read.

mod seek;

use std::fmt;
use std::io::{self, IoSlice, Read, Write};

use zeroize::Zeroizing;

use super::cobblestone::{CHUNK, Chunks, SEALED, tampered};
use super::transfer::{read_full, write_parts};
use crate::crypto::TAG;
use crate::error::{Error, Result};

/// Chunks that are read together: as many as stay in the processor's first cache on the way from the reader through
/// the cipher to the writer.
const BATCH: usize = 2;

/// Decrypts what is read from another reader, in constant memory.
///
/// Only authentic bytes come out of it. Reading ends with `Ok(0)` only when the last chunk was authentic and
/// nothing stood behind it; until then nobody may act as if the whole was there. Once it has failed it keeps
/// failing.
pub struct Decryptor<R> {
    inner: R,
    chunks: Chunks,
    /// The number of the next chunk.
    number: u64,
    /// Ciphertext that was read ahead, the bytes `from..to`; before it, what became plaintext in its place.
    ahead: Zeroizing<Vec<u8>>,
    from: usize,
    to: usize,
    /// Whether `inner` has ended.
    ended: bool,
    /// The plaintext of the last chunk that was opened, and how much of it was handed out.
    text: Zeroizing<Vec<u8>>,
    handed: usize,
    /// Where the next byte that is handed out stands in the plaintext.
    position: u64,
    state: State,
    /// The bytes taken from `inner` so far, and those that stand before the first chunk.
    taken: u64,
    header: u64,
}

enum State {
    Reading,
    Done,
    Failed(Error),
}

impl<R: Read> Decryptor<R> {
    /// `first` is what was read of the chunks already, `header` the bytes before it.
    pub(super) fn of(inner: R, chunks: Chunks, first: &[u8], header: usize) -> Self {
        let mut ahead = Zeroizing::new(vec![0; BATCH * SEALED]);
        ahead.iter_mut().zip(first).for_each(|(to, from)| *to = *from);
        let (to, header) = (first.len(), header as u64);
        Self {
            inner,
            chunks,
            number: 0,
            ahead,
            from: 0,
            to,
            ended: false,
            text: Zeroizing::new(Vec::with_capacity(CHUNK)),
            handed: 0,
            position: 0,
            state: State::Reading,
            taken: header + to as u64,
            header,
        }
    }

    /// Decrypts everything, up to the end; returns how many bytes that were.
    ///
    /// # Errors
    /// `tampered` if anything was altered or cut off, `io`. What was written until then is authentic, and may be
    /// less than the whole: throw it away.
    pub fn write_to(&mut self, writer: &mut impl Write) -> Result<u64> {
        let waiting = self.text.get(self.handed..).unwrap_or_default();
        writer.write_all(waiting)?;
        let mut total = waiting.len() as u64;
        self.position += total;
        self.forget();
        loop {
            match &self.state {
                State::Done => return Ok(total),
                State::Failed(error) => return Err(error.clone()),
                State::Reading => {}
            }
            match self.hand_on(writer) {
                Ok(written) => total += written,
                Err(error) => self.state = State::Failed(error),
            }
        }
    }

    /// Opens every chunk that is there, in place, and writes them together.
    fn hand_on(&mut self, writer: &mut impl Write) -> Result<u64> {
        self.read_ahead()?;
        let there = self.ahead.get_mut(self.from..self.to).unwrap_or_default();
        let whole = there.len() / SEALED * SEALED;
        let opened = if self.ended { there.len() } else { whole };
        for sealed in there.get_mut(..opened).unwrap_or_default().chunks_mut(SEALED) {
            self.chunks.open_in_place(self.number, sealed)?;
            self.number += 1;
        }
        if self.ended {
            // Less than a chunk, if nothing more: the last one, or it is missing.
            if opened == whole {
                return Err(tampered());
            }
            self.state = State::Done;
        }
        let parts = there.get(..opened).unwrap_or_default().chunks(SEALED);
        let parts = parts.map(|part| part.split_at(part.len() - TAG).0);
        let written = parts.clone().map(|part| part.len() as u64).sum();
        write_parts(writer, &mut parts.map(IoSlice::new).collect::<Vec<_>>())?;
        self.from += opened;
        self.position += written;
        Ok(written)
    }

    /// Hands out some plaintext; nothing only at the end of the stream.
    fn next(&mut self, out: &mut [u8]) -> Result<usize> {
        loop {
            let waiting = self.text.get(self.handed..).unwrap_or_default();
            if !waiting.is_empty() {
                let taken = waiting.len().min(out.len());
                out.split_at_mut(taken).0.copy_from_slice(waiting.split_at(taken).0);
                self.handed += taken;
                self.position += taken as u64;
                return Ok(taken);
            }
            match &self.state {
                State::Done => return Ok(0),
                State::Failed(error) => return Err(error.clone()),
                State::Reading => {}
            }
            match self.advance(out) {
                Ok(0) => {}
                Ok(read) => {
                    self.position += read as u64;
                    return Ok(read);
                }
                Err(error) => {
                    self.forget();
                    self.state = State::Failed(error);
                }
            }
        }
    }

    /// Opens the next chunk: into `out` if a whole one fits there, and else into `text`; returns how much went
    /// to `out`.
    fn advance(&mut self, out: &mut [u8]) -> Result<usize> {
        self.read_ahead()?;
        let sealed = self.ahead.get(self.from..self.to.min(self.from + SEALED)).unwrap_or_default();
        let last = sealed.len() < SEALED;
        let length = sealed.len().checked_sub(TAG).ok_or_else(tampered)?;
        let direct = out.get_mut(..length).filter(|_| !last);
        let to_out = if direct.is_some() { length } else { 0 };
        self.text.clear();
        self.handed = 0;
        let place = match direct {
            Some(place) => place,
            None => {
                self.text.resize(length, 0); // within its capacity: never moves
                &mut self.text
            }
        };
        self.chunks.open_to(self.number, sealed, place)?;
        self.from += sealed.len();
        self.number += 1;
        if last {
            self.state = State::Done;
        }
        Ok(to_out)
    }

    /// Reads until a whole sealed chunk is there, or the input has ended.
    fn read_ahead(&mut self) -> Result<()> {
        if self.ended || self.to - self.from >= SEALED {
            return Ok(());
        }
        self.ahead.copy_within(self.from..self.to, 0);
        self.to -= self.from;
        self.from = 0;
        let room = self.ahead.get_mut(self.to..).unwrap_or_default();
        let wanted = room.len();
        let read = read_full(&mut self.inner, room)?;
        self.to += read;
        self.taken += read as u64;
        self.ended = read < wanted;
        Ok(())
    }

    /// Erases the plaintext that was not handed out.
    fn forget(&mut self) {
        self.text.fill(0);
        self.text.clear();
        self.handed = 0;
    }
}

impl<R: Read> Read for Decryptor<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        self.next(out).map_err(io::Error::other)
    }
}

impl<R> fmt::Debug for Decryptor<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decryptor").field("chunks", &self.number).finish_non_exhaustive()
    }
}
