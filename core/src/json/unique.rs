//! Whether any object of a document names a member twice.

mod sieve;

use std::collections::HashSet;

use super::tokens::{Tokens, end_before};
use super::{Invalid, text};
use crate::error::{Error, ErrorCode, Result};

/// Up to this many members are compared with those that could be the same; more are hashed.
const FEW: usize = 64;

/// Checks that no object of a valid document names a member twice; names are compared decoded.
///
/// # Errors
/// `unsupported_value`, without the name: it is payload.
pub(crate) fn unique_names(doc: &[u8]) -> Result<()> {
    match any_doubled(doc) {
        Ok(false) => Ok(()),
        Ok(true) => Err(doubled_name()),
        Err(Invalid) => {
            Err(Error::new(ErrorCode::Internal, "a valid document is no longer one; please report this"))
        }
    }
}

/// Whether an object of a valid document names a member twice, by all of the document's tokens.
pub(crate) fn names_double(doc: &[u8], tokens: &[u32]) -> bool {
    sieve::may_double(doc, tokens) && Reader::new(doc).any_doubled(tokens)
}

fn any_doubled(doc: &[u8]) -> Result<bool, Invalid> {
    let mut reader = Reader::new(doc);
    let mut tokens = Tokens::new(doc);
    while let Some(first) = tokens.next()? {
        let known = tokens.rest();
        if reader.any_doubled(&[first as u32]) || reader.any_doubled(known) {
            return Ok(true);
        }
        let known = known.len();
        tokens.take(known);
    }
    Ok(false)
}

/// What is known of the objects that are open.
struct Reader<'d> {
    doc: &'d [u8],
    /// Without one escape in the whole document, names are the same when their bytes are.
    escapes: bool,
    /// The names of the objects that are open, those of the innermost last.
    names: Vec<Name>,
    /// The innermost object, and those around it.
    inner: Object,
    outer: Vec<Object>,
    /// The token before: a name, if this one is a colon.
    before: usize,
}

/// An object that is open.
#[derive(Clone, Copy, Default)]
struct Object {
    /// Where its names begin.
    first: usize,
    /// A bit of each name; names that are the same have the same.
    seen: u64,
    /// Whether one of its names has an escape.
    escaped: bool,
}

/// A member name as it stands between its quotes.
#[derive(Clone, Copy)]
struct Name {
    print: u64,
    start: u32,
    end: u32,
}

impl<'d> Reader<'d> {
    fn new(doc: &'d [u8]) -> Self {
        Self {
            doc,
            escapes: memchr::memchr(b'\\', doc).is_some(),
            names: Vec::with_capacity(64),
            inner: Object::default(),
            outer: Vec::with_capacity(8),
            before: 0,
        }
    }

    /// Reads tokens; whether one of their objects names a member twice.
    fn any_doubled(&mut self, tokens: &[u32]) -> bool {
        for token in tokens {
            let token = *token as usize;
            let doubled = match self.doc.get(token) {
                Some(b':') => self.name(token),
                Some(b'{') => {
                    let first = self.names.len();
                    self.outer
                        .push(std::mem::replace(&mut self.inner, Object { first, ..Object::default() }));
                    false
                }
                Some(b'}') => self.close(),
                _ => false,
            };
            if doubled {
                return true;
            }
            self.before = token;
        }
        false
    }

    /// Adds the name in front of a colon; whether the object has it already, as far as that is told here.
    #[inline]
    fn name(&mut self, colon: usize) -> bool {
        let (start, end) = (self.before + 1, end_before(self.doc, colon) - 1);
        let name = Name { print: print(self.doc, start, end), start: start as u32, end: end as u32 };
        let bit = 1 << (name.print >> 58);
        if self.inner.seen & bit != 0 && self.knows(&name) {
            return true;
        }
        self.inner.seen |= bit;
        self.inner.escaped |= self.escapes && self.text(&name).contains(&b'\\');
        self.names.push(name);
        false
    }

    /// Whether a name is among the few of the innermost object.
    fn knows(&self, name: &Name) -> bool {
        let known = self.names.get(self.inner.first..).unwrap_or_default();
        known.len() <= FEW
            && known.iter().any(|other| other.print == name.print && self.text(other) == self.text(name))
    }

    /// Closes the innermost object; whether it names a member twice, where that was not told name by name.
    fn close(&mut self) -> bool {
        let names = self.names.get(self.inner.first..).unwrap_or_default();
        let doubled = if self.inner.escaped {
            let mut seen = HashSet::with_capacity(names.len());
            !names.iter().all(|name| seen.insert(text::decode(self.text(name))))
        } else if names.len() > FEW {
            let mut seen = HashSet::with_capacity(names.len());
            !names.iter().all(|name| seen.insert(self.text(name)))
        } else {
            false
        };
        self.names.truncate(self.inner.first);
        self.inner = self.outer.pop().unwrap_or_default();
        doubled
    }

    fn text(&self, name: &Name) -> &'d [u8] {
        self.doc.get(name.start as usize..name.end as usize).unwrap_or_default()
    }
}

