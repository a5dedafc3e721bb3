//! Compiling costs what the policy's length says, not its square.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::Policy;

/// A policy of rules as people write them.
fn written(rules: usize) -> String {
    let mut text = String::from(
        "version: 1\nclasses:\n  contact: { kind: email, store: { encrypt: pii }, show: email }\n  note: { store: keep, show: redact }\nrules:\n",
    );
    for number in 0..rules {
        let _ = match number % 5 {
            0 => writeln!(text, "  - {{ path: \"$.customer.field_{number}\", class: contact }}"),
            1 => writeln!(text, "  - {{ path: \"$..item_{number}.number\", class: contact }}"),
            2 => writeln!(text, "  - {{ names: [name_{number}, \"n{number}_*\"], class: note }}"),
            3 => writeln!(text, "  - {{ path: \"$.list_{number}[*].text\", class: note }}"),
            _ => writeln!(text, "  - {{ path: \"$.people[?@.kind=='{number}'].ssn\", class: contact }}"),
        };
    }
    text
}

fn fastest(text: &str, rounds: usize) -> Duration {
    let round = |_| {
        let start = Instant::now();
        Policy::parse(text).unwrap();
        start.elapsed()
    };
    (0..rounds).map(round).min().unwrap_or_default()
}

#[test]
fn grows_with_the_policy() {
    let (small, large) = (fastest(&written(100), 5), fastest(&written(1_000), 2));
    eprintln!("100 rules: {small:?}; 1,000 rules: {large:?}");
    assert!(large < small * 100, "1,000 rules cost {large:?}, 100 cost {small:?}");
}

#[test]
#[ignore = "a minute without optimization"]
fn a_hundred_thousand_rules() {
    let mut text = String::from("version: 1\nrules:\n");
    for number in 0..100_000 {
        let _ =
            writeln!(text, "  - {{ path: \"$.a.field_{number}\", store: {{ encrypt: pii }}, show: redact }}");
    }
    let hundred = fastest(&written(100), 20);
    let many = fastest(&text, 1);
    eprintln!("100 rules: {hundred:?}; 100,000 rules: {many:?}");
}
