//! Looking at tokens without a key: what they are and which key they name.

use serde::Serialize;

use super::{COMMITMENT, Kind, PREFIX, SALT, Token};
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::token::{Prefix, Suite, encode_into};

    pub(in crate::token) fn token(suite: Suite, id: u32, body: usize) -> String {
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
}
