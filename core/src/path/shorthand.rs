//! Paths of plain names and wildcards: most of those that people write. The grammar at large takes fifty times as long
//! for them.

use super::ast::{Segment, Select};

/// The segments `.name`, `..name`, `.*`, `..*` and `[*]` behind a `$`; nothing if the text holds anything else, valid or
/// not.
pub(super) fn segments(text: &str) -> Option<Vec<Segment>> {
    let mut rest = text.strip_prefix('$')?;
    let mut segments = Vec::new();
    while !rest.is_empty() {
        let (segment, tail) = segment(rest)?;
        segments.push(segment);
        rest = tail;
    }
    Some(segments)
}

fn segment(text: &str) -> Option<(Segment, &str)> {
    let one = |descendant, select| Segment { descendant, selectors: vec![select] };
    if let Some(tail) = text.strip_prefix("[*]") {
        return Some((one(false, Select::Wildcard), tail));
    }
    let after_dots = text.strip_prefix("..");
    let (descendant, tail) = (after_dots.is_some(), after_dots.or_else(|| text.strip_prefix('.'))?);
    if let Some(tail) = tail.strip_prefix('*') {
        return Some((one(descendant, Select::Wildcard), tail));
    }
    let end = tail.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(tail.len());
    let (name, tail) = tail.split_at_checked(end)?;
    let begins = name.chars().next().is_some_and(|first| !first.is_ascii_digit());
    begins.then(|| (one(descendant, Select::Name(name.to_owned())), tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_and_wildcards_and_leaves_the_rest() {
        for text in ["$", "$.a", "$..a", "$.*", "$..*", "$[*]", "$.customer.e_mail9[*]..x"] {
            let short = segments(text).unwrap();
            assert_eq!(short, super::super::parse::in_full(text).unwrap(), "{text}");
        }
        for text in
            ["", "a", "$.", "$..", "$.9a", "$.a b", "$ .a", "$.a ", "$..[*]", "$['a']", "$.é", "$.*a", "$[0]"]
        {
            assert_eq!(segments(text), None, "{text}");
        }
    }
}
