//! The tokens of a document, found a window at a time; strings are known to be valid before they are handed out.

use std::cell::RefCell;

use fearless_simd::Level;

use super::bitmap::{self, BLOCK, BLOCKS, Bitmaps, Carry, Seen};

/// The document is not valid JSON, or goes beyond a limit; the slow validator says which, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Invalid;

/// Bytes of a window.
const WINDOW: usize = BLOCK * BLOCKS;

/// The offsets of all tokens of a document, one by one.
///
/// A string gives one token, its opening quote; its end is in front of the next token. Everything is checked here that concerns strings and bytes: UTF-8,
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
    /// Whether the window holds an escape, and where: a bit for each byte, a word for each block.
    escapes: bool,
    escaped: [u64; BLOCKS],
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
        Self {
            doc,
            level: level(),
            window: 0,
            carry: Carry::default(),
            valid: 0,
            buffer,
            next: 0,
            filled: 0,
            escapes: false,
            escaped: [0; BLOCKS],
        }
    }

    /// The next token, or `None` at the end of the document.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Option<usize>, Invalid> {
        loop {
            if let Some(token) = self.rest().first().copied() {
                self.next += 1;
                return Ok(Some(token as usize));
            }
            if self.window >= self.doc.len() {
                return Ok(None);
            }
            self.refill()?;
        }
    }

    /// The end of a string whose opening quote was the last token read.
    #[inline]
    pub(crate) fn string_end(&mut self) -> Result<usize, Invalid> {
        let next = match self.next()? {
            Some(token) => {
                // A token that was just read is there to be read again.
                self.next -= 1;
                token
            }
            None => self.doc.len(),
        };
        Ok(end_before(self.doc, next))
    }

    /// The next token, where the grammar asks for one.
    #[inline]
    pub(crate) fn expect(&mut self) -> Result<usize, Invalid> {
        self.next()?.ok_or(Invalid)
    }

    /// The tokens that are known already; there may be none while the document goes on.
    #[inline]
    pub(crate) fn rest(&self) -> &[u32] {
        self.buffer.get(self.next..self.filled).unwrap_or_default()
    }

    /// Steps over tokens of [`rest`](Self::rest).
    #[inline]
    pub(crate) fn take(&mut self, count: usize) {
        self.next += count;
    }

    /// Steps over all tokens that are known; returns the next ones, at least one.
    #[cold]
    pub(crate) fn more(&mut self) -> Result<&[u32], Invalid> {
        self.next = self.filled;
        while self.next == self.filled {
            if self.window >= self.doc.len() {
                return Err(Invalid);
            }
            self.refill()?;
        }
        Ok(self.rest())
    }

    /// Whether an escape may stand there: in a string that begins and ends among the tokens known.
    #[inline]
    pub(crate) fn may_escape(&self, start: usize, end: usize) -> bool {
        if !self.escapes {
            return false;
        }
        let word = |at: usize| self.escaped.get(at % WINDOW / BLOCK).copied().unwrap_or_default();
        (word(start) | word(end)) != 0 || end - start > BLOCK
    }

    #[cold]
    fn refill(&mut self) -> Result<(), Invalid> {
        let rest = self.doc.get(self.window..).unwrap_or_default();
        let bytes = rest.get(..WINDOW).unwrap_or(rest);
        let whole = bytes.len() / BLOCK;
        let (blocks, tail) = bytes.split_at_checked(whole * BLOCK).unwrap_or((bytes, &[]));
        let mut maps = Bitmaps { tokens: [0; BLOCKS], escapes: [0; BLOCKS] };
        let mut seen = bitmap::classify(self.level, blocks, &mut self.carry, 0, &mut maps);
        if !tail.is_empty() {
            let mut padded = [b' '; BLOCK];
            padded.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
            seen = seen.or(bitmap::classify(self.level, &padded, &mut self.carry, whole, &mut maps));
        }
        let start = self.window;
        let words = maps.tokens.get(..bytes.len().div_ceil(BLOCK)).unwrap_or_default();
        self.filled = bitmap::flatten(self.level, words, start as u32, &mut self.buffer);
        self.next = 0;
        self.window += bytes.len();
        self.escapes = seen.escapes;
        if seen.escapes {
            self.escaped = maps.escapes;
        }
        self.check(seen, start, &maps)
    }

    /// What concerns bytes and strings of the window that begins at `start`.
    fn check(&mut self, seen: Seen, start: usize, maps: &Bitmaps) -> Result<(), Invalid> {
        let last = self.window >= self.doc.len();
        if seen.control || last && self.carry.in_string() {
            return Err(Invalid);
        }
        if seen.high || self.valid < start {
            self.check_utf8(start, last)?;
        } else {
            self.valid = self.window;
        }
        if seen.escapes { self.check_escapes(start, maps) } else { Ok(()) }
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

    /// The escapes that begin in the window.
    fn check_escapes(&self, start: usize, maps: &Bitmaps) -> Result<(), Invalid> {
        for (word, block) in maps.escapes.iter().zip(0..) {
            let mut bits = *word;
            while bits != 0 {
                let at = start + block * BLOCK + bits.trailing_zeros() as usize;
                bits &= bits - 1;
                match self.doc.get(at + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                    Some(b'u') => {
                        let digits = self.doc.get(at + 2..at + 6).ok_or(Invalid)?;
                        if !digits.iter().all(u8::is_ascii_hexdigit) {
                            return Err(Invalid);
                        }
                    }
                    _ => return Err(Invalid),
                }
            }
        }
        Ok(())
    }
}

/// The end of the string in front of a token: nothing but white space stands between them.
#[inline]
pub(crate) fn end_before(doc: &[u8], token: usize) -> usize {
    let mut end = token;
    while end > 0 && doc.get(end - 1) != Some(&b'"') {
        end -= 1;
    }
    end
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

/// What this machine can do at once, found out once.
pub(crate) fn level() -> Level {
    static LEVEL: std::sync::OnceLock<Level> = std::sync::OnceLock::new();
    *LEVEL.get_or_init(Level::new)
}
