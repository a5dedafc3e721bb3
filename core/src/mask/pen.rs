//! Writing a JSON string, character by character.

use std::fmt;

use crate::json::text;

/// Writes one JSON string into an output that it borrows; [`close`](Pen::close) sets the last quote.
///
/// Escapes as RFC 8785 does: only what JSON demands, in its shortest form.
pub(super) struct Pen<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> Pen<'a> {
    /// Sets the first quote.
    pub(super) fn open(out: &'a mut Vec<u8>) -> Self {
        out.push(b'"');
        Self { out }
    }

    /// Appends one character.
    #[inline]
    pub(super) fn char(&mut self, c: char) {
        match plain(c) {
            Some(byte) => self.out.push(byte),
            None => self.rare(c),
        }
    }

    /// Appends one that has an escape, or more than one byte.
    fn rare(&mut self, c: char) {
        text::escape(c.encode_utf8(&mut [0; 4]), self.out);
    }

    /// Appends a text.
    pub(super) fn text(&mut self, text: &str) {
        text::escape(text, self.out);
    }

    /// Appends bytes that stand between the quotes as they are; returns them where they stand now.
    pub(super) fn plain(&mut self, bytes: &[u8]) -> &mut [u8] {
        let start = self.out.len();
        self.out.extend_from_slice(bytes);
        self.out.get_mut(start..).unwrap_or_default()
    }

    /// Appends the same character a number of times.
    pub(super) fn repeat(&mut self, c: char, times: usize) {
        match plain(c) {
            Some(byte) => self.out.resize(self.out.len() + times, byte),
            None => (0..times).for_each(|_| self.char(c)),
        }
    }

    /// Sets the last quote.
    pub(super) fn close(self) {
        self.out.push(b'"');
    }
}

/// The byte of a character that is ASCII and stands between the quotes as it is.
#[inline]
pub(super) fn plain(c: char) -> Option<u8> {
    matches!(c, ' ' | '!' | '#'..='[' | ']'..='\u{7f}').then_some(c as u8)
}

impl fmt::Write for Pen<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text(text);
        Ok(())
    }
}
