//! Leaks of other maskers, each as a test that this one passes.

use super::{Input, NoKeys, Outcome, apply, parse};
use crate::document;
use crate::json::Kind;

/// What `operator` makes of a value; it must be one JSON value.
fn masked(operator: &str, value: &str) -> (String, Outcome) {
    let operator = parse(&document::parse(operator).unwrap(), &[]).unwrap();
    let kind = Kind::of(value.as_bytes()[0]).unwrap();
    let mut out = Vec::new();
    let outcome = apply(&operator, Input { kind, source: value.as_bytes() }, &NoKeys, &mut out);
    serde_json::from_slice::<serde_json::Value>(&out).unwrap();
    (String::from_utf8(out).unwrap(), outcome)
}

/// AWS Powertools: a `regex_pattern` that does not match returns the card number as it is.
#[test]
fn a_pattern_without_a_match_redacts() {
    let operator = r#"{ regex: { pattern: "\\d{16}", replace: "****" } }"#;
    assert_eq!(masked(operator, r#""4111 1111 1111 1111""#), ("\"[REDACTED]\"".into(), Outcome::Redacted));
}

/// redact-core and PG Anonymizer's `partial`: `first + last >= length` shows the whole value.
#[test]
fn ends_that_meet_do_not_show_the_whole_value() {
    for length in 1..40 {
        let value: String = ('a'..='z').cycle().take(length).collect();
        let (shown, _) = masked("{ keep_ends: { first: 20, last: 20 } }", &format!("\"{value}\""));
        assert_eq!(shown.matches('*').count(), length.min(4), "{shown}");
    }
}

/// maskdata: an invalid value of a known form (a UUID, a token, a card) comes back unmasked.
#[test]
fn an_invalid_value_of_a_known_form_is_redacted() {
    let cases = [
        ("pan", "\"4111111111111112\""),
        ("iban", "\"DE00370400440532013000\""),
        ("email", "\"maria.example.org\""),
        ("phone", "\"call me maybe\""),
        ("ip", "\"203.0.113.999\""),
        ("date", "\"31/02/1984\""),
        ("bucket: 10", "\"forty\""),
        ("age_cap", "\"forty\""),
        ("zip3", "\"SW1A 1AA\""),
    ];
    for (operator, value) in cases {
        assert_eq!(masked(operator, value), ("\"[REDACTED]\"".into(), Outcome::Redacted), "{operator}");
    }
}

/// AWS Powertools writes `1.10` as `1.1`: what is kept is the source, digit for digit.
#[test]
fn kept_numbers_stay_as_they_were_written() {
    for number in ["1.10", "1e400", "-0", "123456789012345678901234567890.10"] {
        assert_eq!(masked("keep", number), (number.into(), Outcome::Written));
    }
    assert_eq!(masked("age_cap", "45.10"), ("45.10".into(), Outcome::Written));
}

/// Regular expressions over serialized JSON break the JSON or leave the tail of a value.
#[test]
fn quotes_and_escapes_in_a_value_neither_break_the_json_nor_leave_a_tail() {
    let value = r#""ab\"cd\\\u0022 , \"secret\": \"tail""#;
    for operator in ["redact", "shape", "{ keep_ends: { first: 3 } }"] {
        let (shown, _) = masked(operator, value);
        assert!(!shown.contains("secret") && !shown.contains("tail"), "{shown}");
    }
    assert_eq!(masked("{ redact: 'a\"b\\' }", value).0, r#""a\"b\\""#);
}

/// Byte-comparing engines miss escaped text: `\u0040` is an at sign for every operator.
#[test]
fn escaped_text_is_masked_as_what_it_says() {
    assert_eq!(masked("email", r#""maria\u0040example.org""#).0, "\"m***@example.org\"");
    assert_eq!(masked("pan", r#""\u0034111111111111111""#).0, "\"411111******1111\"");
}

/// An empty value, a `null`, a container where a text is expected: none of them is an error that passes the value.
#[test]
fn no_type_is_passed_through_by_a_partial_mask() {
    for operator in
        ["{ keep_ends: { last: 2 } }", "shape", "email", "pan", "phone", "iban", "ip", "date", "age_cap"]
    {
        for value in [r#"{"pin":"123456"}"#, r#"["123456"]"#, "true", r#""123456\ud800""#] {
            assert_eq!(
                masked(operator, value),
                ("\"[REDACTED]\"".into(), Outcome::Redacted),
                "{operator} {value}"
            );
        }
    }
}
