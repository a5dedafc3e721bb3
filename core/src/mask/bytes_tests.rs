//! Operators that look at bytes, held against the same operators character by character.

use proptest::prelude::*;

use super::{Email, Input, KeepEnds, NoKeys, Operator, Pan, Phone, Shape, apply};
use crate::detect::{checksum::luhn, country_codes};
use crate::json::{Kind, text};

/// Texts that are near to what operators know, and any others.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9 .\\-\u{a0}\u{2011}]{0,24}",
        "\\+?[0-9 ()/.\\-]{0,20}",
        "[a-z.é \"]{0,6}@[a-zA-Z0-9.\\-_é@]{0,12}",
        "[ -~]{0,30}",
        "\\PC{0,20}",
        any::<String>(),
    ]
}

/// A text as a JSON string.
fn json(text: &str) -> String {
    let mut out = Vec::new();
    text::escape_into(text, &mut out);
    String::from_utf8(out).unwrap()
}

/// What the operator writes, and what the reference would have it show; nothing where both redact.
fn held_against(operator: Operator, source: &str, expected: Option<String>) -> Result<(), TestCaseError> {
    let mut out = Vec::new();
    let source = json(source);
    apply(&operator, Input { kind: Kind::String, source: source.as_bytes() }, &NoKeys, &mut out);
    let expected = expected.map_or_else(|| "\"[REDACTED]\"".to_owned(), |text| json(&text));
    prop_assert_eq!(String::from_utf8(out).unwrap(), expected, "{:?} of {}", operator, source);
    Ok(())
}

fn hidden(text: &str, first: usize, end: usize, mask: char, counts: impl Fn(char) -> bool) -> String {
    let mut seen = 0;
    let mask_of = |c: char| {
        seen += usize::from(counts(c));
        if counts(c) && seen > first && seen <= end { mask } else { c }
    };
    text.chars().map(mask_of).collect()
}

fn keep_ends(how: &KeepEnds, text: &str) -> Option<String> {
    let counts = |c: char| !how.skip.contains(c);
    let counted = text.chars().filter(|c| counts(*c)).count();
    if counted == 0 && !text.is_empty() {
        return None;
    }
    let budget = counted.saturating_sub(how.min_hidden);
    let first = how.first.min(budget);
    let end = counted.saturating_sub(how.last.min(budget - first));
    let Some(fixed) = how.fixed else { return Some(hidden(text, first, end, how.char, counts)) };
    let (mut before, mut head, mut tail) = (0, String::new(), String::new());
    for c in text.chars() {
        if before >= end {
            tail.push(c);
        } else if before < first {
            head.push(c);
        }
        before += usize::from(counts(c));
    }
    Some(head + &how.char.to_string().repeat(fixed) + &tail)
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{2010}' | '\u{2011}' | '\u{202f}')
}

fn pan(how: Pan, text: &str) -> Option<String> {
    let digits = || text.bytes().filter(u8::is_ascii_digit);
    let counted = digits().count();
    let known = text.chars().all(|c| c.is_ascii_digit() || is_separator(c));
    if !known || !(12..=19).contains(&counted) || (how.luhn && !luhn(digits())) {
        return None;
    }
    let budget = counted.saturating_sub(how.min_hidden);
    let last = how.last.min(4).min(budget);
    let first = how.bin.min(8).min(budget - last);
    Some(hidden(text, first, counted - last, '*', |c| c.is_ascii_digit()))
}

fn phone(how: Phone, text: &str) -> Option<String> {
    let national = text.strip_prefix('+');
    let number = national.unwrap_or(text);
    let digits = || number.bytes().filter(u8::is_ascii_digit);
    let counted = digits().count();
    let known = number.chars().all(|c| c.is_ascii_digit() || is_separator(c) || matches!(c, '(' | ')' | '/'));
    let country = if national.is_some() { country_codes::length(digits()) } else { 0 };
    if !known || counted > 15 || counted < country + 5 {
        return None;
    }
    let last = how.last.min(counted - country - 4);
    Some(hidden(text, country, counted - last, '*', |c| c.is_ascii_digit()))
}

