//! Numbers and literals, eight bytes at a time (RFC 8259 sections 3 and 6).

/// The end of the number, `true`, `false` or `null` that begins at `start`, if it is a valid one.
#[inline]
pub(crate) fn end(doc: &[u8], start: usize) -> Option<usize> {
    short_number(doc, start).or_else(|| any(doc, start))
}

/// The same of a number as most are: up to fifteen digits; or digits, a point and digits, and what follows them, all
/// within eight bytes.
#[inline]
fn short_number(doc: &[u8], start: usize) -> Option<usize> {
    let rest = doc.get(start..)?;
    let mut word = u64::from_le_bytes(*rest.first_chunk()?);
    let mut others = other_than_digits(word);
    let mut bits = others.trailing_zeros() & !7;
    if bits == 0 || bits > 8 && word as u8 == b'0' {
        return None;
    }
    if others == 0 {
        word = u64::from_le_bytes(*rest.get(8..)?.first_chunk()?);
        others = other_than_digits(word);
        bits = others.trailing_zeros() & !7;
        return (others != 0 && may_follow((word >> bits) as u8)).then_some(start + 8 + bits as usize / 8);
    }
    let byte = |bits: u32| (word >> bits) as u8;
    if byte(bits) == b'.' {
        others &= others - 1;
        let point = std::mem::replace(&mut bits, others.trailing_zeros() & !7);
        if bits == point + 8 {
            return None;
        }
    }
    (others != 0 && may_follow(byte(bits))).then_some(start + bits as usize / 8)
}

#[inline(never)]
fn any(doc: &[u8], start: usize) -> Option<usize> {
    let end = match doc.get(start)? {
        b't' => literal(doc, start, b"true")?,
        b'f' => literal(doc, start, b"false")?,
        b'n' => literal(doc, start, b"null")?,
        _ => number(doc, start)?,
    };
    doc.get(end).is_none_or(|byte| may_follow(*byte)).then_some(end)
}

/// Whether a scalar may end in front of this byte. A quote, a bracket or a colon is for the grammar to refuse.
#[inline]
fn may_follow(byte: u8) -> bool {
    matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b':' | b'{' | b'[' | b'"')
}

#[inline]
fn literal(doc: &[u8], start: usize, word: &[u8]) -> Option<usize> {
    let end = start + word.len();
    (doc.get(start..end)? == word).then_some(end)
}

#[inline]
fn number(doc: &[u8], start: usize) -> Option<usize> {
    let first = start + usize::from(doc.get(start) == Some(&b'-'));
    let mut at = digits(doc, first)?;
    if doc.get(first) == Some(&b'0') && at > first + 1 {
        return None;
    }
    if doc.get(at) == Some(&b'.') {
        at = digits(doc, at + 1)?;
    }
    if let Some(b'e' | b'E') = doc.get(at) {
        let sign = matches!(doc.get(at + 1), Some(b'+' | b'-'));
        at = more_digits(doc, at + 1 + usize::from(sign), 1)?;
    }
    Some(at)
}

/// The end of one or more digits.
#[inline]
fn digits(doc: &[u8], start: usize) -> Option<usize> {
    match doc.get(start..).and_then(<[u8]>::first_chunk).map(|eight| leading_digits(*eight)) {
        Some(0) => None,
        Some(count @ 1..8) => Some(start + count),
        Some(_) => more_digits(doc, start + 8, 0),
        // Near the end of the document.
        None => more_digits(doc, start, 1),
    }
}

/// The same of many digits, at least so many.
fn more_digits(doc: &[u8], start: usize, least: usize) -> Option<usize> {
    let rest = doc.get(start..).unwrap_or_default();
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count >= least).then_some(start + count)
}

/// How many of eight bytes are digits before the first that is none.
#[inline]
fn leading_digits(eight: [u8; 8]) -> usize {
    other_than_digits(u64::from_le_bytes(eight)).trailing_zeros() as usize / 8
}

/// The high bit of each byte that is no digit.
#[inline]
fn other_than_digits(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let value = word ^ (ONES * 0x30);
    // A byte is above nine if adding 0x76 to its low bits, or its own high bit, sets the high bit.
    (((value & (ONES * 0x7F)) + ONES * 0x76) | value) & (ONES * 0x80)
}
