//! The words and marks of a text that may belong to something to find, told from all others 64 bytes at a time.
//!
//! A word is a run of ASCII letters and digits; a mark is a byte that stands inside or before something. Most words are
//! of letters alone, with a space behind them: they, and everything between words, are stepped over unseen.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

use super::edge::{is_word, reads};

/// Bytes told apart at once.
const BLOCK: usize = 64;

/// A run of ASCII letters and digits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    has_digit: bool,
    has_letter: bool,
}

impl Word {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    pub(super) fn bytes(self, text: &[u8]) -> &[u8] {
        text.get(self.start..self.end).unwrap_or_default()
    }

    pub(super) fn has_digit(self) -> bool {
        self.has_digit
    }

    pub(super) fn has_letter(self) -> bool {
        self.has_letter
    }
}

/// What may begin or belong to something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    Word(Word),
    /// A mark, by its place.
    Mark(usize),
}

/// Goes through a text from front to back.
pub(super) struct Words<'t> {
    text: &'t [u8],
    level: Level,
    /// Where the block begins that was told apart last.
    base: usize,
    block: Block,
}

/// What the bytes of a block are: a bit for each.
#[derive(Clone, Copy, Default)]
struct Block {
    word: u64,
    digit: u64,
    mark: u64,
    /// Bytes that say that a word is worth a look: inside it, or right behind it.
    look: u64,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t [u8], level: Level) -> Self {
        let mut words = Self { text, level, base: 0, block: Block::default() };
        words.load(0);
        words
    }

    /// The first item that ends behind `from`. Each call asks for what lies behind the last answer; of a word that
    /// began before `from`, the rest is a word.
    #[inline]
    pub(super) fn next(&mut self, from: usize) -> Option<Item> {
        let mut at = from;
        if at - self.base >= BLOCK {
            self.load_at(at)?;
        }
        let Block { word, mark, look, .. } = self.block;
        let here = 1 << (at % BLOCK);
        // A word that is cut here has lost what says that it is worth a look, and what looks back has been answered.
        let mut found = (look | mark) & !(here | (here - 1)) | (word | mark) & here;
        while found == 0 {
            at = self.base + BLOCK;
            self.load_at(at)?;
            found = self.block.look | self.block.mark;
        }
        at = self.base + found.trailing_zeros() as usize;
        let place = 1 << (at % BLOCK);
        if self.block.word & place != 0 {
            Some(Item::Word(self.around(at, from)))
        } else if self.block.look & place != 0 && at > from {
            Some(Item::Word(self.around(at - 1, from)))
        } else {
            reads(1);
            Some(Item::Mark(at))
        }
    }

    /// The word that has the byte at `at`, from `from` on.
    #[inline]
    fn around(&mut self, at: usize, from: usize) -> Word {
        let place = at.wrapping_sub(self.base);
        if place >= BLOCK {
            return self.long(at, from);
        }
        let before = (self.block.word << (BLOCK - 1 - place)).leading_ones() as usize;
        let behind = (self.block.word >> place).trailing_ones() as usize;
        if before > place || place + behind >= BLOCK {
            return self.long(at, from);
        }
        let (start, end) = ((at + 1 - before).max(from), at + behind);
        reads(end - start);
        let mask = (u64::MAX >> (BLOCK - (end - start))) << (start - self.base);
        let (has_digit, has_letter) = (self.block.digit & mask != 0, !self.block.digit & mask != 0);
        Word { start, end, has_digit, has_letter }
    }

    /// A word that goes beyond its block, byte by byte.
    #[cold]
    fn long(&self, at: usize, from: usize) -> Word {
        let (before, behind) = self.text.split_at_checked(at).unwrap_or((self.text, &[]));
        let before = before.get(from..).unwrap_or_default();
        let start = at - before.iter().rev().take_while(|byte| is_word(**byte)).count();
        let end = at + behind.iter().take_while(|byte| is_word(**byte)).count();
        reads(end - start);
        let bytes = self.text.get(start..end).unwrap_or_default();
        let has_digit = bytes.iter().any(u8::is_ascii_digit);
        Word { start, end, has_digit, has_letter: bytes.iter().any(u8::is_ascii_alphabetic) }
    }

    /// Tells the block apart that has the byte at `at`, or the end of the text.
    fn load_at(&mut self, at: usize) -> Option<()> {
        let base = at - at % BLOCK;
        (base <= self.text.len()).then(|| self.load(base))
    }

    fn load(&mut self, base: usize) {
        let rest = self.text.get(base..).unwrap_or_default();
        let mut padded = [0; BLOCK];
        let bytes = match rest.first_chunk() {
            Some(whole) => whole,
            None => {
                padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                &padded
            }
        };
        let before = base.checked_sub(1).and_then(|index| self.text.get(index));
        self.base = base;
        self.block =
            dispatch!(self.level, simd => Block::of(simd, bytes, before.is_some_and(|byte| is_word(*byte))));
    }
}

