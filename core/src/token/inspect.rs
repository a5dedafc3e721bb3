//! Looking at tokens without a key: what they are and which key they name.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{COMMITMENT, Kind, PREFIX, SALT, Suite, Token};
use crate::crypto::TAG;
use crate::error::Result;

/// What a token says of itself. None of it is authenticated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TokenInfo {
    /// The suite, in two hexadecimal digits: `01` is a value under AES-256-GCM.
    pub suite: String,
    /// What it is: `value`, `record header`, `record field`, `deterministic value`, `stream`.
    pub kind: &'static str,
    /// The cipher, as a keyring names it.
    pub cipher: &'static str,
    /// The id of its key; the ordinal of a record field, whose key the header names.
    pub id: u32,
    /// Its bytes, prefix and all.
    pub bytes: usize,
    /// The bytes that are sealed in it, padding among them; none in a header.
    pub payload: usize,
    /// How many fields a header speaks for.
    pub fields: Option<u32>,
}

/// How many tokens of one suite under one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenCount {
    /// The suite, in two hexadecimal digits.
    pub suite: String,
    /// The id of the key; that of its header for a record field, and nothing where no header stands.
    pub id: Option<u32>,
    /// How many.
    pub count: u64,
}

/// Looks at one token, without a key.
///
/// ```
/// let token = format!("fv1.AWEAAAAB{}", "A".repeat(96));
/// let info = fieldveil::inspect(&token)?;
/// assert_eq!((info.kind, info.id), ("stream", 1));
/// # Ok::<(), fieldveil::Error>(())
/// ```
///
/// # Errors
/// `invalid_token`, or `unsupported_version` for a token of another version.
pub fn inspect(token: &str) -> Result<TokenInfo> {
    let mut raw = Vec::new();
    let token = Token::decode(token.as_bytes(), &mut raw)?;
    let suite = token.suite();
    let body = token.body();
    let (kind, overhead) = match suite.kind() {
        Kind::Value => ("value", SALT + COMMITMENT + 1 + TAG),
        Kind::Header => ("record header", body.len()),
        Kind::Field => ("record field", 1 + TAG),
        Kind::Deterministic => ("deterministic value", 1 + TAG),
        Kind::Stream => ("stream", SALT + COMMITMENT + TAG),
    };
    let count = body.get(SALT..SALT + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    Ok(TokenInfo {
        suite: suite.as_hex(),
        kind,
        cipher: suite.family().as_str(),
        id: token.id(),
        bytes: PREFIX + body.len(),
        payload: body.len().saturating_sub(overhead),
        fields: count.filter(|_| suite.kind() == Kind::Header),
    })
}

/// Counts the tokens in a document, or in any other text, by suite and key; without a key.
///
/// A field belongs to the header before it, or to the first one behind it if none stands before.
#[must_use]
pub fn inspect_document(text: &[u8]) -> Vec<TokenCount> {
    let mut counts = Counts::default();
    if let Ok(stream) = Token::parse(text)
        && stream.suite().kind() == Kind::Stream
    {
        counts.add(stream.suite(), Some(stream.id()), 1);
        return counts.finish();
    }
    let mut raw = Vec::new();
    for at in memchr::memmem::find_iter(text, b"fv1.") {
        let candidate = text.get(at..).unwrap_or_default();
        let alone = at.checked_sub(1).and_then(|before| text.get(before)).is_none_or(|byte| !is_body(*byte));
        let length = candidate.iter().skip(4).take_while(|byte| is_body(**byte)).count() + 4;
        if let Some(Ok(token)) =
            candidate.get(..length).filter(|_| alone).map(|text| Token::decode(text, &mut raw))
        {
            counts.see(&token);
        }
    }
    counts.finish()
}

/// A count under way.
#[derive(Default)]
struct Counts {
    seen: BTreeMap<(Suite, Option<u32>), u64>,
    header: Option<u32>,
}

impl Counts {
    fn see(&mut self, token: &Token<'_>) {
        let suite = token.suite();
        match suite.kind() {
            Kind::Field => self.add(suite, self.header, 1),
            Kind::Header => {
                self.header = Some(token.id());
                self.add(suite, self.header, 1);
                self.adopt();
            }
            _ => self.add(suite, Some(token.id()), 1),
        }
    }

    /// Gives the fields that had no header yet to the one that was just found.
    fn adopt(&mut self) {
        for suite in [Suite::FieldAes, Suite::FieldChaCha] {
            if let Some(orphans) = self.seen.remove(&(suite, None)) {
                self.add(suite, self.header, orphans);
            }
        }
    }

    fn add(&mut self, suite: Suite, id: Option<u32>, count: u64) {
        *self.seen.entry((suite, id)).or_default() += count;
    }

    fn finish(self) -> Vec<TokenCount> {
        let row = |((suite, id), count): ((Suite, Option<u32>), u64)| TokenCount {
            suite: suite.as_hex(),
            id,
            count,
        };
        self.seen.into_iter().map(row).collect()
    }
}

/// A character of base64url.
fn is_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{Prefix, encode_into};

    fn token(suite: Suite, id: u32, body: usize) -> String {
        let mut body = vec![0; body];
        if let Some(count) = body.get_mut(24..28).filter(|_| suite.kind() == Kind::Header) {
            count.copy_from_slice(&3_u32.to_be_bytes());
        }
        let mut text = Vec::new();
        encode_into(&[&Prefix { suite, id }.to_bytes()[..], &body].concat(), &mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn a_token_says_what_it_is() {
        let value = inspect(&token(Suite::ValueAes, 7, 73 + 24)).unwrap();
        assert_eq!((value.suite.as_str(), value.kind, value.id), ("01", "value", 7));
        assert_eq!((value.bytes, value.payload, value.fields), (79 + 24, 24, None));
        let header = inspect(&token(Suite::HeaderChaCha, 9, 60)).unwrap();
        assert_eq!((header.suite.as_str(), header.fields, header.payload), ("12", Some(3), 0));
        assert_eq!(inspect("fv1.hello").unwrap_err().code().as_str(), "invalid_token");
        assert_eq!(inspect("fv2.hello").unwrap_err().code().as_str(), "unsupported_version");
    }

    #[test]
    fn fields_count_under_the_key_of_their_header() {
        let header = |id| token(Suite::HeaderAes, id, 60);
        let field = |ordinal| token(Suite::FieldAes, ordinal, 20);
        let value = token(Suite::ValueAes, 5, 90);
        let text = format!(
            r#"[{{"a":"{}","_fv":"{}","b":"{}"}},{{"_fv":"{}","c":"{}","d":"{value}","e":"x{value}","f":"fv1.hello"}}]"#,
            field(0),
            header(7),
            field(1),
            header(8),
            field(0),
        );
        let row = |suite: &str, id, count| TokenCount { suite: suite.to_owned(), id: Some(id), count };
        let expected = [row("01", 5, 1), row("11", 7, 1), row("11", 8, 1), row("21", 7, 2), row("21", 8, 1)];
        assert_eq!(inspect_document(text.as_bytes()), expected);
        assert_eq!(inspect_document(field(0).as_bytes())[0].id, None);
        assert!(inspect_document(b"no token here").is_empty());
    }
}
