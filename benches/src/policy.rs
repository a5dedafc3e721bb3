//! Policies to measure with.

use std::fmt::Write as _;

use fieldveil::Policy;

/// Rules that redact what these paths select.
pub fn redacting(paths: &[&str]) -> Policy {
    let mut text = String::from("version: 1\nrules:\n");
    for path in paths {
        let _ = writeln!(text, "  - {{ path: \"{path}\", show: redact }}");
    }
    Policy::parse(&text).expect("the paths are valid")
}

/// A policy as people write them, with classes, names, wildcards, descendants and filters in turn.
pub fn written(rules: usize) -> String {
    let mut text = String::from(
        "version: 1\nclasses:\n  contact: { kind: email, store: { encrypt: pii }, show: email }\n  \
         note: { store: keep, show: redact }\nrules:\n",
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

/// Rules by paths alone, every fifth of them at any depth.
pub fn paths(rules: usize) -> Vec<String> {
    (0..rules)
        .map(|number| match number % 5 {
            0 => format!("$..item_{number}.number"),
            1 => format!("$.list_{number}[*].text"),
            _ => format!("$.customer.field_{number}"),
        })
        .collect()
}
