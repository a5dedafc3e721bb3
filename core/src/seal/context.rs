//! The context that a ciphertext is bound to, as bytes: `u32 n ‖ LP(name) ‖ LP(value) …`.

/// No context.
pub(crate) const NONE: &[u8] = &[0; 4];

/// Encodes pairs that are a valid context already, sorted by the bytes of their names.
pub(crate) fn encode<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(128);
    bytes.extend_from_slice(NONE);
    let mut count = 0_u32;
    for (name, value) in pairs {
        count += 1;
        for text in [name, value] {
            // The limits of a context keep every length far below this.
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    if let Some(place) = bytes.first_chunk_mut() {
        *place = count.to_be_bytes();
    }
    bytes
}

/// Encodes the context of this library's own tokens, whose names begin with `fv-`.
pub(crate) fn encode_reserved<const N: usize>(mut pairs: [(&str, &str); N]) -> Vec<u8> {
    pairs.sort_unstable();
    encode(pairs.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_by_bytes() {
        let bytes = encode_reserved([("𝒳", "x"), ("b", "2"), ("￮", "y"), ("a", "")]);
        assert_eq!(bytes, encode([("a", ""), ("b", "2"), ("￮", "y"), ("𝒳", "x")].into_iter()));
        assert!(bytes.starts_with(b"\0\0\0\x04\0\0\0\x01a\0\0\0\0\0\0\0\x01b"));
        assert_eq!(encode_reserved([]), NONE);
    }
}
