//! The tokens of a document, found a window at a time; strings are known to be valid before they are handed out.

use std::cell::RefCell;

use fearless_simd::Level;

use super::bitmap::{self, BLOCK, BLOCKS, Bits, Carry, Seen};

/// The document is not valid JSON, or goes beyond a limit; the slow validator says which, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Invalid;

/// Bytes of a window.
const WINDOW: usize = BLOCK * BLOCKS;

/// The most tokens that stay unread when the next window is looked at.
const AHEAD: usize = 8;

/// The offsets of all tokens of a document, one by one.
///
/// A string gives one token, its opening quote; its end is in front of the next token. Everything is checked here that
/// concerns strings and bytes: UTF-8, escapes, control characters, the end of the last string. Grammar and scalars are
/// the caller's.
pub(crate) struct Tokens<'a> {
    doc: &'a [u8],
    level: Level,
    /// Where the next window begins.
    window: usize,
    carry: Carry,
    /// Up to where UTF-8 is known to be valid.
    valid: usize,
    memory: Memory,
    next: usize,
    filled: usize,
    /// Which blocks of the last window have an escape in them, a bit each; whether one in front of it has, among the
    /// tokens that are known.
    escapes: u64,
    escaped_before: bool,
}

/// What the scanner writes down: the offsets of the tokens that are known, and the bits of the last window.
#[derive(Default)]
struct Memory {
    offsets: Vec<u32>,
    bits: Vec<Bits>,
}

thread_local! {
    /// Memory that waits for the next document of this thread.
    static POOL: RefCell<Vec<Memory>> = const { RefCell::new(Vec::new()) };
}