impl Block {
    /// Tells bytes apart; `inside` says whether the byte before them belongs to a word.
    #[inline(always)]
    fn of<S: Simd>(simd: S, bytes: &[u8; BLOCK], inside: bool) -> Self {
        let v = u8x64::from_slice(simd, bytes);
        let splat = |byte: u8| u8x64::splat(simd, byte);
        let folded = v | splat(0x20);
        let within = |v: u8x64<S>, low: u8, count: u8| (v - splat(low)).simd_lt(splat(count));
        let is = |byte: u8| v.simd_eq(splat(byte));
        let begins = |letter: u8| folded.simd_eq(splat(letter));

        let digit = within(v, b'0', 10).to_bitmask();
        let word = within(folded, b'a', 26).to_bitmask() | digit;
        let hyphen = is(b'-').to_bitmask();
        let mark = (is(b'@') | is(b':') | is(b'+') | is(b'<') | is(b'~') | is(b'(')).to_bitmask();
        // What joins the parts of a token.
        let joint = (is(b'_') | is(b'.')).to_bitmask() | hyphen;
        // The names that announce a credential, and the tokens that are one word of letters, begin with these.
        let first = (begins(b'a') | begins(b'b') | begins(b'k') | begins(b'p') | begins(b's')).to_bitmask();

        // What may stand between groups of digits, beside a joint: a space, a slash, the first byte of a no-break space.
        let gap = (is(b' ') | is(b'/') | is(0xC2)).to_bitmask();

        // What the next block begins with is not known here: it may be anything.
        let ahead = |bits: u64, by: u32| bits >> by | !(u64::MAX >> by);
        let behind = word << 1 | u64::from(inside);
        let letter = word & !digit;
        let mixed = digit & (letter << 1 | u64::from(inside) | ahead(letter, 1));
        let pairs = digit & ahead(digit, 1);
        let long = pairs & ahead(pairs, 2) & ahead(pairs, 4);
        let grouped = digit & ahead(gap, 1) & !(letter >> 2);
        Self {
            word,
            digit,
            // One hyphen begins nothing, two may.
            mark: mark | hyphen & ahead(hyphen, 1),
            look: mixed | long | grouped | joint & behind | first & letter & !behind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word and every byte that is a mark, and whether it is worth a look; byte by byte.
    fn plainly(text: &[u8]) -> Vec<(usize, usize, bool)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            let word: Vec<u8> = text[at..].iter().copied().take_while(u8::is_ascii_alphanumeric).collect();
            let behind = text.get(at + word.len()..).unwrap_or_default();
            if word.is_empty() {
                found.push((at, at + 1, b"@:+<~(".contains(byte) || text[at..].starts_with(b"--")));
            } else {
                let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
                let looks = matches!(behind, [b'_' | b'-' | b'.', ..])
                    || matches!(behind, [b' ' | b'/', b'0'..=b'9' | b'(', ..] if digits > 0)
                    || (digits > 0 && digits < word.len() || digits >= 6)
                    || b"abkps".contains(&word[0].to_ascii_lowercase());
                found.push((at, at + word.len(), looks));
            }
            at += word.len().max(1);
        }
        found
    }

    #[test]
    fn what_is_worth_a_look_is_found_and_nothing_is_cut() {
        use proptest::prelude::*;
        proptest!(|(text in "([0-9]{0,70}|[a-z]{0,9}|[A-Z]|[@:+<~(-]|[_. /-]|\\PC| ){0,60}")| {
            let text = text.as_bytes();
            let mut words = Words::new(text, crate::json::level());
            let mut at = 0;
            let mut found = Vec::new();
            while let Some(item) = words.next(at) {
                let (start, end) = match item {
                    Item::Mark(at) => (at, at + 1),
                    Item::Word(word) => {
                        let has = |is: fn(&u8) -> bool| word.bytes(text).iter().any(is);
                        prop_assert_eq!(word.has_digit(), has(u8::is_ascii_digit));
                        prop_assert_eq!(word.has_letter(), has(u8::is_ascii_alphabetic));
                        (word.start, word.end)
                    }
                };
                prop_assert!(at <= start && start < end);
                found.push((start, end));
                at = end;
            }
            let all = plainly(text);
            for (start, end, looks) in &all {
                prop_assert!(!looks || found.contains(&(*start, *end)), "{start}..{end} of {text:?}");
            }
            for (start, end) in found {
                prop_assert!(all.iter().any(|item| (item.0, item.1) == (start, end)), "{start}..{end} of {text:?}");
            }
        });
    }
}
