//! The digits of a number as people write one, with something between them.

/// The most digits of any number that an operator knows: those of a payment card (ISO/IEC 7812-1).
const MOST: usize = 19;

/// ASCII digits, in their order.
pub(super) struct Digits {
    digits: [u8; MOST],
    counted: usize,
}

impl Digits {
    /// The digits of a text of nothing but digits, [separators](is_separator), and these ASCII marks; `None` for any
    /// other text, and for more than 19 digits.
    pub(super) fn of(text: &str, marks: &[u8]) -> Option<Self> {
        let (mut digits, mut counted, mut wide) = ([0; MOST], 0, false);
        for byte in text.bytes() {
            match byte {
                b'0'..=b'9' => {
                    *digits.get_mut(counted)? = byte;
                    counted += 1;
                }
                b' ' | b'-' | b'.' => {}
                0x80.. => wide = true,
                _ if marks.contains(&byte) => {}
                _ => return None,
            }
        }
        let known = !wide || text.chars().all(|c| c.is_ascii() || is_separator(c));
        known.then_some(Self { digits, counted })
    }

    /// The digits alone.
    pub(super) fn as_slice(&self) -> &[u8] {
        self.digits.get(..self.counted).unwrap_or_default()
    }
}

/// What people and printers put between the digits of a number, beside ` `, `-` and `.`: spaces and hyphens.
fn is_separator(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{2010}' | '\u{2011}' | '\u{202f}')
}
