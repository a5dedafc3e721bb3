//! The one pass: every byte is looked at once, and only what may begin a finding is looked at closer.
//!
//! A text is words (runs of ASCII letters and digits) and what stands between them. Most words are of letters
//! alone and short, and fall through two comparisons. The rest goes to the family that it may belong to, which
//! reads a bounded number of bytes, or consumes what it reads: so the time is linear in the text, whatever it is.

use super::edge::reads;
use super::sink::Sink;
use super::{address, coin, contact, header, ident, mrz, number, pem, token};

/// What a byte is.
const DIGIT: u8 = 1;
const UPPER: u8 = 2;
const LOWER: u8 = 4;
/// A byte that may stand inside or before something to find.
const MARK: u8 = 8;

const WORD: u8 = DIGIT | UPPER | LOWER;

/// The class of every byte.
static CLASS: [u8; 256] = classes();

#[allow(clippy::indexing_slicing, reason = "a constant: an index out of bounds would not compile")]
const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' => LOWER,
            b'@' | b':' | b'+' | b'-' | b'<' | b'~' | b'(' => MARK,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

fn class(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(0)
}

/// A run of ASCII letters and digits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    classes: u8,
}

impl Word {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    pub(super) fn bytes(self, text: &[u8]) -> &[u8] {
        text.get(self.start..self.end).unwrap_or_default()
    }

    pub(super) fn is_digits(self) -> bool {
        self.classes == DIGIT
    }

    pub(super) fn has_lower(self) -> bool {
        self.classes & LOWER != 0
    }
}

/// Looks for everything in a text.
pub(super) fn pass(text: &[u8], sink: &mut Sink<'_>) {
    let mut at = 0;
    let mut last = Word::default();
    while let Some(byte) = text.get(at) {
        let found = class(*byte);
        at = if found & WORD != 0 {
            last = word(text, at);
            let past = examine(text, last, sink);
            past.max(last.end)
        } else if found == MARK {
            reads(1);
            mark(text, at, *byte, last, sink).max(at + 1)
        } else {
            at + 1
        };
    }
}

fn word(text: &[u8], start: usize) -> Word {
    let mut classes = 0;
    let mut end = start;
    while let Some(byte) = text.get(end) {
        let class = class(*byte);
        if class & WORD == 0 {
            break;
        }
        classes |= class;
        end += 1;
    }
    reads(end - start);
    Word { start, end, classes }
}

/// A word that may begin something; returns where to go on if more than the word was consumed.
fn examine(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let next = text.get(word.end).copied().unwrap_or(b' ');
    if word.len() == 2 && next == b'.' {
        ident::cnpj_with_marks(text, word, sink);
    }
    if word.is_digits() {
        address::dotted(text, word, sink);
        if matches!(word.len(), 2 | 4) {
            address::mac(text, word.start, sink);
        }
        return number::examine(text, word, sink);
    }
    let mut past = word.end;
    if word.len() == 2 && next == b' ' && word.classes == UPPER {
        past = past.max(ident::nino_with_spaces(text, word, sink));
    }
    if next == b'-' {
        match word.len() {
            2 => address::mac(text, word.start, sink),
            1 | 8 => ident::nif_with_hyphens(text, word, sink),
            _ => {}
        }
    }
    if matches!(next, b'_' | b'-' | b'.') && word.len() <= 7 {
        past = past.max(token::prefixed(text, word, next, sink));
    }
    if word.classes & DIGIT != 0 {
        ident::examine(text, word, sink);
        coin::examine(text, word, sink);
        if word.len() == 4 {
            address::mac(text, word.start, sink);
        }
    }
    if word.len() >= 20 || word.classes & DIGIT != 0 || matches!(next, b'_' | b'-' | b'.') {
        past = past.max(token::whole(text, word, sink));
    }
    if matches!(word.len(), 3 | 5 | 6 | 8 | 10 | 15) {
        past = past.max(header::examine(text, word, sink));
    }
    past
}

/// A mark that may stand inside or before something.
fn mark(text: &[u8], at: usize, byte: u8, last: Word, sink: &mut Sink<'_>) -> usize {
    match byte {
        b'@' => contact::email(text, at, sink),
        b'+' | b'(' => contact::phone(text, at, sink),
        b':' => {
            header::url(text, at, sink);
            address::colons(text, at, last, sink)
        }
        b'-' => pem::examine(text, at, sink),
        b'<' => mrz::examine(text, at, sink),
        _ => token::azure_secret(text, at, sink),
    }
}
