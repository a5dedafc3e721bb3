//! Private keys in PEM (RFC 7468).

use memchr::memmem;

use super::Detector;
use super::edge::reads;
use super::sink::Sink;

/// A private key that begins with the hyphen at `at`. One without an end is one to the end of the text.
pub(super) fn examine(text: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let next = at + 1;
    let Some(label) = text.get(at..).and_then(|from| from.strip_prefix(b"-----BEGIN ")) else { return next };
    let label = label.get(..label.len().min(48)).unwrap_or_default();
    let Some(length) = memmem::find(label, b"-----") else { return next };
    let label = label.get(..length).unwrap_or_default();
    if memmem::find(label, b"PRIVATE KEY").is_none() {
        return next;
    }
    let body = at + b"-----BEGIN -----".len() + length;
    let rest = text.get(body..).unwrap_or_default();
    let end = memmem::find(rest, b"-----END ").map_or(text.len(), |found| {
        let mark = body + found + b"-----END ".len();
        let tail = text.get(mark..text.len().min(mark + 64)).unwrap_or_default();
        memmem::find(tail, b"-----").map_or(mark, |close| mark + close + 5)
    });
    reads(end - at);
    sink.strong(Detector::PrivateKey, at..end);
    end
}
