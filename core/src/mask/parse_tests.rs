//! What a policy may write for an operator, and what it is told where it may not.

use super::{NAMES, Operator, Strength, parse};
use crate::document;

fn parsed(text: &str) -> crate::Result<Operator> {
    parse(&document::parse(text)?, &[])
}

#[test]
fn every_operator_is_read_by_its_name() {
    let needy = [
        ("bucket", "{ bucket: 10 }"),
        ("regex", "{ regex: { pattern: a, replace: b } }"),
        ("pseudonym", "{ pseudonym: people }"),
        ("custom", "{ custom: mine }"),
    ];
    for name in NAMES {
        let text = needy.iter().find(|(needs, _)| *needs == name).map_or(name, |(_, text)| text);
        assert_eq!(parsed(text).unwrap().name(), name);
    }
}

#[test]
fn the_main_option_may_stand_alone() {
    let shift = "{ date: { shift: { set: people, subject: $.id, days: 30, scope: [tenant] } } }";
    let texts = [
        "{ redact: gone }",
        "{ phone: 2 }",
        "{ date: month }",
        "{ bucket: \"0.5\" }",
        "{ age_cap: 79 }",
        "{ custom: mine }",
        "{ ip: { v4: 16 } }",
        "{ zip3: { allow: [\"021\"] } }",
        "{ bucket: { bounds: [1, \"2.5\"] } }",
        "{ regex: { pattern: a, replace: b, on_no_match: nullify } }",
        shift,
    ];
    for text in texts {
        parsed(text).unwrap();
    }
    assert_eq!(parsed(shift).unwrap().watches(), Some("$.id"));
}

#[test]
fn what_an_option_cannot_take_is_refused() {
    let cases = [
        ("redcat", "did you mean `redact`"),
        ("{ remove: 1 }", "no options"),
        ("{ phone: { lsat: 4 } }", "did you mean `last`"),
        ("{ keep_ends: { min_hidden: 0 } }", "`min_hidden`"),
        ("{ keep_ends: { char: \"ab\" } }", "one character"),
        ("{ keep_ends: 4 }", "mapping"),
        ("{ ip: { v4: 32 } }", "from 0 to 31"),
        ("{ date: day }", "`year`"),
        ("{ date: { to: year, shift: { set: p, subject: $.a, days: 3 } } }", "not both"),
        ("{ date: { shift: { set: p, subject: $.a } } }", "needs `days`"),
        ("bucket", "either `size` or `bounds`"),
        ("{ bucket: 1 }", "at least two values"),
        ("{ bucket: -5 }", "at least two values"),
        ("{ bucket: 0.5 }", "in quotes"),
        ("{ bucket: { bounds: [3, 2] } }", "each above the one before"),
        ("{ zip3: { allow: [\"0213\"] } }", "three digits in quotes"),
        ("{ regex: { pattern: \"(\", replace: b } }", "no regular expression"),
        ("{ regex: { pattern: a, replace: $1 } }", "does not have"),
        ("{ regex: { pattern: a } }", "needs `replace`"),
        ("{ regex: { pattern: a, replace: b, on_no_match: keep } }", "`nullify`"),
        ("custom", "needs `name`"),
    ];
    for (text, part) in cases {
        let error = parsed(text).unwrap_err();
        assert!(error.to_string().contains(part), "{text}: {error}");
        assert!(error.position().is_some(), "{text}");
    }
}

#[test]
fn strengths_are_ordered_as_the_linter_compares_them() {
    let strength = |text: &str| parsed(text).unwrap().strength();
    assert!(strength("remove") > strength("redact"));
    assert_eq!(strength("nullify"), strength("type_mask"));
    assert!(strength("redact") > Strength::Encrypted);
    assert!(Strength::Equality > strength("pan"));
    assert!(strength("{ custom: mine }") > strength("keep"));
}
