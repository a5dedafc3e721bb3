//! Credentials beside a word that announces them: headers, URLs, connection strings.

use memchr::memmem;

use super::Detector;
use super::edge::{is_word, reads, runs_from};
use super::sink::Sink;
use super::words::Word;

/// The longest user or password that is looked for.
const MAX_CREDENTIAL: usize = 256;
/// The most spaces between a scheme and its credential.
const MAX_SPACES: usize = 8;
/// How far before a password the other members of a connection string may stand.
const MAX_STRING: usize = 256;

/// Names, in lower case, that stand beside a password in a connection string.
const MEMBERS: [&[u8]; 7] =
    [b"server=", b"data source=", b"host=", b"user id=", b"uid=", b"initial catalog=", b"username="];

/// A word that may announce a credential; returns where to go on.
#[inline]
pub(super) fn examine(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    // Nearly every word is turned away by its length and its first letter.
    match (word.len(), text.get(word.start).map_or(0, u8::to_ascii_lowercase)) {
        (3, b'k' | b'p') | (5 | 6, b'b') | (8, b'p') | (10, b'a') | (15, b's') => announce(text, word, sink),
        _ => word.end,
    }
}

fn announce(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let is = |name: &[u8]| word.bytes(text).eq_ignore_ascii_case(name);
    match word.len() {
        6 if is(b"bearer") => scheme(text, word.end, 16, is_bearer, sink),
        5 if is(b"basic") => scheme(text, word.end, 8, is_base64, sink),
        10 if is(b"accountkey") => azure(text, word.end, sink),
        15 if is(b"sharedaccesskey") => azure(text, word.end, sink),
        15 if is(b"secretaccesskey") => aws(text, word.end, sink),
        3 if is(b"key") && names_aws(text, word.start) => aws(text, word.end, sink),
        3 if is(b"pwd") => password(text, word, sink),
        8 if is(b"password") => password(text, word, sink),
        _ => word.end,
    }
}

fn names_aws(text: &[u8], at: usize) -> bool {
    let before = text.get(at.saturating_sub(14)..at).unwrap_or_default();
    before.to_ascii_lowercase().ends_with(b"secret_access_")
}

/// RFC 6750 section 2.1: `Bearer` and a token, with spaces between (RFC 9110 section 11.4).
fn scheme(text: &[u8], at: usize, least: usize, holds: fn(u8) -> bool, sink: &mut Sink<'_>) -> usize {
    let from = text.get(at..).unwrap_or_default();
    let start = at + runs_from(from, MAX_SPACES, |byte| byte == b' ' || byte == b'\t').len();
    let Some(credential) = text.get(start..).filter(|_| start > at) else { return at };
    let run = runs_from(credential, 8192, holds);
    let run = run.strip_suffix(b".").unwrap_or(run);
    // A word of letters alone is prose: `Basic authentication`.
    let prose = run.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-' || *byte == b'.');
    if run.len() >= least && !prose && (least > 8 || is_user_and_password(run)) {
        sink.strong(Detector::Authorization, start..start + run.len());
        return start + run.len();
    }
    at
}

fn is_bearer(byte: u8) -> bool {
    is_word(byte) || b"-._~+/=".contains(&byte)
}

fn is_base64(byte: u8) -> bool {
    is_word(byte) || b"+/=".contains(&byte)
}

/// RFC 7617: base64 of `user:password`.
fn is_user_and_password(text: &[u8]) -> bool {
    use base64::Engine as _;
    let engine = base64::engine::general_purpose::STANDARD;
    engine.decode(text).is_ok_and(|plain| plain.contains(&b':') && std::str::from_utf8(&plain).is_ok())
}

/// What lies between a name and its value in code, configuration and JSON.
fn value_at(text: &[u8], at: usize) -> (usize, &[u8]) {
    let from = text.get(at..).unwrap_or_default();
    let gap = runs_from(from, 8, |byte| b" \"':=>\\".contains(&byte)).len();
    (at + gap, from.get(gap..).unwrap_or_default())
}

/// A key of Azure storage or service bus: 64 or 32 bytes in base64.
fn azure(text: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let (start, value) = value_at(text, at);
    let run = runs_from(value, 96, is_base64);
    if start > at && matches!(run.len(), 88 | 44) && run.ends_with(b"=") {
        sink.strong(Detector::AzureKey, start..start + run.len());
        return start + run.len();
    }
    at
}

/// A secret access key of AWS: 40 characters of base64.
fn aws(text: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let (start, value) = value_at(text, at);
    let run = runs_from(value, 41, |byte| is_word(byte) || byte == b'+' || byte == b'/');
    if start > at && run.len() == 40 {
        sink.strong(Detector::AwsKey, start..start + 40);
        return start + 40;
    }
    at
}

/// The password of a connection string: `Server=…;User Id=…;Password=…`.
fn password(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let Some(value) = text.get(word.end..).and_then(|from| from.strip_prefix(b"=")) else { return word.end };
    let run = runs_from(value, MAX_CREDENTIAL, |byte| byte > b' ' && !b";\"'".contains(&byte));
    if run.is_empty() || !in_connection_string(text, word) {
        return word.end;
    }
    sink.strong(Detector::UrlCredentials, word.end + 1..word.end + 1 + run.len());
    word.end + 1 + run.len()
}

fn in_connection_string(text: &[u8], word: Word) -> bool {
    let window = text.get(word.start.saturating_sub(MAX_STRING)..text.len().min(word.end + MAX_STRING));
    let window = window.unwrap_or_default().to_ascii_lowercase();
    reads(window.len());
    memchr::memchr(b';', &window).is_some()
        && MEMBERS.iter().any(|member| memmem::find(&window, member).is_some())
}

/// User and password behind the `://` at `at` (RFC 3986 section 3.2.1). Before the last `@`, as browsers read it (WHATWG
/// URL section 4.4): a password that somebody forgot to escape holds one itself.
pub(super) fn url(text: &[u8], at: usize, sink: &mut Sink<'_>) {
    let Some(authority) = text.get(at..).and_then(|from| from.strip_prefix(b"://")) else { return };
    let run = runs_from(authority, 2 * MAX_CREDENTIAL, |byte| byte > b' ' && !b"/?#\"'<>".contains(&byte));
    let Some(run) = memchr::memrchr(b'@', run).and_then(|last| run.get(..last)) else { return };
    if memchr::memchr(b':', run).is_some_and(|colon| colon + 1 < run.len()) {
        sink.strong(Detector::UrlCredentials, at + 3..at + 3 + run.len());
    }
}
