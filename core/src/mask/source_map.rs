//! From places in a decoded text back to the JSON string that it was decoded from.

/// Walks the inside of a JSON string once, for offsets that rise.
pub(super) struct SourceMap<'a> {
    inside: &'a [u8],
    /// How far the walk has come, in the source and in the decoded text.
    source: usize,
    decoded: usize,
}

impl<'a> SourceMap<'a> {
    /// The inside of a valid JSON string, without lone surrogates.
    pub(super) fn new(inside: &'a [u8]) -> Self {
        Self { inside, source: 0, decoded: 0 }
    }

    /// Where the character stands that begins at `decoded` of the text, which is not before the last one asked for.
    pub(super) fn offset(&mut self, decoded: usize) -> Option<usize> {
        while self.decoded < decoded {
            let rest = self.inside.get(self.source..)?;
            let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len()).min(decoded - self.decoded);
            if plain > 0 {
                self.source += plain;
                self.decoded += plain;
                continue;
            }
            let (source, decoded) = escape(rest)?;
            self.source += source;
            self.decoded += decoded;
        }
        (self.decoded == decoded).then_some(self.source)
    }
}

/// How many bytes an escape has, and how many the character that it writes has in UTF-8.
fn escape(text: &[u8]) -> Option<(usize, usize)> {
    if text.get(1) != Some(&b'u') {
        return text.get(1).map(|_| (2, 1));
    }
    let code = text
        .get(2..6)?
        .iter()
        .try_fold(0, |code, digit| Some(code << 4 | char::from(*digit).to_digit(16)?))?;
    Some(match code {
        0..0x80 => (6, 1),
        0x80..0x800 => (6, 2),
        0xD800..0xE000 => (12, 4), // a pair of surrogates
        _ => (6, 3),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::text;

    #[test]
    fn every_character_is_found_again() {
        let inside = r#"a\u00e4\n€\ud83d\ude00\"\/z\u20ac"#;
        let decoded = text::decode_utf8(inside.as_bytes()).unwrap();
        let mut map = SourceMap::new(inside.as_bytes());
        let starts: Vec<_> = decoded.char_indices().map(|(at, _)| map.offset(at).unwrap()).collect();
        assert_eq!(starts, [0, 1, 7, 9, 12, 24, 26, 28, 29]);
        assert_eq!(map.offset(decoded.len()), Some(inside.len()));
    }
}