/// A number of a name's length, first and last bytes: names that are the same have the same.
#[inline]
fn print(doc: &[u8], start: usize, end: usize) -> u64 {
    let length = end.saturating_sub(start);
    // Both are read whatever the length: that costs less than to guess it.
    let (first, last) = (eight(doc, start), eight(doc, end.saturating_sub(8)));
    let bytes = match length {
        0..8 => first & !(u64::MAX << (8 * length)),
        _ => first ^ last.rotate_left(29),
    };
    (bytes ^ (length as u64) << 56).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Eight bytes of a document, zeros behind its end.
#[inline]
fn eight(doc: &[u8], at: usize) -> u64 {
    let rest = doc.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => rest.iter().rev().fold(0, |bytes, byte| bytes << 8 | u64::from(*byte)),
    }
}

/// The error for a document that names a member twice.
pub(crate) fn doubled_name() -> Error {
    let message = "the document names a member twice, and a store may lose one of them; \
                   mend it, or say `duplicate_names: all`";
    Error::new(ErrorCode::UnsupportedValue, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// By all tokens at once, as they are known behind a walk.
    fn at_once(doc: &str) -> bool {
        let mut tokens = Tokens::new(doc.as_bytes());
        while tokens.next().unwrap().is_some() {}
        names_double(doc.as_bytes(), tokens.all().unwrap())
    }

    /// An object of objects, as text; names may double.
    fn objects() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![Just("1".to_owned()), Just(r#""a\":""#.to_owned()), Just("{}".to_owned())];
        leaf.prop_recursive(4, 40, 6, |inner| {
            let name = prop_oneof!["[ab]{0,2}", "[ab]{15,18}", Just("\\u0061".to_owned())];
            proptest::collection::vec((name, inner), 0..6).prop_map(|members| {
                let members: Vec<_> =
                    members.iter().map(|(name, value)| format!("\"{name}\" :{value}")).collect();
                format!("{{{}}}", members.join(","))
            })
        })
    }

    proptest! {
        #[test]
        fn the_first_look_passes_none_that_doubles(doc in objects()) {
            prop_assert_eq!(at_once(&doc), unique_names(doc.as_bytes()).is_err(), "{}", doc);
        }
    }

    #[test]
    fn many_names_and_deep_objects_are_looked_at_exactly() {
        let members = |count: usize| (0..count).map(|n| format!("\"{n}\":0")).collect::<Vec<_>>().join(",");
        assert!(!at_once(&format!("{{{}}}", members(450))));
        assert!(at_once(&format!("{{{},\"7\":0}}", members(450))));
        let nested = |inside: &str| format!("{}{inside}{}", "{\"a\":".repeat(100), "}".repeat(100));
        assert!(!at_once(&nested("0")));
        assert!(at_once(&nested(r#"{"b":1,"b":2}"#)));
    }

    #[test]
    fn finds_doubles_in_any_object_and_nothing_else() {
        let many: String = (0..80).map(|n| format!("\"k{n}\":{n},")).collect();
        for doc in [
            r#"{}"#,
            r#"[{"a":1},{"a":2}]"#,
            r#"{"a":{"a":"a"},"b":["a","a"]}"#,
            r#"{"a\"":1,"a":2,"\\":3}"#,
            r#"{"first":1,"second":{"first":2},"third":"\n","fourth":[{"first":3},{"first":4}]}"#,
            r#"{"a_long_name_of_many_letters_1_end":1,"a_long_name_of_many_letters_2_end":2}"#,
            &format!("{{{many}\"last\":0}}"),
        ] {
            unique_names(doc.as_bytes()).unwrap();
            assert!(!at_once(doc), "{doc}");
        }
        for doc in [
            r#"{"a":1,"a":1}"#,
            r#"{"email":1,"\u0065mail":1}"#,
            r#"[0,{"x":{"b" : 1, "b" : [] }}]"#,
            r#"{"a":"\n","b":{"c":1},"a":2}"#,
            r#"{"a_long_name_of_many_letters":1,"b":[{}],"a_long_name_of_many_letters":2}"#,
            r#"{"":1,"x":[[{"":1}]],"":2}"#,
            r#"{"a":{"b":1},"c":{"a":2},"a":3}"#,
            &format!("{{{many}\"k7\":0}}"),
        ] {
            assert_eq!(
                unique_names(doc.as_bytes()).unwrap_err().code(),
                ErrorCode::UnsupportedValue,
                "{doc}"
            );
            assert!(at_once(doc), "{doc}");
        }
    }

    #[test]
    fn tells_names_of_any_length_apart() {
        for length in 0..20 {
            let name = "n".repeat(length);
            for doc in [format!("{{\"{name}\":1,\"{name}\":2}}"), format!("{{\"{name}\":1,\"{name}\":2   }}")]
            {
                assert!(unique_names(doc.as_bytes()).is_err(), "{doc}");
            }
            for at in 0..length {
                let mut other = name.clone();
                other.replace_range(at..=at, "m");
                unique_names(format!("{{\"{name}\":1,\"{other}\":2}}").as_bytes()).unwrap();
            }
            unique_names(format!("{{\"{name}\":1,\"{name}n\":2}}").as_bytes()).unwrap();
        }
    }
}
