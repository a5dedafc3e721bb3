//! Whether any object of a document names a member twice.

use std::borrow::Cow;
use std::collections::HashSet;

use super::text;
use crate::error::{Error, ErrorCode, Result};

/// Up to this many members are compared each with each; more are hashed.
const FEW: usize = 16;

/// Checks that no object of a valid document names a member twice; names are compared decoded.
///
/// # Errors
/// `unsupported_value`, without the name: it is payload.
pub(crate) fn unique_names(doc: &[u8]) -> Result<()> {
    // Without one escape in the whole document, names are the same when their bytes are.
    let escaped = memchr::memchr(b'\\', doc).is_some();
    let mut names: Vec<&[u8]> = Vec::with_capacity(32);
    // Where the names of each open object begin; arrays have none of their own.
    let mut open: Vec<usize> = Vec::with_capacity(8);
    let mut rest = doc;
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'{' | b'[' => open.push(names.len()),
            b'}' | b']' => {
                let first = open.pop().unwrap_or_default();
                if doubled(names.get(first..).unwrap_or_default(), escaped) {
                    return Err(refused());
                }
                names.truncate(first);
            }
            b'"' => {
                let (string, tail) = split_string(tail);
                rest = tail;
                if followed_by_colon(tail) {
                    names.push(string);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// What is between the quotes of a string, and what stands behind them.
fn split_string(rest: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while let Some(found) = next_mark(rest.get(end..).unwrap_or_default()) {
        end += found;
        if rest.get(end) == Some(&b'"') {
            let (string, tail) = rest.split_at(end);
            return (string, tail.get(1..).unwrap_or_default());
        }
        end += 2;
    }
    (rest, &[])
}

/// The next quote or backslash. Most strings are short, and a call into SIMD code costs more than they do.
fn next_mark(rest: &[u8]) -> Option<usize> {
    let (near, far) = rest.split_at(rest.len().min(16));
    let mark = near.iter().position(|byte| matches!(byte, b'"' | b'\\'));
    mark.or_else(|| memchr::memchr2(b'"', b'\\', far).map(|at| at + near.len()))
}

fn followed_by_colon(rest: &[u8]) -> bool {
    rest.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) == Some(&b':')
}

fn doubled(names: &[&[u8]], escaped: bool) -> bool {
    let decoded = |name| if escaped { text::decode(name) } else { Cow::Borrowed(name) };
    if names.len() > FEW {
        let mut seen = HashSet::with_capacity(names.len());
        return !names.iter().all(|name| seen.insert(decoded(name)));
    }
    names.iter().enumerate().any(|(index, name)| {
        let name = decoded(name);
        names.iter().skip(index + 1).any(|other| name == decoded(other))
    })
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
