//! Compiling costs what the policy's length says, not its square.

use std::fmt::Write as _;

use crate::document::json::COUNTED;
use crate::path::STEPS;
use crate::policy::places::COMPARED;
use crate::testing::long_run;
use crate::{MaskOptions, Policy, Veil};

/// A policy of rules as people write them.
fn written(rules: usize) -> String {
    let mut text = String::from(
        "version: 1\nclasses:\n  contact: { kind: email, store: { encrypt: pii }, show: email }\n  note: { store: keep, show: redact }\nrules:\n",
    );
    for number in 0..rules {
        let _ = match number % 5 {
            0 => writeln!(text, "  - {{ path: \"$.customer.kind_{number}\", class: contact }}"),
            1 => writeln!(text, "  - {{ path: \"$..item_{number}.number\", class: contact }}"),
            2 => writeln!(text, "  - {{ names: [name_{number}, \"other_{number}_*\"], class: note }}"),
            3 => writeln!(text, "  - {{ path: \"$.list_{number}[*].text\", class: note }}"),
            // What this one tests is called as the field of the rule four lines up, elsewhere.
            _ => writeln!(
                text,
                "  - {{ path: \"$.people[?@.kind_{}=='b'].ssn\", class: contact }}",
                number - 4
            ),
        };
    }
    text
}

/// How often rules are compared with each other while a policy of so many is compiled.
fn comparisons(rules: usize) -> usize {
    COMPARED.set(0);
    Policy::parse(&written(rules)).unwrap();
    COMPARED.get()
}

#[test]
fn rules_are_compared_with_those_that_they_may_meet() {
    let (few, ten_times) = (comparisons(100), comparisons(1_000));
    assert!(few > 0);
    assert!(ten_times < few * 12, "100 rules: {few} comparisons; 1,000 rules: {ten_times}");
}

/// How many steps it takes to lead all paths of so many rules into one automaton.
fn steps(rules: usize) -> usize {
    STEPS.set(0);
    Policy::parse(&written(rules)).unwrap();
    STEPS.get()
}

#[test]
fn paths_are_led_together_in_steps_that_grow_with_them() {
    let (few, ten_times) = (steps(200), steps(2_000));
    assert!(few > 200);
    assert!(ten_times < few * 12, "200 rules: {few} steps; 2,000 rules: {ten_times}");
}

#[test]
fn a_policy_may_be_one_long_line() {
    let rule = r#"{"path":"$.a.b","show":"redact"}"#;
    let text = format!(r#"{{"version":1,"rules":[{}]}}"#, [rule; 500].join(","));
    COUNTED.set(0);
    Policy::parse(&text).unwrap();
    assert!((1..=text.len()).contains(&COUNTED.get()), "{} of {} bytes", COUNTED.get(), text.len());
    let wrong = text.replacen("redact", "redakt", 1);
    let error = Policy::parse(&wrong).unwrap_err();
    assert_eq!(error.position().unwrap().column, 2 + wrong.find("\"redakt").unwrap() - 1);
}

/// A hundred thousand in the long run, a minute without optimization.
#[test]
fn very_many_rules() {
    let rules = 10_000 * long_run(10);
    let mut text = String::from("version: 1\nrules:\n");
    for number in 0..rules {
        let _ =
            writeln!(text, "  - {{ path: \"$.a.field_{number}\", store: {{ encrypt: pii }}, show: redact }}");
    }
    let veil = Veil::new(Policy::parse(&text).unwrap());
    let (last, none) = (rules - 1, rules);
    let doc = format!(r#"{{"a":{{"field_{last}":1,"field_{none}":2}}}}"#);
    let shown = veil.mask(doc.as_bytes(), &MaskOptions::default()).unwrap();
    let expected = format!(r#"{{"a":{{"field_{last}":"[REDACTED]","field_{none}":2}}}}"#);
    assert_eq!(String::from_utf8(shown).unwrap(), expected);
}
