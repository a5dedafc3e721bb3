//! Tokens as text: `fv1.` and base64url without padding, decoded strictly (RFC 4648 sections 3.5 and 5).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Kind, Token, malformed, unsupported};
use crate::error::Result;

pub(super) const MARK: &str = "fv1.";

/// The bytes of a token: what a binary column holds, a quarter less than the text. No key is needed.
///
/// ```
/// let text = "fv1.AUEAAAABAAAAAAAAAAAAAAAAAAAAAAA";
/// let bytes = fieldveil::token_bytes(text)?;
/// assert_eq!(bytes.len(), 23);
/// assert_eq!(fieldveil::token_text(&bytes)?, text);
/// # Ok::<(), fieldveil::Error>(())
/// ```
///
/// # Errors
/// `invalid_token`, `unsupported_version`: only what is a token by its form has another form. Whether it is authentic is
/// found out when it is opened.
pub fn token_bytes(text: &str) -> Result<Vec<u8>> {
    let mut raw = Vec::with_capacity(text.len());
    let token = Token::decode(text.as_bytes(), &mut raw)?;
    has_text(&token)?;
    Ok(raw)
}

/// The text of a token whose bytes a binary column held: `fv1.` and base64url, as every call takes it.
///
/// # Errors
/// As [`token_bytes`].
pub fn token_text(bytes: &[u8]) -> Result<String> {
    has_text(&Token::parse(bytes)?)?;
    Ok(text_of(bytes))
}

/// # Errors
/// `invalid_token` for a stream, which is a file of bytes alone.
fn has_text(token: &Token<'_>) -> Result<()> {
    if token.suite().kind() == Kind::Stream { Err(malformed()) } else { Ok(()) }
}

/// Whether `text` begins as a token of any version does: `^fv[0-9]+\.`.
pub(crate) fn looks_like(text: &[u8]) -> bool {
    text.strip_prefix(b"fv").is_some_and(|rest| {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits > 0 && rest.get(digits) == Some(&b'.')
    })
}

/// Whether `text` parses as a token: known version and suite, possible length.
pub(crate) fn parses(text: &[u8]) -> bool {
    let mut raw = Vec::new();
    text.starts_with(MARK.as_bytes()) && decode_into(text, &mut raw).is_ok() && Token::known(&raw).is_ok()
}

/// The characters that a token of `raw` bytes needs.
pub(crate) const fn text_len(raw: usize) -> usize {
    MARK.len() + (raw * 4).div_ceil(3)
}

/// The text of a token that was just made.
pub(crate) fn text_of(raw: &[u8]) -> String {
    let mut text = String::with_capacity(text_len(raw.len()));
    text.push_str(MARK);
    URL_SAFE_NO_PAD.encode_string(raw, &mut text);
    text
}

/// Appends the text of a token to `out`.
pub(crate) fn encode_into(raw: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + text_len(raw.len()), 0);
    encode_to(raw, out.get_mut(start..).unwrap_or_default());
}

/// Writes the text of a token to `out`, which has [`text_len`] bytes.
pub(crate) fn encode_to(raw: &[u8], out: &mut [u8]) {
    let Some((mark, room)) = out.split_at_mut_checked(MARK.len()) else { return };
    mark.copy_from_slice(MARK.as_bytes());
    let written = URL_SAFE_NO_PAD.encode_slice(raw, room);
    debug_assert_eq!(written.ok(), Some(text_len(raw.len()) - MARK.len()));
}

/// Decodes the text of a token into `raw`, and forgets what was in it.
pub(super) fn decode_into(text: &[u8], raw: &mut Vec<u8>) -> Result<()> {
    raw.clear();
    let Some(body) = text.strip_prefix(MARK.as_bytes()) else {
        return Err(if looks_like(text) { unsupported("version") } else { malformed() });
    };
    URL_SAFE_NO_PAD.decode_vec(body, raw).map_err(|_| malformed())
}
