//! The text of a JSON string: escapes taken away and put back.
//!
//! Decoded text is WTF-8: UTF-8 that may also hold lone surrogates, because JSON may (RFC 8259 section 8.2).

use std::borrow::Cow;

/// The text between the quotes of a valid JSON string, decoded; a lone surrogate stays as its three bytes.
pub(crate) fn decode(raw: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(b'\\', raw) else { return Cow::Borrowed(raw) };
    let mut out = Vec::with_capacity(raw.len());
    let (plain, mut rest) = raw.split_at(first);
    out.extend_from_slice(plain);
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some((&escape, tail)) = rest.split_first() else { break };
        rest = tail;
        if escape == b'u' {
            let (code, tail) = unicode(rest);
            rest = tail;
            push_wtf8(code, &mut out);
        } else {
            out.push(short(escape));
        }
    }
    Cow::Owned(out)
}

/// The text between the quotes of a valid JSON string as UTF-8, unless it holds a lone surrogate.
pub(crate) fn decode_utf8(raw: &[u8]) -> Option<Cow<'_, str>> {
    match decode(raw) {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
    }
}

/// Appends a text as a JSON string in the escaping of RFC 8785 section 3.2.2.2, quotes included.
pub(crate) fn escape_into(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    escape(text, out);
    out.push(b'"');
}

/// The same without the quotes.
pub(crate) fn escape(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some(at) = first_special(rest) {
        let (plain, tail) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((&byte, tail)) = tail.split_first() else { break };
        rest = tail;
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            0x08 => out.extend_from_slice(b"\\b"),
            0x09 => out.extend_from_slice(b"\\t"),
            0x0A => out.extend_from_slice(b"\\n"),
            0x0C => out.extend_from_slice(b"\\f"),
            0x0D => out.extend_from_slice(b"\\r"),
            _ => {
                let hex = |n: u8| if n < 10 { b'0' + n } else { b'a' + n - 10 };
                out.extend_from_slice(&[b'\\', b'u', b'0', b'0', hex(byte >> 4), hex(byte & 15)]);
            }
        }
    }
    out.extend_from_slice(rest);
}

/// Whether a text is ASCII and nothing in it is escaped: each of its bytes is a character, and stands as it is in JSON.
pub(crate) fn is_plain(text: &str) -> bool {
    let text = text.as_bytes();
    let plain = |eight: &[u8; 8]| {
        let word = u64::from_le_bytes(*eight);
        (specials(word) | word & HIGH) == 0
    };
    match text.last_chunk() {
        // The last eight are looked at twice where there are no whole eights: that costs less than one by one.
        Some(last) => text.as_chunks().0.iter().all(plain) && plain(last),
        None => text.iter().all(|byte| byte.is_ascii() && !special(byte)),
    }
}

/// Where the first byte stands that is escaped; eight are looked at together.
fn first_special(text: &[u8]) -> Option<usize> {
    let (eights, rest) = text.as_chunks::<8>();
    for (at, eight) in eights.iter().enumerate() {
        if specials(u64::from_le_bytes(*eight)) != 0
            && let Some(within) = eight.iter().position(special)
        {
            return Some(8 * at + within);
        }
    }
    rest.iter().position(special).map(|at| 8 * eights.len() + at)
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = ONES * 0x80;

fn special(byte: &u8) -> bool {
    *byte < 0x20 || *byte == b'"' || *byte == b'\\'
}

/// The high bits of the bytes that are escaped; of those behind the first perhaps too.
fn specials(word: u64) -> u64 {
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGH;
    below(word, 0x20) | below(word ^ (ONES * 0x22), 1) | below(word ^ (ONES * 0x5C), 1)
}

fn short(escape: u8) -> u8 {
    match escape {
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => 0x0A,
        b'r' => 0x0D,
        b't' => 0x09,
        other => other,
    }
}

/// The code point after `\u`, a surrogate pair joined, and what follows it.
fn unicode(raw: &[u8]) -> (u32, &[u8]) {
    let (high, rest) = hex4(raw);
    if let (0xD800..0xDC00, Some(after)) = (high, rest.strip_prefix(b"\\u")) {
        let (low, after) = hex4(after);
        if let 0xDC00..0xE000 = low {
            return (0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00), after);
        }
    }
    (high, rest)
}

fn hex4(raw: &[u8]) -> (u32, &[u8]) {
    let (digits, rest) = raw.split_at_checked(4).unwrap_or((raw, &[]));
    let value = digits.iter().fold(0, |n, &d| n << 4 | char::from(d).to_digit(16).unwrap_or(0));
    (value, rest)
}

fn push_wtf8(code: u32, out: &mut Vec<u8>) {
    match char::from_u32(code) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => {
            let low = |shift: u32| 0x80 | (code >> shift & 0x3F) as u8;
            out.extend_from_slice(&[0xE0 | (code >> 12 & 0x0F) as u8, low(6), low(0)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded() {
        assert!(matches!(decode(b"plain"), Cow::Borrowed(b"plain")));
        assert_eq!(&*decode(br#"\u0065mail"#), b"email");
        assert_eq!(&*decode(br#"a\"\\\/\b\f\n\r\tz"#), b"a\"\\/\x08\x0C\n\r\tz");
        assert_eq!(&*decode(br#"\uD83D\uDE00!"#), "😀!".as_bytes());
    }

    #[test]
    fn lone_surrogates_stay_themselves() {
        assert_eq!(&*decode(br#"\uD83D"#), b"\xED\xA0\xBD");
        assert_eq!(&*decode(br#"\uDE00\uD83D"#), b"\xED\xB8\x80\xED\xA0\xBD");
        assert_eq!(&*decode(br#"\uD83D\uD83D\uDE00"#), b"\xED\xA0\xBD\xF0\x9F\x98\x80");
        assert_eq!(decode_utf8(br#"\uD83D"#), None);
    }

    #[test]
    fn what_is_escaped_is_found_wherever_it_stands() {
        for byte in 0..0x80u8 {
            for at in 0..20 {
                let mut text = [b'x'; 20];
                text[at] = byte;
                let special = byte < 0x20 || byte == b'"' || byte == b'\\';
                assert_eq!(first_special(&text), special.then_some(at), "{byte:#x} at {at}");
            }
        }
        assert_eq!(first_special("é😀é😀é😀".as_bytes()), None);
    }

    #[test]
    fn plain_is_what_is_ascii_and_not_escaped() {
        for c in (0..0x80u8).map(char::from).chain(['\u{80}', 'é', '😀']) {
            for length in 0..20 {
                for at in 0..=length {
                    let text = format!("{}{c}{}", "x".repeat(at), "y".repeat(length - at));
                    let plain = c.is_ascii() && !special(&(c as u8));
                    assert_eq!(is_plain(&text), plain, "{text:?}");
                }
            }
        }
        assert!(is_plain(""));
    }

    #[test]
    fn escaping_is_that_of_rfc_8785() {
        let mut out = Vec::new();
        escape_into("€$\u{0F}\nA'B\"\\/\u{7F}", &mut out);
        assert_eq!(out, "\"€$\\u000f\\nA'B\\\"\\\\/\u{7F}\"".as_bytes());
    }
}
