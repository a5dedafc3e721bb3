//! `shape`: every letter and digit becomes the one that stands for its class.

use crate::Result;
use crate::document::Call;
use crate::json::text::is_plain;

use super::option::character;
use super::pen::{Pen, plain};

/// Keeps the shape of a text: ASCII punctuation and white space stay, everything else is one of three classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Stands for upper-case letters.
    pub(super) upper: char,
    /// Stands for every other character: lower-case letters, letters without case, marks, symbols.
    pub(super) lower: char,
    /// Stands for digits and other numerals.
    pub(super) digit: char,
}

impl Default for Shape {
    fn default() -> Self {
        Self { upper: 'X', lower: 'x', digit: '9' }
    }
}

impl Shape {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["upper", "lower", "digit"], None)?;
        let usual = Self::default();
        Ok(Self {
            upper: options.read("upper", character)?.unwrap_or(usual.upper),
            lower: options.read("lower", character)?.unwrap_or(usual.lower),
            digit: options.read("digit", character)?.unwrap_or(usual.digit),
        })
    }

    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let mut pen = Pen::open(out);
        let hidden = match [self.upper, self.lower, self.digit].map(plain) {
            [Some(upper), Some(lower), Some(digit)] if is_plain(text) => {
                write_plain(text, [upper, lower, digit], &mut pen)
            }
            _ => self.write_any(text, &mut pen),
        };
        pen.close();
        // A text of punctuation alone would be shown whole.
        (hidden || text.is_empty()).then_some(())
    }

    /// Writes any text; returns whether anything of it is hidden.
    fn write_any(&self, text: &str, pen: &mut Pen<'_>) -> bool {
        let mut hidden = false;
        for c in text.chars() {
            let class = self.class(c);
            hidden |= class.is_some();
            pen.char(class.unwrap_or(c));
        }
        hidden
    }

    fn class(&self, c: char) -> Option<char> {
        if c.is_ascii_punctuation() || c.is_whitespace() {
            None
        } else if c.is_numeric() {
            Some(self.digit)
        } else if c.is_uppercase() {
            Some(self.upper)
        } else {
            Some(self.lower)
        }
    }
}

/// The same for a text whose characters are bytes.
fn write_plain(text: &str, [upper, lower, digit]: [u8; 3], pen: &mut Pen<'_>) -> bool {
    const DELETE: u8 = 0x7F; // the one plain character that is neither letter, digit, punctuation nor space
    for byte in pen.plain(text.as_bytes()) {
        *byte = match *byte {
            b'A'..=b'Z' => upper,
            b'a'..=b'z' | DELETE => lower,
            b'0'..=b'9' => digit,
            other => other,
        };
    }
    text.bytes().any(|byte| byte.is_ascii_alphanumeric() || byte == DELETE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let mut out = Vec::new();
        Shape::default().write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn each_class_has_its_letter() {
        assert_eq!(shown("Order-12 A/b").unwrap(), "Xxxxx-99 X/x");
        assert_eq!(shown("").unwrap(), "");
    }

    #[test]
    fn nothing_but_punctuation_would_be_whole() {
        assert_eq!(shown("--//--"), None);
    }

    #[test]
    fn every_script_is_hidden() {
        assert_eq!(shown("Ä\u{308}ß٣").unwrap(), "Xxx9");
        assert_eq!(shown("שלום 東京 ☎").unwrap(), "xxxx xx x");
    }
}
