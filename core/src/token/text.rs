//! Tokens as text: `fv1.` and base64url without padding, decoded strictly (RFC 4648 sections 3.5 and 5).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{Token, malformed, unsupported};
use crate::error::Result;

const MARK: &[u8] = b"fv1.";

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
    text.starts_with(MARK) && decode_into(text, &mut raw).is_ok() && Token::known(&raw).is_ok()
}

/// The characters that a token of `raw` bytes needs.
pub(crate) const fn text_len(raw: usize) -> usize {
    MARK.len() + (raw * 4).div_ceil(3)
}

/// Appends the text of a token to `out`.
pub(crate) fn encode_into(raw: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(MARK);
    let start = out.len();
    out.resize(start + text_len(raw.len()) - MARK.len(), 0);
    let room = out.get_mut(start..).unwrap_or_default();
    let written = URL_SAFE_NO_PAD.encode_slice(raw, room);
    debug_assert_eq!(written.ok(), Some(out.len() - start));
}

/// Decodes the text of a token into `raw`, and forgets what was in it.
pub(super) fn decode_into(text: &[u8], raw: &mut Vec<u8>) -> Result<()> {
    raw.clear();
    let Some(body) = text.strip_prefix(MARK) else {
        return Err(if looks_like(text) { unsupported("version") } else { malformed() });
    };
    URL_SAFE_NO_PAD.decode_vec(body, raw).map_err(|_| malformed())
}
