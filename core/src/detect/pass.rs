//! The one pass: every byte is looked at once, and only what may begin a finding is looked at closer.
//!
//! A text is [words and marks](super::words). Most words are of letters alone and fall through a few comparisons. The
//! rest goes to the family that it may belong to, which reads a bounded number of bytes, or consumes what it reads: so
//! the time is linear in the text, whatever it is.

use super::sink::Sink;
use super::words::{Item, Word, Words};
use super::{address, coin, contact, header, ident, mrz, number, pem, token};

/// Looks for everything in a text.
pub(super) fn pass(text: &[u8], sink: &mut Sink<'_>) {
    let mut words = Words::new(text, crate::json::level());
    let mut at = 0;
    let mut last = Word::default();
    while let Some(item) = words.next(at) {
        at = match item {
            Item::Word(word) => {
                last = word;
                examine(text, word, sink).max(word.end)
            }
            Item::Mark(mark) => {
                // The word before a mark may be one that was stepped over.
                let from = if last.end == mark { last.start } else { at };
                examine_mark(text, mark, from, sink).max(mark + 1)
            }
        };
    }
}

/// A word that may begin something; returns where to go on if more than the word was consumed.
#[inline]
fn examine(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let next = text.get(word.end).copied().unwrap_or(b' ');
    if !word.has_letter() {
        digits(text, word, next, sink)
    } else if word.has_digit() {
        mixed(text, word, next, sink)
    } else {
        letters(text, word, next, sink)
    }
}

fn digits(text: &[u8], word: Word, next: u8, sink: &mut Sink<'_>) -> usize {
    if word.len() < number::SHORTEST && !number::is_separator(next) {
        return word.end;
    }
    match (word.len(), next) {
        (2, b' ') => {
            if let Some(end) = ident::nino_with_spaces(text, word, sink) {
                return end;
            }
        }
        (2, b'.') => ident::cnpj_with_marks(text, word, sink),
        (2, b'-') | (4, b'.') => address::mac(text, word.start, sink),
        _ => {}
    }
    if next == b'.' {
        address::dotted(text, word, sink);
    }
    number::examine(text, word, sink)
}

fn mixed(text: &[u8], word: Word, next: u8, sink: &mut Sink<'_>) -> usize {
    match (word.len(), next) {
        (2, b'.') => ident::cnpj_with_marks(text, word, sink),
        (2, b'-') | (4, b'.') => address::mac(text, word.start, sink),
        (8, b'-') => ident::nif_with_hyphens(text, word, sink),
        _ => {}
    }
    ident::examine(text, word, sink);
    coin::examine(text, word, sink);
    prefix(text, word, next, sink).max(token::whole(text, word, sink))
}

fn letters(text: &[u8], word: Word, next: u8, sink: &mut Sink<'_>) -> usize {
    match (word.len(), next) {
        (2, b'.') => ident::cnpj_with_marks(text, word, sink),
        (2, b'-') => address::mac(text, word.start, sink),
        (1, b'-') => ident::nif_with_hyphens(text, word, sink),
        _ => {}
    }
    let mut past = prefix(text, word, next, sink);
    if word.len() >= token::LONG || is_joint(next) {
        past = past.max(token::whole(text, word, sink));
    }
    past.max(header::examine(text, word, sink))
}

/// A token that begins with a short word and a mark.
#[inline]
fn prefix(text: &[u8], word: Word, next: u8, sink: &mut Sink<'_>) -> usize {
    if is_joint(next) { token::prefixed(text, word, next, sink) } else { word.end }
}

/// What joins the parts of a token.
fn is_joint(byte: u8) -> bool {
    matches!(byte, b'_' | b'-' | b'.')
}

/// A mark that may stand inside or before something; what lies before `from` belongs to something else.
fn examine_mark(text: &[u8], at: usize, from: usize, sink: &mut Sink<'_>) -> usize {
    match text.get(at..).unwrap_or_default() {
        [b'@', ..] => contact::email(text, at, sink),
        [b':', b'/', ..] => {
            header::url(text, at, sink);
            at
        }
        [b':', b':' | b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..] => address::colons(text, at, from, sink),
        [b'+' | b'(', b'0'..=b'9' | b' ' | b'(' | b'-' | b'.' | b'/' | 0xC2 | 0xA0, ..] => {
            contact::phone(text, at, sink)
        }
        [b'-', b'-', ..] => pem::examine(text, at, sink),
        [b'<', ..] => mrz::examine(text, at, sink),
        [b'~', ..] => token::azure_secret(text, at, sink),
        _ => at,
    }
}
