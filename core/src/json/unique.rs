//! Whether any object of a document names a member twice.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::text;
use crate::error::{Error, ErrorCode, Result};

/// Up to this many members are compared each with each; more are hashed.
const FEW: usize = 16;

/// Checks that no object of a valid document names a member twice; names are compared decoded.
///
/// # Errors
/// `unsupported_value`, without the name: it is payload.
pub(crate) fn unique_names(doc: &[u8]) -> Result<()> {
    let mut names: Vec<Range<usize>> = Vec::new();
    // Where the names of each open object begin; arrays have none of their own.
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(byte) = doc.get(at) {
        match byte {
            b'{' | b'[' => open.push(names.len()),
            b'}' | b']' => {
                let first = open.pop().unwrap_or_default();
                if doubled(doc, names.get(first..).unwrap_or_default()) {
                    return Err(refused());
                }
                names.truncate(first);
            }
            b'"' => {
                let start = at + 1;
                at = string_end(doc, start);
                if followed_by_colon(doc, at + 1) {
                    names.push(start..at);
                }
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

/// The offset of the quote that ends a string.
fn string_end(doc: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr::memchr2(b'"', b'\\', doc.get(at..).unwrap_or_default()) {
        at += found;
        if doc.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    doc.len()
}

fn followed_by_colon(doc: &[u8], at: usize) -> bool {
    let rest = doc.get(at..).unwrap_or_default();
    rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) == Some(&b':')
}

fn doubled(doc: &[u8], names: &[Range<usize>]) -> bool {
    let name =
        |range: &Range<usize>| -> Cow<'_, [u8]> { text::decode(doc.get(range.clone()).unwrap_or_default()) };
    if names.len() > FEW {
        let mut seen = HashSet::with_capacity(names.len());
        return !names.iter().all(|range| seen.insert(name(range)));
    }
    names
        .iter()
        .enumerate()
        .any(|(index, range)| names.iter().skip(index + 1).any(|other| name(range) == name(other)))
}

fn refused() -> Error {
    let message = "the document names a member twice, and a store may lose one of them; \
                   mend it, or say `duplicate_names: all`";
    Error::new(ErrorCode::UnsupportedValue, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_doubles_in_any_object_and_nothing_else() {
        let many: String = (0..40).map(|n| format!("\"k{n}\":{n},")).collect();
        for doc in [
            r#"{}"#,
            r#"[{"a":1},{"a":2}]"#,
            r#"{"a":{"a":"a"},"b":["a","a"]}"#,
            r#"{"a\"":1,"a":2,"\\":3}"#,
            &format!("{{{many}\"last\":0}}"),
        ] {
            unique_names(doc.as_bytes()).unwrap();
        }
        for doc in [
            r#"{"a":1,"a":1}"#,
            r#"{"email":1,"\u0065mail":1}"#,
            r#"[0,{"x":{"b" : 1, "b" : [] }}]"#,
            r#"{"a":{"b":1},"c":{"a":2},"a":3}"#,
            &format!("{{{many}\"k7\":0}}"),
        ] {
            assert_eq!(
                unique_names(doc.as_bytes()).unwrap_err().code(),
                ErrorCode::UnsupportedValue,
                "{doc}"
            );
        }
    }
}
