//! E-mail addresses and telephone numbers.

use super::Detector;
use super::country_codes;
use super::edge::{MAX_BETWEEN, is_word, reads, runs_from};
use super::sink::Sink;

/// The longest local part and domain (RFC 5321 section 4.5.3.1).
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 253;

/// File names that look like a host behind an `@`: `icon@2x.png`.
const FILES: [&[u8]; 12] =
    [b"png", b"jpg", b"jpeg", b"gif", b"svg", b"webp", b"ico", b"js", b"ts", b"css", b"json", b"html"];

/// An e-mail address around the `@` at `at`.
pub(super) fn email(text: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let next = at + 1;
    let Some((before, behind)) = text.split_at_checked(at) else { return next };
    let local = before.iter().rev().take(MAX_LOCAL + 1).take_while(|byte| is_local(**byte)).count();
    reads(local);
    let start = at - local;
    // What people put around an address may look like a part of it.
    let lead = before.iter().skip(start).take_while(|byte| !is_word(**byte)).count();
    if local > MAX_LOCAL || lead >= local || before.last() == Some(&b'.') {
        return next;
    }
    let Some(domain) = behind.get(1..).map(domain_length).filter(|length| *length > 0) else { return next };
    sink.strong(Detector::Email, start + lead..next + domain);
    next + domain
}

/// RFC 5322 allows more marks; people use these, and the others stand around addresses in code and URLs.
fn is_local(byte: u8) -> bool {
    is_word(byte) || b".'+-_".contains(&byte)
}

/// How many bytes are a host name with a top-level domain; 0 if none are.
fn domain_length(text: &[u8]) -> usize {
    let run = runs_from(text, MAX_DOMAIN, |byte| is_word(byte) || byte == b'-' || byte == b'.');
    let mut end = 0;
    let mut known = 0;
    for (index, label) in run.split(|byte| *byte == b'.').enumerate() {
        if label.is_empty() || label.len() > 63 || label.starts_with(b"-") || label.ends_with(b"-") {
            break;
        }
        end += usize::from(index > 0) + label.len();
        if index > 0 && is_top_level(label) {
            known = end;
        }
    }
    // A longer run than any host name is none at all.
    if run.len() >= MAX_DOMAIN { 0 } else { known }
}

fn is_top_level(label: &[u8]) -> bool {
    let letters = label.len() >= 2 && label.iter().all(u8::is_ascii_alphabetic);
    (letters || label.starts_with(b"xn--")) && !FILES.iter().any(|file| label.eq_ignore_ascii_case(file))
}

/// A telephone number that begins with the `+` or `(` at `at`.
pub(super) fn phone(text: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let next = at + 1;
    let Some((before, from)) = text.split_at_checked(at) else { return next };
    if before.last().is_some_and(|byte| is_word(*byte) || *byte == b'+') {
        return next;
    }
    let Some(number) = Dialled::read(from) else { return next };
    let range = at..at + number.length;
    if number.is_international() {
        sink.strong(Detector::Phone, range.clone());
    } else if number.is_national() || number.has_plus() {
        sink.beside_a_word(Detector::Phone, range.clone());
    } else {
        return next;
    }
    range.end
}

/// A national number that begins with a digit at `at`; it counts only beside a word.
pub(super) fn national(text: &[u8], at: usize, sink: &mut Sink<'_>) {
    if !sink.wants(Detector::Phone) {
        return;
    }
    if let Some(number) = text.get(at..).and_then(Dialled::read).filter(Dialled::is_national) {
        sink.beside_a_word(Detector::Phone, at..at + number.length);
    }
}

/// Digits as people write them to be dialled.
struct Dialled {
    plus: bool,
    digits: [u8; 15],
    count: usize,
    length: usize,
}

impl Dialled {
    fn read(text: &[u8]) -> Option<Self> {
        let plus = text.first() == Some(&b'+');
        let mut number = Self { plus, digits: [0; 15], count: 0, length: 0 };
        let mut open = false;
        let mut separators = 0;
        for (index, byte) in text.iter().enumerate().skip(usize::from(plus)) {
            match byte {
                b'0'..=b'9' => {
                    *number.digits.get_mut(number.count)? = *byte;
                    number.count += 1;
                    number.length = index + 1;
                    separators = 0;
                    continue;
                }
                b'(' if !open && number.count < 6 => open = true,
                b')' if open && number.length == index => {
                    open = false;
                    number.length = index + 1;
                }
                b' ' | b'-' | b'.' | b'/' | 0xC2 | 0xA0 if index > 0 => {}
                _ => break,
            }
            separators += 1;
            if separators > MAX_BETWEEN {
                break;
            }
        }
        reads(number.length);
        number.length += extension(text.get(number.length..).unwrap_or_default());
        let follows = text.get(number.length).copied();
        let whole = !open && !follows.is_some_and(|byte| is_word(byte) || byte == b'@');
        whole.then_some(number)
    }

    /// Written as international, but of no plan that is known.
    fn has_plus(&self) -> bool {
        self.plus && (7..=15).contains(&self.count)
    }

    fn is_international(&self) -> bool {
        let digits = self.digits.get(..self.count).unwrap_or_default();
        let country = country_codes::length(digits.iter().copied());
        if !self.plus || country == 0 || self.count < 7 {
            return false;
        }
        match digits {
            // The North American plan: neither an area nor an exchange begins with 0 or 1.
            [b'1', area, _, _, exchange, ..] => self.count == 11 && *area > b'1' && *exchange > b'1',
            _ => self.count - country >= 4,
        }
    }

    fn is_national(&self) -> bool {
        !self.plus && (6..=14).contains(&self.count)
    }
}

/// How many bytes are an extension: `x123`, ` ext. 123`, at most six digits; 0 if none are.
fn extension(text: &[u8]) -> usize {
    let spaces = runs_from(text, 1, |byte| byte == b' ').len();
    let rest = text.get(spaces..).unwrap_or_default();
    let mark = match rest {
        [b'e' | b'E', b'x' | b'X', b't' | b'T', ..] => 3,
        [b'x' | b'X', ..] => 1,
        _ => return 0,
    };
    let rest = rest.get(mark..).unwrap_or_default();
    let gap = runs_from(rest, 2, |byte| byte == b'.' || byte == b' ').len();
    let digits = runs_from(rest.get(gap..).unwrap_or_default(), 7, |byte| byte.is_ascii_digit()).len();
    if (1..=6).contains(&digits) { spaces + mark + gap + digits } else { 0 }
}
