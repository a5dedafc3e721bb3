//! The exact validator: one byte at a time, knows the place of a fault. It runs where the fast one has refused.

use super::scalar;
use crate::{Error, ErrorCode, Limits, Position, Result};

/// Checks that the bytes are exactly one JSON text in UTF-8 within the limits.
///
/// # Errors
/// `invalid_json` or `limit_exceeded`, with offset, line and column of the first fault.
pub(crate) fn check(doc: &[u8], limits: &Limits) -> Result<()> {
    if doc.len() > limits.document {
        return Err(too_large(limits.document));
    }
    let text = std::str::from_utf8(doc);
    let valid = text.map_or_else(|error| error.valid_up_to(), str::len);
    let mut checker = Checker {
        doc: doc.get(..valid).unwrap_or_default(),
        at: 0,
        depth: limits.depth,
        objects: Vec::new(),
    };
    match checker.document() {
        // What the grammar misses beyond the valid part is there, and no UTF-8.
        Err(fault) if fault.at < valid || valid == doc.len() => Err(fault.error(doc)),
        _ if valid < doc.len() => {
            Err(Fault { at: valid, why: Why::Invalid("a character in UTF-8") }.error(doc))
        }
        _ => Ok(()),
    }
}

/// What begins at a bracket of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// A document, up to there.
    Whole(usize),
    /// No document: what stands there belongs to none.
    Other(usize),
    /// What may be a document, but the text ends in it, or it is too deep to say.
    CutOff,
}

/// What begins at `start`, where a bracket stands.
pub(crate) fn beginning(text: &str, start: usize, limits: &Limits) -> Beginning {
    let mut checker = Checker { doc: text.as_bytes(), at: start, depth: limits.depth, objects: Vec::new() };
    let Err(fault) = checker.one() else { return Beginning::Whole(checker.at) };
    let behind = |at: usize| text.get(at..).unwrap_or_default();
    let is_of_scalar = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let cut = behind(fault.at).bytes().all(is_of_scalar) && !behind(start + 1).trim_ascii().is_empty();
    if cut || matches!(fault.why, Why::TooDeep(_)) { Beginning::CutOff } else { Beginning::Other(fault.at) }
}

/// The error of a document of more bytes than there may be.
pub(crate) fn too_large(limit: usize) -> Error {
    let why = format!("the document has more than {limit} bytes: raise the limit or split it");
    Error::new(ErrorCode::LimitExceeded, why)
}

/// The error of a document in which more containers stand in each other than may.
pub(crate) fn too_deep(limit: usize) -> Error {
    let why = format!("the document nests deeper than {limit}: raise `limits` in the policy");
    Error::new(ErrorCode::LimitExceeded, why)
}

/// Where an offset stands: its line, and its column in characters.
pub(crate) fn locate(doc: &[u8], offset: usize) -> Position {
    let before = doc.get(..offset).unwrap_or(doc);
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let line = 1 + memchr::memchr_iter(b'\n', before).count();
    let characters =
        before.get(line_start..).unwrap_or_default().iter().filter(|b| **b & 0xC0 != 0x80).count();
    Position { offset, line, column: characters + 1 }
}

struct Fault {
    at: usize,
    why: Why,
}

enum Why {
    /// What was expected there.
    Invalid(&'static str),
    /// Something stands behind the end.
    More,
    TooDeep(usize),
}

impl Fault {
    fn error(&self, doc: &[u8]) -> Error {
        let error = match self.why {
            Why::Invalid(expected) if self.at >= doc.len() => {
                Error::new(ErrorCode::InvalidJson, format!("the document ends where {expected} is expected"))
            }
            Why::Invalid(_) if doc.starts_with(b"\xEF\xBB\xBF") && self.at == 0 => {
                Error::new(ErrorCode::InvalidJson, "the document begins with a byte order mark: take it away")
            }
            Why::Invalid(expected) => Error::new(
                ErrorCode::InvalidJson,
                format!("the document is not valid JSON: {expected} is expected"),
            ),
            Why::More => Error::new(
                ErrorCode::InvalidJson,
                "the document is not valid JSON: something stands behind its end; lines of documents are read as lines",
            ),
            Why::TooDeep(limit) => too_deep(limit),
        };
        error.at(locate(doc, self.at))
    }
}

struct Checker<'a> {
    doc: &'a [u8],
    at: usize,
    depth: usize,
    /// The open containers: whether each is an object.
    objects: Vec<bool>,
}

impl Checker<'_> {
    fn document(&mut self) -> std::result::Result<(), Fault> {
        self.one()?;
        self.space();
        if self.at < self.doc.len() { Err(Fault { at: self.at, why: Why::More }) } else { Ok(()) }
    }

    /// One value, whatever stands behind it.
    fn one(&mut self) -> std::result::Result<(), Fault> {
        self.value()?;
        while let Some(&object) = self.objects.last() {
            self.space();
            match (self.peek(), object) {
                (Some(b','), true) => {
                    self.at += 1;
                    self.name()?;
                    self.value()?;
                }
                (Some(b','), false) => {
                    self.at += 1;
                    self.value()?;
                }
                (Some(b'}'), true) | (Some(b']'), false) => {
                    self.at += 1;
                    self.objects.pop();
                }
                (_, true) => return self.fault("a comma or a closing brace"),
                (_, false) => return self.fault("a comma or a closing bracket"),
            }
        }
        Ok(())
    }

    /// A scalar, an empty container, or the beginning of a container up to its first scalar.
    fn value(&mut self) -> std::result::Result<(), Fault> {
        loop {
            self.space();
            let object = match self.peek() {
                Some(b'"') => return self.string(),
                Some(b'{') => true,
                Some(b'[') => false,
                _ => {
                    let Some(end) = scalar::end(self.doc, self.at) else { return self.fault("a value") };
                    self.at = end;
                    return Ok(());
                }
            };
            if self.objects.len() >= self.depth {
                return Err(Fault { at: self.at, why: Why::TooDeep(self.depth) });
            }
            self.at += 1;
            self.space();
            match (self.peek(), object) {
                (Some(b'}'), true) | (Some(b']'), false) => {
                    self.at += 1;
                    return Ok(());
                }
                _ => self.objects.push(object),
            }
            if object {
                self.name()?;
            }
        }
    }

    fn name(&mut self) -> std::result::Result<(), Fault> {
        self.space();
        if self.peek() != Some(b'"') {
            return self.fault("a member name in double quotes");
        }
        self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return self.fault("a colon");
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> std::result::Result<(), Fault> {
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
                        Some(b'u') => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_some_and(|b| b.is_ascii_hexdigit()) {
                                    return self.fault("a hexadecimal digit");
                                }
                                self.at += 1;
                            }
                        }
                        _ => return self.fault("an escape of JSON"),
                    }
                }
                Some(0..0x20) => return self.fault("an escaped control character"),
                Some(_) => self.at += 1,
                None => return self.fault("a closing quote"),
            }
        }
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.doc.get(self.at).copied()
    }

    fn fault<T>(&self, expected: &'static str) -> std::result::Result<T, Fault> {
        Err(Fault { at: self.at, why: Why::Invalid(expected) })
    }
}
