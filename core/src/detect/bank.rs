//! Bank account numbers.

use iban::Iban;

/// The longest IBAN (ISO 13616-1).
const LONGEST_IBAN: usize = 34;

/// Countries that the crate does not know, and how long their numbers are: Pakistan and Honduras; Brazil, which takes
/// letters too since 2026; and those whose banks write numbers like IBANs without an entry in the registry.
///
/// Source: SWIFT, "IBAN Registry"; for what is not in it, the project schwifty.
const FURTHER: [(&str, usize); 25] = [
    ("AO", 25),
    ("BF", 28),
    ("BJ", 28),
    ("BR", 29),
    ("CF", 27),
    ("CG", 27),
    ("CI", 28),
    ("CM", 27),
    ("CV", 25),
    ("DZ", 26),
    ("GA", 27),
    ("GQ", 27),
    ("GW", 25),
    ("HN", 28),
    ("IR", 26),
    ("KM", 27),
    ("MA", 28),
    ("MG", 27),
    ("ML", 28),
    ("MZ", 25),
    ("NE", 28),
    ("PK", 24),
    ("SN", 28),
    ("TD", 27),
    ("TG", 28),
];

/// Checks a text that may be an IBAN: country, its structure, check digits (ISO 7064, modulo 97-10).
///
/// Letters may be of either case; single spaces, no-break ones too, or hyphens may stand between characters. Returns the number
/// of its letters and digits, or `None` if it is no IBAN.
pub(crate) fn iban(text: &str) -> Option<usize> {
    let mut compact = [0; LONGEST_IBAN];
    let mut length = 0;
    let mut separated = true; // a separator may not come first, last, or next to another
    for c in text.chars() {
        match c {
            ' ' | '-' | '\u{a0}' if !separated => separated = true,
            '0'..='9' | 'A'..='Z' | 'a'..='z' => {
                *compact.get_mut(length)? = u8::try_from(c).ok()?.to_ascii_uppercase();
                length += 1;
                separated = false;
            }
            _ => return None,
        }
    }
    let compact = std::str::from_utf8(compact.get(..length)?).ok()?;
    let is_one = || compact.parse::<Iban>().is_ok() || is_further(compact);
    (!separated && is_one()).then_some(length)
}

fn is_further(compact: &str) -> bool {
    let known = compact.get(..2).and_then(|country| FURTHER.iter().find(|(code, _)| *code == country));
    let Some((head, tail)) =
        known.filter(|(_, length)| compact.len() == *length).and(compact.split_at_checked(4))
    else {
        return false;
    };
    let digits = tail.bytes().chain(head.bytes()).map(|byte| match byte {
        b'0'..=b'9' => (10, u32::from(byte - b'0')),
        _ => (100, u32::from(byte.wrapping_sub(b'A')) + 10),
    });
    let numbered = head.bytes().skip(2).all(|byte| byte.is_ascii_digit());
    numbered && digits.fold(0, |rest, (shift, value)| (rest * shift + value) % 97) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_further_countries_have_the_same_check_digits() {
        assert_eq!(iban("MA64 0115 1900 0001 2050 0053 4921"), Some(28));
        assert_eq!(iban("MA64 0115 1900 0001 2050 0053 4922"), None);
        assert_eq!(iban("MA64 0115 1900 0001 2050 0053 492"), None);
        assert_eq!(iban("PK81 OOFP 0XXG EITC BZ9L PPAX"), Some(24));
        assert_eq!(iban("XX64 0115 1900 0001 2050 0053 4921"), None);
    }
}