impl<'a> Tokens<'a> {
    /// The tokens of a document of at most 2^32 − 1 bytes.
    pub(crate) fn new(doc: &'a [u8]) -> Self {
        let mut memory = POOL.with(|pool| pool.borrow_mut().pop()).unwrap_or_default();
        let needed = doc.len().min(WINDOW).next_multiple_of(BLOCK) + 1 + AHEAD + 8;
        if memory.offsets.len() < needed {
            memory.offsets.resize(needed, 0);
            memory.bits.resize(BLOCKS, Bits::default());
        }
        Self {
            doc,
            level: level(),
            window: 0,
            carry: Carry::default(),
            valid: 0,
            memory,
            next: 0,
            filled: 0,
            escapes: 0,
            escaped_before: false,
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
        self.memory.offsets.get(self.next..self.filled).unwrap_or_default()
    }

    /// All tokens of a document that has been read to its end, where one window held the whole of it.
    pub(crate) fn all(&self) -> Option<&[u32]> {
        let whole = self.doc.len() <= WINDOW && self.window >= self.doc.len();
        self.memory.offsets.get(..self.filled).filter(|_| whole)
    }

    /// Steps over tokens of [`rest`](Self::rest).
    #[inline]
    pub(crate) fn take(&mut self, count: usize) {
        self.next += count;
    }

    /// Steps back: so many of the tokens that are known were not read.
    #[inline]
    pub(crate) fn put_back(&mut self, unread: usize) {
        self.next = self.filled - unread.min(self.filled);
    }

    /// The token that was read in front of the last `count`. They were read since the scanner last looked ahead.
    #[inline]
    pub(crate) fn before(&self, count: usize) -> u32 {
        let at = self.next.checked_sub(count + 1);
        at.and_then(|at| self.memory.offsets.get(at)).copied().unwrap_or_default()
    }

    /// Sees to it that at least `wanted` tokens are known, or all that there are up to the end of the document.
    #[cold]
    pub(crate) fn ahead(&mut self, wanted: usize) -> Result<(), Invalid> {
        while self.rest().len() < wanted.min(AHEAD) && self.window < self.doc.len() {
            self.refill()?;
        }
        Ok(())
    }

    /// Steps over all tokens that are known; returns the next ones, at least one.
    #[cold]
    pub(crate) fn more(&mut self) -> Result<&[u32], Invalid> {
        self.next = self.filled;
        while self.rest().is_empty() {
            if self.window >= self.doc.len() {
                return Err(Invalid);
            }
            self.refill()?;
        }
        Ok(self.rest())
    }

    /// Whether an escape stands there, in a string that begins and ends among the tokens known.
    #[inline]
    pub(crate) fn escapes(&self, start: usize, end: usize) -> bool {
        (self.escapes != 0 || self.escaped_before) && self.escapes_within(start, end)
    }

    #[inline]
    fn escapes_within(&self, start: usize, end: usize) -> bool {
        let block = |at: usize| self.escapes >> (at / BLOCK % BLOCKS) & 1 != 0;
        let in_window = start >= self.window.saturating_sub(1) / WINDOW * WINDOW;
        if in_window && end - start <= BLOCK && !block(start) && !block(end) {
            return false;
        }
        memchr::memchr(b'\\', self.doc.get(start..end).unwrap_or_default()).is_some()
    }

    #[cold]
    fn refill(&mut self) -> Result<(), Invalid> {
        let rest = self.doc.get(self.window..).unwrap_or_default();
        let bytes = rest.get(..WINDOW).unwrap_or(rest);
        let whole = bytes.len() / BLOCK;
        let (blocks, tail) = bytes.split_at_checked(whole * BLOCK).unwrap_or((bytes, &[]));
        let Memory { offsets, bits } = &mut self.memory;
        let (full, last) = bits.split_at_mut_checked(whole).unwrap_or_default();
        let mut seen = bitmap::classify(self.level, blocks, &mut self.carry, full);
        if !tail.is_empty() {
            let mut padded = [b' '; BLOCK];
            padded.iter_mut().zip(tail).for_each(|(to, from)| *to = *from);
            seen = seen.or(bitmap::classify(self.level, &padded, &mut self.carry, last), whole);
        }
        let start = self.window;
        let classified = bits.get(..bytes.len().div_ceil(BLOCK)).unwrap_or_default();
        // What was not read yet stays in front, and the last one that was.
        let unread = self.filled - self.next;
        let last = self.next.min(1);
        // A long string may have begun windows ago.
        let begun = offsets.get(self.next).filter(|_| unread > 0).map(|token| *token as usize);
        self.escaped_before =
            begun.is_some_and(|begun| self.escapes != 0 || begun + WINDOW < start && self.escaped_before);
        offsets.copy_within(self.next - last..self.filled, 0);
        let room = offsets.get_mut(last + unread..).unwrap_or_default();
        self.filled = last + unread + bitmap::flatten(self.level, classified, start as u32, room);
        self.next = last;
        self.window += bytes.len();
        self.escapes = seen.escapes;
        self.check(seen, start)
    }

    /// What concerns bytes and strings of the window that begins at `start`.
    fn check(&mut self, seen: Seen, start: usize) -> Result<(), Invalid> {
        let last = self.window >= self.doc.len();
        if seen.control || last && self.carry.in_string() {
            return Err(Invalid);
        }
        if seen.high || self.valid < start {
            self.check_utf8(start, last)?;
        } else {
            self.valid = self.window;
        }
        if seen.escapes == 0 { Ok(()) } else { self.check_escapes(start) }
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
    fn check_escapes(&self, start: usize) -> Result<(), Invalid> {
        let mut blocks = self.escapes;
        while blocks != 0 {
            let block = blocks.trailing_zeros() as usize;
            blocks &= blocks - 1;
            let mut bits = self.memory.bits.get(block).map_or(0, |bits| bits.escapes);
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
        let memory = std::mem::take(&mut self.memory);
        // A thread that is ending has no pool any more; nor is one needed.
        let _ = POOL.try_with(|pool| {
            let mut pool = pool.borrow_mut();
            if pool.len() < 4 {
                pool.push(memory);
            }
        });
    }
}

/// What this machine can do at once, found out once.
pub(crate) fn level() -> Level {
    static LEVEL: std::sync::OnceLock<Level> = std::sync::OnceLock::new();
    *LEVEL.get_or_init(Level::new)
}
