//! The error of the core with all that it says, from which the facades make the class of its code.

use fieldveil::{Error, ErrorCode};

/// What every call throws.
#[derive(Debug, uniffi::Error)]
pub enum NativeError {
    /// The core said no.
    Failed {
        /// What it said.
        failure: NativeFailure,
    },
}

/// What the core says of a failure; no byte of a payload, a key or a passphrase is in it.
#[derive(Clone, Debug, uniffi::Record)]
pub struct NativeFailure {
    /// The stable code.
    pub code: String,
    /// The message with its place.
    pub message: String,
    /// The path of the rule that was being applied, as the policy writes it.
    pub path: Option<String>,
    /// The index of the record in its batch, from 0.
    pub index: Option<u64>,
    /// The number of the line, from 1, when the input was JSON lines.
    pub line: Option<u64>,
    /// Where in the document or policy the fault stands.
    pub position: Option<NativePosition>,
}

/// A place in a text.
#[derive(Clone, Debug, uniffi::Record)]
pub struct NativePosition {
    /// Bytes from the beginning, from 0.
    pub offset: u64,
    /// Line, from 1.
    pub line: u64,
    /// Column in Unicode scalar values, from 1.
    pub column: u64,
}

/// The result of a call from the other side.
pub(crate) type Outcome<T> = Result<T, NativeError>;

impl From<Error> for NativeFailure {
    fn from(error: Error) -> Self {
        Self {
            code: error.code().to_string(),
            message: error.to_string(),
            path: error.path().map(str::to_owned),
            index: error.index().map(number),
            line: error.line(),
            position: error.position().map(|place| NativePosition {
                offset: number(place.offset),
                line: number(place.line),
                column: number(place.column),
            }),
        }
    }
}

impl From<Error> for NativeError {
    fn from(error: Error) -> Self {
        Self::Failed { failure: error.into() }
    }
}

impl std::fmt::Display for NativeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Failed { failure } = self;
        f.write_str(&failure.message)
    }
}

impl std::error::Error for NativeError {}

/// A word that is none of those which an argument may be.
pub(crate) fn internal(message: &str) -> Error {
    Error::new(ErrorCode::Internal, message)
}

/// A size as both languages count.
pub(crate) fn number(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}
