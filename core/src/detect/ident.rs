//! Numbers with letters in them: bank accounts, national numbers, vehicles.

use super::Detector;
use super::edge::{is_word, may_begin, may_end, runs_from};
use super::sink::{Evidence, Sink};
use super::words::Word;
use super::{bank, corsica, national};

/// A word with a digit in it.
pub(super) fn examine(text: &[u8], word: Word, sink: &mut Sink<'_>) {
    let bytes = word.bytes(text);
    if let [a, b, c, d, ..] = bytes
        && a.is_ascii_alphabetic()
        && b.is_ascii_alphabetic()
        && c.is_ascii_digit()
        && d.is_ascii_digit()
    {
        iban(text, word, sink);
    }
    if !matches!(bytes.len(), 2 | 9 | 14..=17) || !may_end(text, word.end) {
        return;
    }
    let mut capitals = [0; 17];
    let Some(capitals) = capitals.get_mut(..bytes.len()) else { return };
    capitals.copy_from_slice(bytes);
    capitals.make_ascii_uppercase();
    check(text, word, capitals, sink);
}

/// Every detector that takes so many letters and digits, which come in capitals here.
///
/// Issuers write capitals: in small letters it may be anything, and a word must say what it is.
fn check(text: &[u8], word: Word, capitals: &[u8], sink: &mut Sink<'_>) {
    let range = word.start..word.end;
    let evidence =
        if word.bytes(text).iter().any(u8::is_ascii_lowercase) { Evidence::Weak } else { Evidence::Strong };
    match capitals.len() {
        2 if matches!(capitals, b"2A" | b"2B") => corsica::with_spaces(text, word, sink),
        9 if is_nino(capitals) => sink.found(Detector::UkNino, range, evidence),
        9 if is_nric(capitals) => sink.found(Detector::SgNric, range, evidence),
        9 if is_nif(capitals) => sink.found(Detector::EsNif, range, Evidence::Weak),
        14 if is_cnpj(capitals) => sink.found(Detector::BrCnpj, range, Evidence::Weak),
        15 if corsica::is_nir(capitals) => sink.found(Detector::FrNir, range, evidence),
        16 if is_codice_fiscale(capitals) => sink.found(Detector::ItCodiceFiscale, range, evidence),
        17 if is_vin(capitals) => sink.found(Detector::Vin, range, evidence),
        17 if capitals.iter().all(|byte| transliterated(*byte).is_some()) => {
            sink.beside_a_word(Detector::Vin, range);
        }
        _ => {}
    }
}

/// `12.ABC.345/01DE-35`, where the word is its first two characters; digits alone are a number's affair.
pub(super) fn cnpj_with_marks(text: &[u8], word: Word, sink: &mut Sink<'_>) {
    if text.get(word.end + 4) != Some(&b'.') {
        return;
    }
    let end = word.start + 18;
    let Some(form) = text.get(word.start..end) else { return };
    let mut compact = [0; 14];
    let mut rest = compact.iter_mut();
    for (index, byte) in form.iter().enumerate() {
        match (index, byte) {
            (2 | 6, b'.') | (10, b'/') | (15, b'-') => {}
            (2 | 6 | 10 | 15, _) => return,
            _ => rest.next().into_iter().for_each(|to| *to = *byte),
        }
    }
    let letters = compact.iter().any(u8::is_ascii_uppercase);
    if letters && is_cnpj(&compact) && may_begin(text, word.start) && may_end(text, end) {
        sink.strong(Detector::BrCnpj, word.start..end);
    }
}

/// Receita Federal, Instrução Normativa 2.229/2024: twelve capitals or digits, two check digits.
fn is_cnpj(text: &[u8]) -> bool {
    let Some((root, check)) = text.split_at_checked(12) else { return false };
    let stands = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    root.iter().all(stands) && check.iter().all(u8::is_ascii_digit) && national::br_cnpj(text)
}

/// An IBAN that begins with a word, in one piece or in groups of four.
fn iban(text: &[u8], word: Word, sink: &mut Sink<'_>) {
    let mut found = None;
    let mut end = word.end;
    let mut length = word.len();
    let mut groups = 0;
    loop {
        let candidate = text.get(word.start..end).and_then(|bytes| std::str::from_utf8(bytes).ok());
        if length >= 15 && candidate.and_then(bank::iban).is_some() {
            found = Some(end);
        }
        let grouped = (length + 1).is_multiple_of(5); // so far nothing but groups of four
        let next = match text.get(end..) {
            Some([b' ' | b'-', next, ..]) if is_word(*next) => end + 1,
            Some([0xC2, 0xA0, next, ..]) if is_word(*next) => end + 2, // a no-break space
            _ => break,
        };
        if !grouped || groups > 8 {
            break;
        }
        let group = runs_from(text.get(next..).unwrap_or_default(), 5, is_word).len();
        (end, length, groups) = (next + group, length + 1 + group, groups + 1);
    }
    if let Some(end) = found.filter(|end| !text.get(*end).is_some_and(|byte| is_word(*byte))) {
        sink.strong(Detector::Iban, word.start..end);
    }
}

/// `AB 12 34 56 C`, as the card has it, where the word is its first two digits.
pub(super) fn nino_with_spaces(text: &[u8], word: Word, sink: &mut Sink<'_>) -> Option<usize> {
    let start = word.start.checked_sub(3)?;
    let end = start + 13;
    let form = text.get(start..end)?;
    let mut compact = [0; 9];
    let characters = form.iter().enumerate().filter(|(index, _)| index % 3 != 2).map(|(_, byte)| byte);
    for (to, from) in compact.iter_mut().zip(characters) {
        *to = *from;
    }
    let spaced = form.iter().skip(2).step_by(3).all(|byte| *byte == b' ');
    let begins = !start.checked_sub(1).and_then(|index| text.get(index)).is_some_and(|byte| is_word(*byte));
    if spaced && begins && is_nino(&compact) && may_end(text, end) {
        sink.strong(Detector::UkNino, start..end);
        return Some(end);
    }
    None
}

