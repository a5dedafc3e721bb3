//! Normalized paths (RFC 9535 section 2.7).

use std::fmt::Write as _;

/// Appends an element's index.
pub(super) fn element(index: u64, path: &mut String) {
    let _ = write!(path, "[{index}]");
}

/// Appends a member's name as a normalized path writes it.
pub(super) fn member(name: &str, path: &mut String) {
    path.push_str("['");
    path.push_str(&escaped(name));
    path.push_str("']");
}

/// A name as a normalized path writes it.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}
