//! Addresses of machines: IPv4, IPv6, MAC.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Detector;
use super::edge::{is_word, may_begin, runs_from, word_before};
use super::sink::Sink;
use super::words::Word;

/// Words before four numbers that make them a version, or an object identifier, rather than an address.
const VERSIONS: [&[u8]; 8] = [b"version", b"ver", b"v", b"release", b"build", b"firmware", b"rev", b"oid"];

/// An IPv4 address that begins with the digits of a word.
pub(super) fn dotted(text: &[u8], word: Word, sink: &mut Sink<'_>) {
    if word.len() > 3 || !may_begin(text, word.start) {
        return;
    }
    let Some(end) = four_numbers(text, word.start) else { return };
    let run = text.get(word.start..end).unwrap_or_default();
    // A fifth number makes an object identifier of it, or a version.
    let goes_on = match text.get(end..).unwrap_or_default() {
        [b'.', byte, ..] => byte.is_ascii_digit(),
        [byte, ..] => is_word(*byte),
        [] => false,
    };
    if goes_on || parse::<Ipv4Addr>(run).is_none() {
        return;
    }
    // `Chrome/120.0.0.0`, but not `http://10.0.0.1` or `/10.0.0.1`.
    let product = matches!(text.get(..word.start), Some([.., name, b'/']) if is_word(*name));
    let before = word_before(text, word.start);
    if !product && !VERSIONS.iter().any(|known| before.eq_ignore_ascii_case(known)) {
        sink.strong(Detector::Ipv4, word.start..end);
    }
}

/// The end of four numbers of at most three digits, with full stops between them.
fn four_numbers(text: &[u8], start: usize) -> Option<usize> {
    let mut rest = text.get(start..)?;
    for place in 0..4 {
        if place > 0 {
            rest = rest.strip_prefix(b".")?;
        }
        let digits = runs_from(rest, 4, |byte| byte.is_ascii_digit()).len();
        if !(1..=3).contains(&digits) {
            return None;
        }
        rest = rest.get(digits..)?;
    }
    Some(text.len() - rest.len())
}

/// An IPv6 or MAC address around the first `:` of it, at `at`; what lies before `from` belongs to something else.
pub(super) fn colons(text: &[u8], at: usize, from: usize, sink: &mut Sink<'_>) -> usize {
    let next = at + 1;
    let before = text.get(from..at).unwrap_or_default();
    let group = before.iter().rev().take(5).take_while(|byte| is_word(**byte)).count();
    let start = if group <= 4 { at - group } else { at };
    let before = start.checked_sub(1).and_then(|index| text.get(index));
    if before.is_some_and(|byte| is_word(*byte) || matches!(byte, b':' | b'.' | b'_')) {
        return next;
    }
    if let Some(end) = mac_end(text, start, b':') {
        sink.strong(Detector::Mac, start..end);
        return end;
    }
    let from = text.get(start..).unwrap_or_default();
    let run = runs_from(from, 46, |byte| byte.is_ascii_hexdigit() || byte == b':' || byte == b'.');
    let run = run.strip_suffix(b".").unwrap_or(run);
    let run = if run.ends_with(b"::") { run } else { run.strip_suffix(b":").unwrap_or(run) };
    let end = start + run.len();
    let groups = run.split(|byte| *byte == b':').filter(|group| !group.is_empty()).count();
    // `::` alone is an operator of many languages, and `a::b` a path.
    let has_digit = run.iter().any(u8::is_ascii_digit);
    // Whatever is given out begins with four digits (RFC 4291 section 2.4); `1::2` is a slice, `f16::E` a constant.
    let begins = groups > 2 || run.starts_with(b"::") || run.iter().position(|byte| *byte == b':') == Some(4);
    let follows = text.get(end).is_some_and(|byte| is_word(*byte));
    if groups < 2 && run != b"::1" || !has_digit || !begins || follows {
        return next;
    }
    match parse::<Ipv6Addr>(run) {
        Some(_) => {
            sink.strong(Detector::Ipv6, start..end);
            end
        }
        None => next,
    }
}

/// A MAC address with hyphens (`00-1A-…`) or in groups of four (`001a.2b3c.4d5e`) that begins at `start`.
pub(super) fn mac(text: &[u8], start: usize, sink: &mut Sink<'_>) {
    let begins = start
        .checked_sub(1)
        .and_then(|index| text.get(index))
        .is_none_or(|b| !matches!(b, b'-' | b'.' | b':'));
    if !begins {
        return;
    }
    if let Some(end) = mac_end(text, start, b'-').or_else(|| cisco_end(text, start)) {
        sink.strong(Detector::Mac, start..end);
    }
}

/// Six pairs of hexadecimal digits.
fn mac_end(text: &[u8], start: usize, separator: u8) -> Option<usize> {
    grouped_end(text, start, separator, 2, 17)
}

/// Three groups of four, as some makers of routers write it.
fn cisco_end(text: &[u8], start: usize) -> Option<usize> {
    grouped_end(text, start, b'.', 4, 14)
}

fn grouped_end(text: &[u8], start: usize, separator: u8, group: usize, length: usize) -> Option<usize> {
    let end = start + length;
    let run = text.get(start..end)?;
    let fits = |(index, byte): (usize, &u8)| match (index + 1) % (group + 1) {
        0 => *byte == separator,
        _ => byte.is_ascii_hexdigit(),
    };
    let follows = text.get(end).is_some_and(|byte| is_word(*byte) || *byte == separator);
    // Digits alone in groups of four are a number, not an address.
    let mixed = group == 2 || run.iter().any(u8::is_ascii_alphabetic);
    (run.iter().enumerate().all(fits) && !follows && mixed).then_some(end)
}

fn parse<T: std::str::FromStr>(text: &[u8]) -> Option<T> {
    std::str::from_utf8(text).ok()?.parse().ok()
}