fn email(how: Email, text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let bracket = |c| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\\' | ',' | ';' | ':' | '@');
    let stranger = |c: char| c.is_whitespace() || c.is_control() || bracket(c);
    let of_a_label =
        |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || (!c.is_ascii() && c.is_alphanumeric());
    let is_label = |label: &str| !label.is_empty() && label.len() <= 63 && label.chars().all(of_a_label);
    if local.is_empty() || local.contains(stranger) || domain.len() > 253 || !domain.split('.').all(is_label)
    {
        return None;
    }
    let length = local.chars().count();
    let shown: String = local.chars().take(how.keep_local.min(length - 1)).collect();
    Some(format!("{shown}***@{}", if how.keep_domain { domain } else { "***" }))
}

fn shape(how: Shape, text: &str) -> Option<String> {
    let class = |c: char| match c {
        _ if c.is_ascii_punctuation() || c.is_whitespace() => c,
        _ if c.is_numeric() => how.digit,
        _ if c.is_uppercase() => how.upper,
        _ => how.lower,
    };
    let shows = |c: char| c.is_ascii_punctuation() || c.is_whitespace();
    (text.is_empty() || !text.chars().all(shows)).then(|| text.chars().map(class).collect())
}

proptest! {
    #[test]
    fn ends(
        text in texts(), first in 0usize..20, last in 0usize..20, min_hidden in 1usize..8,
        char in prop_oneof![Just('*'), Just('"'), Just('•')],
        fixed in proptest::option::of(1usize..5), skip in "[ \\-a0é\"]{0,3}",
    ) {
        let how = KeepEnds { first, last, char, fixed, skip, min_hidden };
        let expected = keep_ends(&how, &text);
        held_against(Operator::KeepEnds(how), &text, expected)?;
    }

    #[test]
    fn numbers(text in texts(), bin in 0usize..10, last in 0usize..10, luhn: bool, min_hidden in 1usize..20) {
        let how = Pan { bin, last, luhn, min_hidden };
        held_against(Operator::Pan(how), &text, pan(how, &text))?;
        let how = Phone { last };
        held_against(Operator::Phone(how), &text, phone(how, &text))?;
    }

    #[test]
    fn mailboxes(text in texts(), keep_local in 0usize..5, keep_domain: bool) {
        let how = Email { keep_local, keep_domain };
        held_against(Operator::Email(how), &text, email(how, &text))?;
    }

    #[test]
    fn shapes(text in texts(), upper in prop_oneof![Just('X'), Just('Ä'), Just('\\')]) {
        let how = Shape { upper, ..Shape::default() };
        held_against(Operator::Shape(how), &text, shape(how, &text))?;
    }
}

#[test]
fn every_character_of_ascii_in_every_place() {
    for c in (0..=0x7F_u8).map(char::from) {
        for text in [
            format!("a{c}b@c.de"),
            format!("a@b{c}c.de"),
            format!("4111{c}1111 1111 1111"),
            format!("+49{c}30 1234567"),
            format!("A{c}b"),
            c.to_string(),
        ] {
            let check = |operator, expected| held_against(operator, &text, expected).unwrap();
            check(Operator::Email(Email::default()), email(Email::default(), &text));
            check(Operator::Pan(Pan::default()), pan(Pan::default(), &text));
            check(Operator::Phone(Phone::default()), phone(Phone::default(), &text));
            check(Operator::Shape(Shape::default()), shape(Shape::default(), &text));
        }
    }
    let labels = |length: usize, count: usize| vec!["l".repeat(length); count].join(".");
    for domain in [labels(63, 1), labels(64, 1), labels(63, 4), labels(62, 4)] {
        for text in [format!("a@{domain}"), format!("a@{domain}.x"), format!("a@{domain}.")] {
            held_against(Operator::Email(Email::default()), &text, email(Email::default(), &text)).unwrap();
        }
    }
}
