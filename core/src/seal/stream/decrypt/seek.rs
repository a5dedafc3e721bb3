//! Seeking in the plaintext of a stream.

use std::io::{self, Read, Seek, SeekFrom};

use super::{CHUNK, Decryptor, SEALED, State, tampered};
use crate::crypto::TAG;
use crate::error::{Error, ErrorCode, Result};

impl<R: Read + Seek> Seek for Decryptor<R> {
    /// Moves to a place of the plaintext; beyond its end, the next read says that it has ended.
    ///
    /// Seeking from the end opens the last chunk first: a length is believed only when it is authentic.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let State::Failed(error) = &self.state {
            return Err(io::Error::other(error.clone()));
        }
        let sought = self.seek_to(to);
        sought.map_err(|error| {
            if error.code() != ErrorCode::UnsupportedValue {
                self.forget();
                self.state = State::Failed(error.clone());
            }
            io::Error::other(error)
        })
    }
}

impl<R: Read + Seek> Decryptor<R> {
    fn seek_to(&mut self, to: SeekFrom) -> Result<u64> {
        let (base, offset) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(offset) => (self.position, offset),
            SeekFrom::End(offset) => (self.length()?, offset),
        };
        let target = base.checked_add_signed(offset);
        self.land(target.unwrap_or(self.position))?;
        let before = "a stream has nothing before its beginning; seek to 0 or later";
        target.map(|_| self.position).ok_or_else(|| Error::new(ErrorCode::UnsupportedValue, before))
    }

    /// Makes `target` the place of the next byte, or the end if it is beyond.
    fn land(&mut self, target: u64) -> Result<()> {
        // Nothing has authenticated that end; the last chunk is where reading has to find out.
        let target = target.min(self.sealed_end()?);
        self.go_to(target / CHUNK as u64)?;
        let skip = usize::try_from(target % CHUNK as u64).unwrap_or_default();
        if skip > 0 {
            self.advance(&mut [])?;
            self.handed = skip.min(self.text.len());
        }
        self.position = target;
        Ok(())
    }

    /// The authentic length of the plaintext.
    fn length(&mut self) -> Result<u64> {
        let end = self.sealed_end()?;
        self.go_to(end / CHUNK as u64)?;
        self.advance(&mut [])?;
        match self.state {
            State::Done => Ok((self.number - 1) * CHUNK as u64 + self.text.len() as u64),
            _ => Err(tampered()),
        }
    }

    /// The length of the plaintext as the length of the input has it, which nothing has authenticated.
    fn sealed_end(&mut self) -> Result<u64> {
        let start = self.start()?;
        let sealed = self.inner.seek(SeekFrom::End(0))?.saturating_sub(start);
        self.inner.seek(SeekFrom::Start(start + self.taken - self.header))?;
        let last = (sealed % SEALED as u64).checked_sub(TAG as u64).ok_or_else(tampered)?;
        Ok(sealed / SEALED as u64 * CHUNK as u64 + last)
    }

    /// Where the first chunk stands in the input.
    fn start(&mut self) -> Result<u64> {
        let now = self.inner.stream_position()?;
        now.checked_sub(self.taken - self.header).ok_or_else(tampered)
    }

    /// Makes `number` the next chunk.
    fn go_to(&mut self, number: u64) -> Result<()> {
        let start = self.start()?;
        let offset = number * SEALED as u64;
        self.inner.seek(SeekFrom::Start(start + offset))?;
        self.taken = self.header + offset;
        (self.from, self.to, self.ended) = (0, 0, false);
        self.number = number;
        self.forget();
        self.state = State::Reading;
        Ok(())
    }
}
