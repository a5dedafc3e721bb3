//! From a value to what is sealed, and back.

use std::borrow::Cow;

use super::Value;
use crate::json;
use crate::limits::Limits;
use crate::seal::{Opened, Type};
use crate::{Error, ErrorCode, Result};

/// What is sealed.
pub(super) struct Payload<'a> {
    pub(super) kind: Type,
    pub(super) bytes: Cow<'a, [u8]>,
}

/// What is sealed for a value.
///
/// # Errors
/// `invalid_json` if the value says that it is JSON and is not exactly one value.
pub(super) fn of(value: &Value) -> Result<Payload<'_>> {
    let (kind, bytes) = match value {
        Value::Text(text) => (Type::Text, text.as_bytes()),
        Value::Bytes(bytes) => (Type::Bytes, bytes.as_slice()),
        Value::Json(text) => (Type::Json, text.as_bytes()),
    };
    if kind == Type::Json && !is_one_value(bytes) {
        let message = "the value is not exactly one JSON value, without white space around it: correct it";
        return Err(Error::new(ErrorCode::InvalidJson, message));
    }
    Ok(Payload { kind, bytes: Cow::Borrowed(bytes) })
}

/// What was sealed, to be sealed again.
pub(super) fn again(opened: &Opened) -> Payload<'_> {
    Payload { kind: opened.kind(), bytes: Cow::Borrowed(opened.payload()) }
}

/// The value that was sealed.
///
/// # Errors
/// `tampered` for what no honest key holder seals.
pub(super) fn value(opened: &Opened) -> Result<Value> {
    let bytes = opened.payload().to_vec();
    let text = |bytes| String::from_utf8(bytes).map_err(|_| tampered());
    match opened.kind() {
        Type::Text => Ok(Value::Text(text(bytes)?)),
        Type::Bytes => Ok(Value::Bytes(bytes)),
        Type::Json if is_one_value(&bytes) => Ok(Value::Json(text(bytes)?)),
        Type::Json | Type::SubjectKey => Err(tampered()),
    }
}

impl Payload<'_> {
    /// What a deterministic token holds: the decoded text of a JSON string, so that equal strings are equal tokens
    /// however they are escaped, and the source text of any other scalar.
    ///
    /// # Errors
    /// `unsupported_value` for a container or a lone surrogate.
    pub(super) fn deterministic(self) -> Result<Self> {
        let unsupported = |what| {
            let message = format!("{what} has no deterministic form: encrypt it in a set of purpose `data`");
            Error::new(ErrorCode::UnsupportedValue, message)
        };
        match (self.kind, self.bytes.as_ref()) {
            (Type::Json, [b'{' | b'[', ..]) => Err(unsupported("an object or an array")),
            (Type::Json, [b'"', inner @ .., b'"']) => {
                let text = json::text::decode_utf8(inner).ok_or_else(|| unsupported("a lone surrogate"))?;
                Ok(Self { kind: Type::Text, bytes: Cow::Owned(text.into_owned().into_bytes()) })
            }
            _ => Ok(self),
        }
    }
}

fn is_one_value(bytes: &[u8]) -> bool {
    let tight =
        !matches!(bytes, [] | [b' ' | b'\t' | b'\n' | b'\r', ..] | [.., b' ' | b'\t' | b'\n' | b'\r']);
    tight && json::check(bytes, &Limits::default()).is_ok()
}

fn tampered() -> Error {
    Error::new(ErrorCode::Tampered, "the token holds what no value is: restore it from its source")
}
