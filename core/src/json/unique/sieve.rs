//! A first look at the names of a small document: that none doubles is certain, that one may is for the exact look.

use super::super::tokens::end_before;
use super::print;

/// Room for marks of names: a kilobyte, so that to clear it costs less than to look at the names.
const SLOTS: usize = 512;
/// Names of a document, at most.
const MOST: usize = 340;
/// Objects within each other, at most.
const DEEPEST: usize = 64;

/// Whether an object may name a member twice; `tokens` are all of the document's.
pub(super) fn may_double(doc: &[u8], tokens: &[u32]) -> bool {
    let escapes = memchr::memchr(b'\\', doc).is_some();
    let mut sieve = Sieve::new();
    let mut before = 0;
    for token in tokens {
        let token = *token as usize;
        let passes = match doc.get(token) {
            Some(b':') => {
                let (start, end) = (before + 1, end_before(doc, token) - 1);
                let escaped = escapes && doc.get(start..end).is_none_or(|name| name.contains(&b'\\'));
                !escaped && sieve.name(print(doc, start, end))
            }
            Some(b'{') => sieve.open(),
            Some(b'}') => sieve.close(),
            _ => true,
        };
        if !passes {
            return true;
        }
        before = token;
    }
    false
}

/// Marks of all names so far, each mixed with the number of its object.
struct Sieve {
    marks: [u16; SLOTS],
    names: usize,
    /// The number of the innermost object, and those of the objects around it.
    object: u64,
    around: [u64; DEEPEST],
    depth: usize,
    opened: u64,
}

impl Sieve {
    fn new() -> Self {
        Self { marks: [0; SLOTS], names: 0, object: 0, around: [0; DEEPEST], depth: 0, opened: 0 }
    }

    /// Adds a name of the innermost object, unless there is one already that leaves the same mark.
    #[inline]
    fn name(&mut self, print: u64) -> bool {
        let mixed = (print ^ self.object).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        let mark = (mixed >> 39) as u16 | 1;
        let mut at = (mixed >> 55) as usize;
        self.names += 1;
        if self.names > MOST {
            return false;
        }
        loop {
            match self.marks.get_mut(at) {
                Some(free @ 0) => {
                    *free = mark;
                    return true;
                }
                Some(other) if *other != mark => at = (at + 1) % SLOTS,
                _ => return false,
            }
        }
    }

    /// Steps into an object, unless it is too deep.
    fn open(&mut self) -> bool {
        let Some(around) = self.around.get_mut(self.depth) else { return false };
        *around = self.object;
        self.depth += 1;
        self.opened += 1;
        self.object = self.opened.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        true
    }

    /// Steps out of it.
    fn close(&mut self) -> bool {
        self.depth = self.depth.saturating_sub(1);
        self.object = self.around.get(self.depth).copied().unwrap_or_default();
        true
    }
}
