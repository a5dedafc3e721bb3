//! Secrets that say by their first characters what they are.

mod forms;
mod jwt;

use super::Detector;
use super::checksum::crc32;
use super::edge::{is_word, runs_from};
use super::sink::{Evidence, Sink};
use super::words::Word;
use forms::{FORMS, is_first_word};

/// The longest token that is looked for.
const MAX: usize = 4096;

/// The fewest characters of a token that is one word of letters: `AKIA` and sixteen more.
pub(super) const LONG: usize = 20;

/// A token whose prefix ends in the mark behind a short word; returns where to go on.
pub(super) fn prefixed(text: &[u8], word: Word, mark: u8, sink: &mut Sink<'_>) -> usize {
    let first = word.bytes(text);
    if !is_first_word(first) {
        return word.end;
    }
    let from = text.get(word.start..).unwrap_or_default();
    for form in &FORMS {
        let Some(behind) =
            form.prefix.strip_prefix(first).and_then(|rest| rest.first()).filter(|m| **m == mark)
        else {
            continue;
        };
        let Some(token) = from.strip_prefix(form.prefix) else { continue };
        let run = runs_from(token, form.most + 1, |byte| is_word(byte) || form.marks.contains(&byte));
        let run = trimmed(run);
        if run.len() < form.least || run.len() > form.most || *behind != mark {
            continue;
        }
        let evidence = if !form.crc || has_crc(run) { Evidence::Strong } else { Evidence::Weak };
        let end = word.start + form.prefix.len() + run.len();
        sink.found(form.detector, word.start..end, evidence);
        return end;
    }
    word.end
}

/// Without the full stop of a sentence.
fn trimmed(run: &[u8]) -> &[u8] {
    run.strip_suffix(b".").unwrap_or(run)
}

/// Whether the last six characters are the CRC-32 of the others in base 62.
fn has_crc(token: &[u8]) -> bool {
    let Some((random, check)) = token.len().checked_sub(6).and_then(|at| token.split_at_checked(at)) else {
        return false;
    };
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'Z' => byte - b'A' + 10,
        _ => byte.wrapping_sub(b'a').wrapping_add(36),
    };
    let value = check.iter().fold(0u64, |value, byte| value * 62 + u64::from(digit(*byte)));
    value == u64::from(crc32(random))
}

/// A token that is a word of its own, or begins with one; returns where to go on.
pub(super) fn whole(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let bytes = word.bytes(text);
    match bytes {
        [b'A', b'K' | b'S' | b'B', b'I', b'A', rest @ ..]
            if rest.len() == 16 && rest.iter().all(is_base32) =>
        {
            sink.strong(Detector::AwsKey, word.start..word.end);
        }
        [b'A', b'B', b'S', b'K', ..] => return bedrock(text, word, sink),
        [b'A', b'I', b'z', b'a', ..] => return google(text, word, sink),
        [b'e', b'y', b'J', ..] => return jwt::examine(text, word, sink),
        [b'S', b'K', hex @ ..] | [b'A', b'C', hex @ ..]
            if hex.len() == 32 && hex.iter().all(is_lower_hex) =>
        {
            sink.strong(Detector::TwilioKey, word.start..word.end);
        }
        _ => {}
    }
    word.end
}

fn is_base32(byte: &u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'2'..=b'7')
}

fn is_lower_hex(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// A long-lived key of Amazon Bedrock: `ABSK` and, in base64, a user's name and 32 bytes or more.
fn bedrock(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let run =
        runs_from(text.get(word.start..).unwrap_or_default(), 280, |b| is_word(b) || b"+/=".contains(&b));
    if !(113..=275).contains(&run.len()) {
        return word.end;
    }
    sink.strong(Detector::AwsKey, word.start..word.start + run.len());
    word.start + run.len()
}

/// `AIza` and 35 characters of base64url.
fn google(text: &[u8], word: Word, sink: &mut Sink<'_>) -> usize {
    let run = runs_from(text.get(word.start..).unwrap_or_default(), 40, is_base64url);
    if run.len() == 39 {
        sink.strong(Detector::GoogleKey, word.start..word.start + 39);
        return word.start + 39;
    }
    word.end
}

fn is_base64url(byte: u8) -> bool {
    is_word(byte) || byte == b'_' || byte == b'-'
}

/// A client secret of Azure around the `~` at `at`: three characters, a digit, `Q~`, and 31 to 34 more.
pub(super) fn azure_secret(text: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let next = at + 1;
    let holds = |byte: u8| is_word(byte) || b"_.~-".contains(&byte);
    let Some(start) = at.checked_sub(5) else { return next };
    let before = text.get(start..at).unwrap_or_default();
    let ahead = start.checked_sub(1).and_then(|index| text.get(index)).is_some_and(|byte| holds(*byte));
    let run = trimmed(runs_from(text.get(next..).unwrap_or_default(), 35, holds));
    let begins = matches!(before, [a, b, c, digit, b'Q'] if digit.is_ascii_digit() && [a, b, c].iter().all(|x| holds(**x)));
    if begins && !ahead && (31..=34).contains(&run.len()) {
        sink.strong(Detector::AzureKey, start..next + run.len());
        return next + run.len();
    }
    next
}
