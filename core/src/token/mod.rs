//! Tokens as bytes and as text: parsed and printed, with no cryptography.
//!
//! A token names its suite and its key in its first six bytes. Whether it is authentic is the business of
//! `seal`; what is checked here, and in which order, is what can be checked without a key.

mod count;
mod inspect;
mod suite;
mod text;

pub(crate) use count::keyed;
pub use count::{TokenCount, inspect_document, inspect_reader};
pub use inspect::{TokenInfo, inspect};
pub(crate) use suite::{Family, Kind, Suite};
pub(crate) use text::{encode_into, encode_to, looks_like, parses, text_len, text_of};
pub use text::{token_bytes, token_text};

use crate::error::{Error, ErrorCode, Result};
use crate::limits::MAX_FIELDS;

/// The version of the format that this crate writes and reads.
pub(crate) const VERSION: u8 = 1;
/// `version ‖ suite ‖ u32 id`.
pub(crate) const PREFIX: usize = 6;
/// The salt of a value, of a record and of a stream.
pub(crate) const SALT: usize = 24;
/// The commitment to a key.
pub(crate) const COMMITMENT: usize = 32;
/// A record header, prefix and all.
pub(crate) const HEADER: usize = PREFIX + SALT + 4 + COMMITMENT;

/// The first six bytes of every token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prefix {
    /// What kind of token, and under which cipher.
    pub(crate) suite: Suite,
    /// A key id, or the ordinal of a record field.
    pub(crate) id: u32,
}

impl Prefix {
    /// `version ‖ suite ‖ u32 id`.
    pub(crate) fn to_bytes(self) -> [u8; PREFIX] {
        let [a, b, c, d] = self.id.to_be_bytes();
        [VERSION, self.suite as u8, a, b, c, d]
    }
}

/// A token whose form is right: a known version and suite, and a length that its suite can have.
#[derive(Clone, Copy)]
pub(crate) struct Token<'a> {
    prefix: Prefix,
    body: &'a [u8],
}

impl<'a> Token<'a> {
    /// Parses the bytes of a token: what a binary column holds, or the text without `fv1.`, decoded.
    ///
    /// # Errors
    /// In this order: `unsupported_version` for another version or an unknown suite, then `invalid_token` for a
    /// length that the suite cannot have, or a header's count of 0 or above 2^20.
    pub(crate) fn parse(raw: &'a [u8]) -> Result<Self> {
        let token = Self::known(raw)?;
        if token.prefix.suite.kind() == Kind::Header {
            let count = token.body.get(SALT..SALT + 4).and_then(|bytes| bytes.try_into().ok());
            if !count.is_some_and(|count| (1..=MAX_FIELDS).contains(&u32::from_be_bytes(count))) {
                return Err(malformed());
            }
        }
        Ok(token)
    }

    /// Decodes the text of a token into `raw` and parses it.
    ///
    /// # Errors
    /// In this order: `invalid_token` without the mark `fvN.`, `unsupported_version` for another mark than
    /// `fv1.`, `invalid_token` for what is not strict base64url, then as [`Token::parse`].
    pub(crate) fn decode(text: &[u8], raw: &'a mut Vec<u8>) -> Result<Self> {
        text::decode_into(text, raw)?;
        Self::parse(raw)
    }

    /// Known version, known suite, possible length.
    fn known(raw: &'a [u8]) -> Result<Self> {
        match raw {
            [VERSION, suite, a, b, c, d, body @ ..] => {
                let suite = Suite::try_from(*suite)?;
                if !suite.possible(raw.len()) {
                    return Err(malformed());
                }
                Ok(Self { prefix: Prefix { suite, id: u32::from_be_bytes([*a, *b, *c, *d]) }, body })
            }
            [VERSION] | [] => Err(malformed()),
            [VERSION, suite, ..] => Suite::try_from(*suite).and(Err(malformed())),
            _ => Err(unsupported("version")),
        }
    }

    /// The first six bytes.
    pub(crate) fn prefix(&self) -> Prefix {
        self.prefix
    }

    /// What kind of token, and under which cipher.
    pub(crate) fn suite(&self) -> Suite {
        self.prefix.suite
    }

    /// The key id, or the ordinal of a record field.
    pub(crate) fn id(&self) -> u32 {
        self.prefix.id
    }

    /// What stands behind the prefix.
    pub(crate) fn body(&self) -> &'a [u8] {
        self.body
    }
}

/// The error for what has a token's mark but not its form.
pub(crate) fn malformed() -> Error {
    Error::new(ErrorCode::InvalidToken, "the token is malformed or cut short; restore it from its source")
}

/// The error for what another version of this library may have written.
fn unsupported(what: &str) -> Error {
    let message = format!(
        "the token has a {what} that this version does not know; update this library, or look whether it is a token"
    );
    Error::new(ErrorCode::UnsupportedVersion, message)
}

#[cfg(test)]
mod tests;
