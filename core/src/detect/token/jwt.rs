//! JSON Web Tokens.

use super::{MAX, is_base64url};
use crate::detect::Detector;
use crate::detect::edge::runs_from;
use crate::detect::sink::Sink;
use crate::detect::words::Word;

/// Three parts of base64url, the first of which is a JSON object that names an algorithm (RFC 7515 section 4.1.1).
pub(super) fn examine(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let from = text.get(word.start..).unwrap_or_default();
    let header = runs_from(from, MAX, is_base64url);
    let Some(behind) = from.get(header.len()..).and_then(|rest| rest.strip_prefix(b".")) else {
        return word.end;
    };
    let payload = runs_from(behind, usize::MAX, is_base64url);
    let end = word.start + header.len() + 1 + payload.len();
    let signature = match text.get(end..).and_then(|rest| rest.strip_prefix(b".")) {
        Some(rest) => 1 + runs_from(rest, usize::MAX, is_base64url).len(),
        None => 0,
    };
    if payload.is_empty() || !is_jose_header(header) {
        return end + signature;
    }
    sink.strong(Detector::Jwt, word.start..end + signature);
    end + signature
}

fn is_jose_header(text: &[u8]) -> bool {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let header = engine.decode(text).ok();
    header.is_some_and(|json| {
        serde_json::from_slice::<serde_json::Value>(&json).is_ok_and(|h| h.get("alg").is_some())
    })
}
