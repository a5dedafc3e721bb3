//! Numbers and literals, byte by byte (RFC 8259 sections 3 and 6).

/// The end of the number, `true`, `false` or `null` that begins at `start`, if it is a valid one.
///
/// What follows it must be white space, structure or the end; a quote is refused by the grammar.
#[inline]
pub(crate) fn end(doc: &[u8], start: usize) -> Option<usize> {
    let rest = doc.get(start..)?;
    let length = match rest.first()? {
        b't' => literal(rest, b"true")?,
        b'f' => literal(rest, b"false")?,
        b'n' => literal(rest, b"null")?,
        _ => number(rest)?,
    };
    match rest.get(length) {
        None | Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b':' | b'{' | b'[' | b'"') => {
            Some(start + length)
        }
        Some(_) => None,
    }
}

#[inline]
fn literal(rest: &[u8], word: &[u8]) -> Option<usize> {
    rest.starts_with(word).then_some(word.len())
}

#[inline]
fn number(rest: &[u8]) -> Option<usize> {
    let mut at = usize::from(rest.first() == Some(&b'-'));
    match rest.get(at)? {
        b'0' => at += 1,
        b'1'..=b'9' => at = digits(rest, at)?,
        _ => return None,
    }
    if rest.get(at) == Some(&b'.') {
        at = digits(rest, at + 1)?;
    }
    if let Some(b'e' | b'E') = rest.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = rest.get(at) {
            at += 1;
        }
        at = digits(rest, at)?;
    }
    Some(at)
}

/// The end of one or more digits.
#[inline]
fn digits(rest: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(eight) = rest.get(at..).and_then(<[u8]>::first_chunk) {
        let count = leading_digits(*eight);
        at += count;
        if count < 8 {
            return (at > start).then_some(at);
        }
    }
    while rest.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    (at > start).then_some(at)
}

/// How many of eight bytes are digits before the first that is none.
#[inline]
fn leading_digits(eight: [u8; 8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let value = u64::from_le_bytes(eight) ^ (ONES * 0x30);
    // A byte is above nine if adding 0x76 to its low bits, or its own high bit, sets the high bit.
    let above = (((value & (ONES * 0x7F)) + ONES * 0x76) | value) & (ONES * 0x80);
    (above.trailing_zeros() / 8) as usize
}
