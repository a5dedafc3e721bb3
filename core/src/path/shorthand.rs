//! Paths of plain names, wildcards and comparisons with a text: most of those that people write. The grammar at large
//! takes fifty times as long for them.

use super::ast::{Comparison, Literal, Logical, Query, Segment, Select, Value};

/// The segments `.name`, `..name`, `.*`, `..*`, `[*]` and `[?@.name == 'text']` behind a `$`; nothing if the text holds
/// anything else, valid or not.
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
    if let Some(tail) = text.strip_prefix("[*]") {
        return Some((one(false, Select::Wildcard), tail));
    }
    if let Some(tail) = text.strip_prefix("[?@") {
        let (comparison, tail) = comparison(tail)?;
        return Some((one(false, Select::Filter(Box::new(comparison))), tail.strip_prefix(']')?));
    }
    let after_dots = text.strip_prefix("..");
    let (descendant, tail) = (after_dots.is_some(), after_dots.or_else(|| text.strip_prefix('.'))?);
    if let Some(tail) = tail.strip_prefix('*') {
        return Some((one(descendant, Select::Wildcard), tail));
    }
    let (name, tail) = name(tail)?;
    Some((one(descendant, name), tail))
}

fn one(descendant: bool, select: Select) -> Segment {
    Segment { descendant, selectors: vec![select] }
}

/// A name as it is written without quotes, and what follows.
fn name(text: &str) -> Option<(Select, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let (name, tail) = text.split_at_checked(end)?;
    let begins = name.chars().next().is_some_and(|first| !first.is_ascii_digit());
    begins.then(|| (Select::Name(name.to_owned()), tail))
}

/// `.name == 'text'` behind an `@`, or `!=`, with any number of names; and what follows.
fn comparison(text: &str) -> Option<(Logical, &str)> {
    let (mut segments, mut rest) = (Vec::new(), text);
    while let Some(tail) = rest.strip_prefix('.') {
        let (name, tail) = name(tail)?;
        segments.push(one(false, name));
        rest = tail;
    }
    let rest = rest.trim_start_matches(' ');
    let (how, rest) = match rest.strip_prefix("==") {
        Some(rest) => (Comparison::Equal, rest),
        None => (Comparison::NotEqual, rest.strip_prefix("!=")?),
    };
    let rest = rest.trim_start_matches(' ');
    let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let (text, tail) = rest.strip_prefix(quote)?.split_once(quote)?;
    let plain = |c: char| c == ' ' || c.is_ascii_graphic() && !matches!(c, '\'' | '"' | '\\');
    let (query, literal) = (Query { absolute: false, segments }, Literal::Text(text.to_owned()));
    let compared = Logical::Compare(how, Value::Query(query), Value::Literal(literal));
    text.chars().all(plain).then_some((compared, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILTERS: [&str; 6] = [
        "$[?@.a=='b']",
        "$[?@=='b']",
        "$.people[?@.kind.of == 'a person'].ssn",
        r#"$..people[?@.kind != "p-1 (a) [b] $.c"][*]"#,
        "$[?@.a  ==  '']",
        "$[?@.a=='b'][?@.c!='d']..e",
    ];
    const OTHER_FILTERS: [&str; 14] = [
        "$[?@.a]",
        "$[?@.a=='b'",
        "$[?@.a=='b",
        "$[?@.a=='b' ]",
        "$[? @.a=='b']",
        "$[?@.a=1]",
        "$[?@.a==1]",
        r"$[?@.a=='\'']",
        r"$[?@.a=='it\'s']",
        "$[?@.a=='é']",
        "$[?@.*=='b']",
        "$[?@..a=='b']",
        "$[?@.9=='b']",
        "$[?@.a=='b'||@.c=='d']",
    ];

    #[test]
    fn reads_names_and_wildcards_and_leaves_the_rest() {
        for text in
            ["$", "$.a", "$..a", "$.*", "$..*", "$[*]", "$.customer.e_mail9[*]..x"].into_iter().chain(FILTERS)
        {
            let short = segments(text).unwrap();
            assert_eq!(short, super::super::parse::in_full(text).unwrap(), "{text}");
        }
        for text in
            ["", "a", "$.", "$..", "$.9a", "$.a b", "$ .a", "$.a ", "$..[*]", "$['a']", "$.é", "$.*a", "$[0]"]
                .into_iter()
                .chain(OTHER_FILTERS)
        {
            assert_eq!(segments(text), None, "{text}");
        }
    }
}
