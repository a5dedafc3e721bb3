//! Writing a JSON string, character by character.

use std::fmt;

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
        match c {
            ' ' | '!' | '#'..='[' | ']'..='\u{7f}' => self.out.push(c as u8),
            _ => self.rare(c),
        }
    }

    /// Appends one that has an escape, or more than one byte.
    fn rare(&mut self, c: char) {
        match c {
            '"' => self.out.extend_from_slice(b"\\\""),
            '\\' => self.out.extend_from_slice(b"\\\\"),
            '\u{8}' => self.out.extend_from_slice(b"\\b"),
            '\t' => self.out.extend_from_slice(b"\\t"),
            '\n' => self.out.extend_from_slice(b"\\n"),
            '\u{c}' => self.out.extend_from_slice(b"\\f"),
            '\r' => self.out.extend_from_slice(b"\\r"),
            '\0'..='\u{1f}' => self.control(c as u8),
            _ => self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }

    /// Appends a text.
    pub(super) fn text(&mut self, text: &str) {
        if text.bytes().any(|b| b < 0x20 || b == b'"' || b == b'\\') {
            text.chars().for_each(|c| self.char(c));
        } else {
            self.out.extend_from_slice(text.as_bytes());
        }
    }

    /// Appends the same character a number of times.
    pub(super) fn repeat(&mut self, c: char, times: usize) {
        if c.is_ascii_graphic() && c != '"' && c != '\\' {
            self.out.resize(self.out.len() + times, c as u8);
        } else {
            (0..times).for_each(|_| self.char(c));
        }
    }

    /// Sets the last quote.
    pub(super) fn close(self) {
        self.out.push(b'"');
    }

    fn control(&mut self, byte: u8) {
        let hex = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 };
        self.out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]);
    }
}

impl fmt::Write for Pen<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text(text);
        Ok(())
    }
}