/// `12345678-Z` or `X-1234567-L`, where the word is what stands before the first hyphen.
pub(super) fn nif_with_hyphens(text: &[u8], word: Word, sink: &mut Sink<'_>) {
    if text.get(word.end) != Some(&b'-') {
        return;
    }
    let mut compact = [0; 9];
    let mut to = compact.iter_mut();
    let mut end = word.start;
    for byte in text.get(word.start..).unwrap_or_default().iter().take(11) {
        match byte {
            b'-' => {}
            byte if is_word(*byte) => match to.next() {
                Some(place) => *place = byte.to_ascii_uppercase(),
                None => break,
            },
            _ => break,
        }
        end += 1;
    }
    if to.next().is_none() && is_nif(&compact) && may_begin(text, word.start) && may_end(text, end) {
        sink.found(Detector::EsNif, word.start..end, Evidence::Weak);
    }
}

/// HMRC: two letters that are given out, six digits, A to D.
fn is_nino(text: &[u8]) -> bool {
    let [first, second, digits @ .., suffix] = text else { return false };
    let letters = b"ABCEGHJKLMNOPRSTWXYZ".contains(first) && b"ABCEGHJKLMNPRSTWXYZ".contains(second);
    let given = !matches!(&[*first, *second], b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ");
    letters
        && given
        && digits.len() == 6
        && digits.iter().all(u8::is_ascii_digit)
        && (b'A'..=b'D').contains(suffix)
}

/// The letter is the number modulo 23; X, Y and Z of a foreigner's number are 0, 1 and 2.
fn is_nif(text: &[u8]) -> bool {
    let [first, middle @ .., letter] = text else { return false };
    let lead = match first {
        b'0'..=b'9' => u32::from(first - b'0'),
        b'X' | b'K' | b'L' | b'M' => 0,
        b'Y' => 1,
        b'Z' => 2,
        _ => return false,
    };
    if middle.len() != 7 || !middle.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = middle.iter().fold(lead, |number, digit| number * 10 + u32::from(digit - b'0'));
    b"TRWAGMYFPDXBNJZSQVHLCKE".get((number % 23) as usize) == Some(letter)
}

/// The letter is a sum of weighted digits modulo 11, by a list of each series.
fn is_nric(text: &[u8]) -> bool {
    let [series, digits @ .., letter] = text else { return false };
    if digits.len() != 7 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let (offset, letters) = match series {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return false,
    };
    let sum = super::checksum::weighted(digits, &[2, 7, 6, 5, 4, 3, 2]) + offset;
    letters.get((sum % 11) as usize) == Some(letter)
}

/// Name, date, place and check letter; digits may be replaced by letters where two people would share one.
fn is_codice_fiscale(text: &[u8]) -> bool {
    let form = |(index, byte): (usize, &u8)| match index {
        6 | 7 | 9 | 10 | 12..=14 => byte.is_ascii_digit() || b"LMNPQRSTUV".contains(byte),
        8 => b"ABCDEHLMPRST".contains(byte),
        _ => byte.is_ascii_uppercase(),
    };
    if !text.iter().enumerate().all(form) {
        return false;
    }
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let rank = |byte: u8| if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' };
    let weigh = |(index, byte): (usize, &u8)| match index % 2 {
        0 => ODD.get(usize::from(rank(*byte))).copied().unwrap_or(0),
        _ => u32::from(rank(*byte)),
    };
    let sum: u32 = text.iter().take(15).enumerate().map(weigh).sum();
    text.last().is_some_and(|check| u32::from(rank(*check)) == sum % 26)
}

/// North America: check digit in the ninth place, a serial number at the end, letters for maker and model.
fn is_vin(text: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let weighed = text.iter().zip(WEIGHTS).map(|(byte, weight)| Some(transliterated(*byte)? * weight));
    let Some(sum) = weighed.sum::<Option<u32>>() else { return false };
    let check = match sum % 11 {
        10 => b'X',
        digit => b"0123456789".get(digit as usize).copied().unwrap_or(b'?'),
    };
    let serial = text.iter().skip(13).all(u8::is_ascii_digit);
    let letters = text.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    serial && text.get(8) == Some(&check) && letters >= 3
}

/// The number that a character of a VIN stands for; I, O and Q never stand in one.
fn transliterated(byte: u8) -> Option<u32> {
    Some(match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'H' => u32::from(byte - b'A') + 1,
        b'J'..=b'N' => u32::from(byte - b'J') + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => u32::from(byte - b'S') + 2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass_and_their_neighbours_do_not() {
        assert!(is_nino(b"AB123456C") && !is_nino(b"BG123456C") && !is_nino(b"AB123456E"));
        assert!(is_nif(b"12345678Z") && is_nif(b"X1234567L") && !is_nif(b"12345678A"));
        assert!(is_nric(b"S1234567D") && is_nric(b"F1234567N") && !is_nric(b"S1234567E"));
        assert!(is_codice_fiscale(b"RSSMRA85T10A562S") && !is_codice_fiscale(b"RSSMRA85T10A562T"));
        assert!(is_cnpj(b"12ABC34501DE35") && !is_cnpj(b"12ABC34501DE36") && !is_cnpj(b"12abc34501de35"));
        assert!(is_vin(b"1M8GDM9AXKP042788") && !is_vin(b"1M8GDM9A1KP042788"));
    }
}
