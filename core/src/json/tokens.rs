//! The tokens of a document, found a window at a time; strings are known to be valid before they are handed out.

use std::cell::RefCell;

use fearless_simd::Level;

use super::bitmap::{self, BLOCK, Carry};

/// The document is not valid JSON, or goes beyond a limit; the slow validator says which, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Invalid;

/// Bytes of a window; its tokens stay in the nearest cache.
const WINDOW: usize = 4096;

/// The offsets of all tokens of a document, one by one.
///
/// A string gives two tokens, its quotes. Everything is checked here that concerns strings and bytes: UTF-8,
/// escapes, control characters, the end of the last string. Grammar and scalars are the caller's.
pub(crate) struct Tokens<'a> {
    doc: &'a [u8],
    level: Level,
    /// Where the next window begins.
    window: usize,
    carry: Carry,
    /// Up to where UTF-8 is known to be valid.
    valid: usize,
    buffer: Vec<u32>,
    next: usize,
    filled: usize,
}

thread_local! {
    /// Buffers that wait for the next document of this thread.
    static POOL: RefCell<Vec<Vec<u32>>> = const { RefCell::new(Vec::new()) };
}

impl<'a> Tokens<'a> {
    /// The tokens of a document of at most 2^32 − 1 bytes.
    pub(crate) fn new(doc: &'a [u8]) -> Self {
        let mut buffer = POOL.with(|pool| pool.borrow_mut().pop()).unwrap_or_default();
        let needed = doc.len().min(WINDOW).next_multiple_of(BLOCK) + 8;
        if buffer.len() < needed {
            buffer.resize(needed, 0);
        }
        Self { doc, level: level(), window: 0, carry: Carry::default(), valid: 0, buffer, next: 0, filled: 0 }
    }

    /// The next token, or `None` at the end of the document.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Option<usize>, Invalid> {
        loop {
            if self.next < self.filled {
                let token = self.buffer.get(self.next).copied().unwrap_or_default();
                self.next += 1;
                return Ok(Some(token as usize));
            }
            if self.window >= self.doc.len() {
                return Ok(None);
            }
            self.refill()?;
        }
    }

    /// The next token, where the grammar asks for one.
    #[inline]
    pub(crate) fn expect(&mut self) -> Result<usize, Invalid> {
        self.next()?.ok_or(Invalid)
    }

    #[cold]
    fn refill(&mut self) -> Result<(), Invalid> {
        let rest = self.doc.get(self.window..).unwrap_or_default();
        let bytes = rest.get(..WINDOW).unwrap_or(rest);
        let whole = bytes.len() / BLOCK * BLOCK;
        let (blocks, tail) = bytes.split_at_checked(whole).unwrap_or((bytes, &[]));
        let base = self.window as u32;
        let escaped = self.carry.escaped();
        let mut seen = bitmap::tokens(self.level, blocks, base, &mut self.carry, &mut self.buffer);
        if !tail.is_empty() {
            let mut padded = [b' '; BLOCK];
            padded.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
            let out = self.buffer.get_mut(seen.tokens..).unwrap_or_default();
            let last =
                bitmap::tokens(self.level, &padded, base.wrapping_add(whole as u32), &mut self.carry, out);
            seen.tokens += last.tokens;
            seen.high |= last.high;
            seen.escapes |= last.escapes;
            seen.control |= last.control;
        }
        let start = self.window;
        self.window += bytes.len();
        self.next = 0;
        self.filled = seen.tokens;
        let last = self.window >= self.doc.len();
        if seen.control || last && self.carry.in_string() {
            return Err(Invalid);
        }
        if seen.high || self.valid < start {
            self.check_utf8(start, last)?;
        } else {
            self.valid = self.window;
        }
        if seen.escapes { self.check_escapes(start + usize::from(escaped)) } else { Ok(()) }
    }

    /// UTF-8 up to the end of the window, or up to the character that runs over it.
    fn check_utf8(&mut self, start: usize, last: bool) -> Result<(), Invalid> {
        let from = self.valid.min(start);
        let mut end = self.window;
        if !last {
            let bytes = self.doc.get(from..end).unwrap_or_default();
            let continuation = bytes.iter().rev().take(3).take_while(|b| **b & 0xC0 == 0x80).count();
            let lead = bytes.iter().rev().nth(continuation).copied().unwrap_or_default();
            let length = match lead {
                0xC0..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xFF => 4,
                _ => 0,
            };
            if length > continuation + 1 {
                end -= continuation + 1;
            }
        }
        let bytes = self.doc.get(from..end).unwrap_or_default();
        simdutf8::basic::from_utf8(bytes).map_err(|_| Invalid)?;
        self.valid = end;
        Ok(())
    }

    /// The escapes that begin in the window, from its first byte that is not escaped itself.
    fn check_escapes(&self, start: usize) -> Result<(), Invalid> {
        let mut at = start;
        while let Some(found) = self.doc.get(at..self.window).and_then(|rest| memchr::memchr(b'\\', rest)) {
            at += found + 2;
            match self.doc.get(at - 1) {
                Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                Some(b'u') => {
                    let digits = self.doc.get(at..at + 4).ok_or(Invalid)?;
                    if !digits.iter().all(u8::is_ascii_hexdigit) {
                        return Err(Invalid);
                    }
                }
                _ => return Err(Invalid),
            }
        }
        Ok(())
    }
}

impl Drop for Tokens<'_> {
    fn drop(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        // A thread that is ending has no pool any more; nor is one needed.
        let _ = POOL.try_with(|pool| {
            let mut pool = pool.borrow_mut();
            if pool.len() < 4 {
                pool.push(buffer);
            }
        });
    }
}

fn level() -> Level {
    static LEVEL: std::sync::OnceLock<Level> = std::sync::OnceLock::new();
    *LEVEL.get_or_init(Level::new)
}
