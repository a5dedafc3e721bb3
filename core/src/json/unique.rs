//! Whether any object of a document names a member twice.

use std::collections::HashSet;

use super::tokens::{Tokens, end_before};
use super::{Invalid, text};
use crate::error::{Error, ErrorCode, Result};

/// Up to this many members are compared with those that could be the same; more are hashed.
const FEW: usize = 32;

/// Checks that no object of a valid document names a member twice; names are compared decoded.
///
/// # Errors
/// `unsupported_value`, without the name: it is payload.
pub(crate) fn unique_names(doc: &[u8]) -> Result<()> {
    match any_doubled(doc) {
        Ok(false) => Ok(()),
        Ok(true) => Err(refused()),
        Err(Invalid) => {
            Err(Error::new(ErrorCode::Internal, "a valid document is no longer one; please report this"))
        }
    }
}

fn any_doubled(doc: &[u8]) -> Result<bool, Invalid> {
    // Without one escape in the whole document, names are the same when their bytes are.
    let escaped = memchr::memchr(b'\\', doc).is_some();
    let mut reader =
        Reader { doc, escaped, names: Vec::with_capacity(40), open: Vec::with_capacity(8), string: 0 };
    let mut tokens = Tokens::new(doc);
    while let Some(first) = tokens.next()? {
        let known = tokens.rest();
        if reader.doubled(first) || known.iter().any(|token| reader.doubled(*token as usize)) {
            return Ok(true);
        }
        tokens.take(known.len());
    }
    Ok(false)
}

/// What is known of the objects that are open.
struct Reader<'d> {
    doc: &'d [u8],
    escaped: bool,
    names: Vec<&'d [u8]>,
    /// Where the names of each of them begin; arrays have none of their own.
    open: Vec<usize>,
    /// The last string, which is a name if a colon follows.
    string: usize,
}

impl Reader<'_> {
    /// Reads one token; whether it closes an object that names a member twice.
    #[inline]
    fn doubled(&mut self, token: usize) -> bool {
        match self.doc.get(token) {
            Some(b'"') => self.string = token,
            Some(b':') => {
                let name = self.doc.get(self.string + 1..end_before(self.doc, token) - 1);
                self.names.push(name.unwrap_or_default());
            }
            Some(b'{' | b'[') => self.open.push(self.names.len()),
            Some(b'}' | b']') => {
                let first = self.open.pop().unwrap_or_default();
                let doubled = doubled(self.names.get(first..).unwrap_or_default(), self.escaped);
                self.names.truncate(first);
                return doubled;
            }
            _ => {}
        }
        false
    }
}

fn doubled(names: &[&[u8]], escaped: bool) -> bool {
    if escaped {
        let mut seen = HashSet::with_capacity(names.len());
        return !names.iter().all(|name| seen.insert(text::decode(name)));
    }
    if names.len() > FEW {
        let mut seen = HashSet::with_capacity(names.len());
        return !names.iter().all(|name| seen.insert(*name));
    }
    let mut seen = 0_u64;
    names.iter().enumerate().any(|(index, name)| {
        let bit = sketch(name);
        let perhaps = seen & bit != 0;
        seen |= bit;
        perhaps && names.iter().take(index).any(|other| other == name)
    })
}

/// One of 64 bits for a name: names that are the same have the same.
fn sketch(name: &[u8]) -> u64 {
    let byte = |at: Option<&u8>| usize::from(at.copied().unwrap_or_default());
    let mixed = name.len() + 5 * byte(name.first()) + 11 * byte(name.last());
    1 << (mixed % 64)
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
