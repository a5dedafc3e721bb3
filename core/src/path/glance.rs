//! What the text of a path shows before it is parsed: where the parser would be slow, or would read something else.

use crate::json::number;

/// The deepest nesting of function calls.
pub(super) fn calls_within_calls(text: &str) -> usize {
    let (mut open, mut calls, mut deepest, mut previous) = (Vec::new(), 0, 0, ' ');
    for (_, c) in outside_strings(text) {
        match c {
            '(' => {
                let call = previous.is_ascii_alphanumeric() || previous == '_';
                calls += usize::from(call);
                deepest = deepest.max(calls);
                open.push(call);
            }
            ')' => calls -= usize::from(open.pop().unwrap_or(false)),
            _ => {}
        }
        previous = c;
    }
    deepest
}

/// Whether white space stands within a shorthand name, or behind one at the end: the parser takes it into the name.
pub(super) fn splits_a_name(text: &str) -> bool {
    let (mut before, mut spaces) = (' ', false);
    for (_, c) in outside_strings(text) {
        if spaces && in_name(before) && in_name(c) {
            return true;
        }
        spaces = matches!(c, ' ' | '\t' | '\n' | '\r');
        before = if spaces { before } else { c };
    }
    spaces && in_name(before)
}

/// Whether a number stands in it that the parser, which makes doubles of them, would change.
pub(super) fn loses_digits(text: &str) -> bool {
    let mut before = ' ';
    outside_strings(text).any(|(at, c)| {
        // The digits of a name are none of a number, and those of a fraction were looked at with the whole.
        let begins = c.is_ascii_digit() && !in_name(before) && before != '.';
        before = c;
        begins && is_changed(text.get(at..).unwrap_or_default())
    })
}

/// Whether the number at the beginning of a text is another as a double.
fn is_changed(text: &str) -> bool {
    let in_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let digits = text.split(|c| !in_number(c)).next().unwrap_or_default();
    let same = |double: f64| {
        let kept = format!("{double:e}");
        double.is_finite() && number::compare(digits.as_bytes(), kept.as_bytes()).is_eq()
    };
    digits.parse().is_ok_and(|double| !same(double))
}

fn in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii()
}

/// The characters that stand outside strings, and the quotes of these.
fn outside_strings(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut escaped) = (None, false);
    text.char_indices().filter(move |&(_, c)| match quote {
        Some(_) if escaped => {
            escaped = false;
            false
        }
        Some(open) => {
            escaped = c == '\\';
            quote = Some(open).filter(|open| *open != c);
            quote.is_none()
        }
        None => {
            quote = Some(c).filter(|c| matches!(c, '\'' | '"'));
            true
        }
    })
}
