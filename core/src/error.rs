//! One error for every verb: a code that is the same in every language, a message that holds no secret.

use std::{fmt, io};

/// What every fallible call of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What went wrong, as a stable name. The same string in every language (`error.code`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[$doc])* $variant,)+ }

        impl ErrorCode {
            /// Every code, in the order of the reference.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable name of this code, `snake_case`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    /// The policy is not a valid policy document.
    InvalidPolicy = "invalid_policy",
    /// A JSONPath in the policy is not valid, or not one that may stand there.
    InvalidPath = "invalid_path",
    /// The policy has no view of that name.
    UnknownView = "unknown_view",
    /// A context pair is empty, reserved, doubled, missing or contradicts the record.
    InvalidContext = "invalid_context",
    /// The document is not one valid JSON text in UTF-8.
    InvalidJson = "invalid_json",
    /// A string at a token's place has a token's mark but not its form.
    InvalidToken = "invalid_token",
    /// A required rule, or a context path, selected nothing in the record.
    MissingField = "missing_field",
    /// A limit of size, depth or number was exceeded.
    LimitExceeded = "limit_exceeded",
    /// The record holds a header or a token where plaintext is expected.
    AlreadyEncrypted = "already_encrypted",
    /// The token was written by a format or suite that this version does not know.
    UnsupportedVersion = "unsupported_version",
    /// A value that an operator or a language cannot carry.
    UnsupportedValue = "unsupported_value",
    /// No ring that was given has a key set of that name.
    UnknownKeySet = "unknown_key_set",
    /// No ring that was given has the key id that the token names.
    UnknownKey = "unknown_key",
    /// The key exists, but its state, purpose, set or suite forbids this use.
    KeyNotUsable = "key_not_usable",
    /// The passphrase or key-encryption key does not open this ring.
    WrongPassphrase = "wrong_passphrase",
    /// The keyring file is malformed, altered or inconsistent.
    InvalidKeyring = "invalid_keyring",
    /// The keyring file was changed by somebody else since it was read.
    KeyringChanged = "keyring_changed",
    /// The keyring file is older than the one that was seen already.
    KeyringRolledBack = "keyring_rolled_back",
    /// The policy encrypts under a subject's key and the call names no subject.
    MissingSubject = "missing_subject",
    /// The application's provider could not wrap or unwrap.
    ProviderFailed = "provider_failed",
    /// The platform has lost or invalidated the provider's key.
    ProviderKeyLost = "provider_key_lost",
    /// The token was sealed under another key than the one of its id.
    WrongKey = "wrong_key",
    /// The token, its place, its record or its context was altered.
    Tampered = "tampered",
    /// A place that must hold a token holds plaintext.
    NotEncrypted = "not_encrypted",
    /// The operating system refused to read or write.
    Io = "io",
    /// A fault of this library. Please report it.
    Internal = "internal",
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where in a text something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Bytes from the beginning of the text, from 0.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// An error of this crate.
///
/// # Security
/// Neither [`Display`](fmt::Display) nor [`Debug`] ever shows a byte of a payload, a plaintext, a key or a
/// passphrase: messages are built from the words of this crate, the caller's policy and numbers alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    code: ErrorCode,
    message: String,
    position: Option<Position>,
    path: Option<String>,
    index: Option<usize>,
    line: Option<u64>,
}

impl Error {
    /// An error with a code and a message: lower case, no full stop, the mend at the end, no payload.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { code, message, position: None, path: None, index: None, line: None }))
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The message without code, place or index.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where in the document or policy the fault stands, if it stands at one place.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position
    }

    /// The path of the rule that was being applied, as the policy writes it.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The index of the record in its batch, from 0.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }

    /// The number of the line, from 1, when the input was JSON lines.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// The same error at a place of the text.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.0.position = Some(position);
        self
    }

    /// The same error under a rule's path; the first one named stays.
    #[must_use]
    pub fn under(mut self, path: &str) -> Self {
        self.0.path.get_or_insert_with(|| path.to_owned());
        self
    }

    /// What the operating system refused to do with a file, by the file's name and the kind of failure: nothing of
    /// its content.
    #[must_use]
    pub fn of_file(doing: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let why = match error.kind() {
            io::ErrorKind::NotFound => "no such file or folder".to_owned(),
            io::ErrorKind::AlreadyExists => "it is there already".to_owned(),
            kind => kind.to_string(),
        };
        Self::new(ErrorCode::Io, format!("cannot {doing} `{}`: {why}", path.display()))
    }

    /// The same error, told of one part of what was read.
    #[must_use]
    pub(crate) fn within(mut self, part: &str) -> Self {
        self.0.message = format!("`{part}`: {}", self.0.message);
        self
    }

    /// The same error of one record of a batch.
    #[must_use]
    pub fn of_record(mut self, index: usize) -> Self {
        self.0.index = Some(index);
        self
    }

    /// The same error without the index of a record, which a reader of lines has no use for.
    #[must_use]
    pub fn without_record(mut self) -> Self {
        self.0.index = None;
        self
    }

    /// The same error of one line of a stream.
    #[must_use]
    pub fn of_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(index) = self.0.index {
            write!(f, "record {index}: ")?;
        }
        if let Some(line) = self.0.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.0.message)?;
        if let Some(path) = &self.0.path {
            write!(f, " (at `{path}`)")?;
        }
        if let Some(p) = self.0.position {
            write!(f, " (line {}, column {}, byte {})", p.line, p.column, p.offset)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error[{}]: {self}", self.0.code)
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    /// An error of this crate that came through a reader or writer as it was; of any other the kind alone: the
    /// operating system's text may name a file, never its content.
    fn from(error: std::io::Error) -> Self {
        if let Some(ours) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return ours.clone();
        }
        Self::new(ErrorCode::Io, format!("the operating system says: {}", error.kind()))
    }
}
