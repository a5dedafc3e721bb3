//! Why a walk ends early.

use crate::Error;
use crate::json::Invalid;

/// What is wrong with the document is found out by the exact validator; what the visitor says is handed on.
pub(in crate::path) enum Stop {
    Invalid,
    Visitor(Error),
}

impl From<Invalid> for Stop {
    fn from(_: Invalid) -> Self {
        Self::Invalid
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Visitor(error)
    }
}
