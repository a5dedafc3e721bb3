//! Bank account numbers.

use iban::Iban;

/// The longest IBAN (ISO 13616-1).
const LONGEST_IBAN: usize = 34;

/// Checks a text that may be an IBAN: country, its structure, check digits (ISO 7064, modulo 97-10).
///
/// Letters may be of either case; single spaces or hyphens may stand between characters. Returns the number
/// of its letters and digits, or `None` if it is no IBAN.
pub(crate) fn iban(text: &str) -> Option<usize> {
    let mut compact = [0; LONGEST_IBAN];
    let mut length = 0;
    let mut separated = true; // a separator may not come first, last, or next to another
    for byte in text.bytes() {
        match byte {
            b' ' | b'-' if !separated => separated = true,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                *compact.get_mut(length)? = byte.to_ascii_uppercase();
                length += 1;
                separated = false;
            }
            _ => return None,
        }
    }
    let compact = std::str::from_utf8(compact.get(..length)?).ok()?;
    (!separated && compact.parse::<Iban>().is_ok()).then_some(length)
}
