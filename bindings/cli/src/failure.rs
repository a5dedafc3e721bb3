//! How a run ends: the exit code and the one line on standard error.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use fieldveil::{Error, ErrorCode};

pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// A run that reached its end.
#[derive(Clone, Copy)]
pub(crate) enum Done {
    /// Everything was done.
    Whole,
    /// Everything was done, but bad lines were replaced.
    BadLines,
    /// The answer of `check` is that the policy has errors.
    Findings,
}

/// A run that did not.
pub(crate) enum Failure {
    /// The command line itself is wrong.
    Usage(String),
    /// What the core, or the operating system, said.
    Core(Error),
}

impl Done {
    pub(crate) fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Whole => 0,
            Self::BadLines => 1,
            Self::Findings => 3,
        })
    }
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) => 2,
            Self::Core(error) => number(error.code()),
        })
    }

    /// The operating system refused: the file by its name, the reason by its kind, nothing of the content.
    pub(crate) fn io(doing: &str, what: &Path, error: &std::io::Error) -> Self {
        Self::Core(Error::of_file(doing, what, error))
    }
}

/// The exit code of each kind of error, as the manual lists them.
fn number(code: ErrorCode) -> u8 {
    use ErrorCode as E;
    match code {
        E::InvalidPolicy | E::InvalidPath | E::UnknownView | E::InvalidContext => 3,
        E::InvalidJson
        | E::InvalidToken
        | E::MissingField
        | E::LimitExceeded
        | E::AlreadyEncrypted
        | E::UnsupportedVersion
        | E::UnsupportedValue => 4,
        E::UnknownKeySet
        | E::UnknownKey
        | E::KeyNotUsable
        | E::WrongPassphrase
        | E::InvalidKeyring
        | E::KeyringChanged
        | E::KeyringRolledBack
        | E::MissingSubject
        | E::ProviderFailed
        | E::ProviderKeyLost => 5,
        E::WrongKey | E::Tampered | E::NotEncrypted => 6,
        E::Io => 7,
        _ => 70,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) => write!(f, "error[usage]: {message}"),
            Self::Core(error) => write!(f, "error[{}]: {error}", error.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_number() {
        let internal: Vec<_> = ErrorCode::ALL.iter().filter(|code| number(**code) == 70).collect();
        assert_eq!(internal, [&ErrorCode::Internal]);
    }
}
