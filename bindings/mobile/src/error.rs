//! The error of the core as an enumeration that Kotlin seals and Swift switches over.

use fieldveil::ErrorCode;

macro_rules! errors {
    ($($code:ident,)+) => {
        /// What every call throws: one case for each code, with the message of the core.
        #[derive(Debug, uniffi::Error)]
        #[uniffi(flat_error)]
        #[allow(missing_docs, reason = "the cases are the codes of the core, documented there")]
        pub enum FieldveilError { $($code(String),)+ }

        impl From<fieldveil::Error> for FieldveilError {
            fn from(error: fieldveil::Error) -> Self {
                match error.code() {
                    $(ErrorCode::$code => Self::$code(error.to_string()),)+
                    _ => Self::Internal(error.to_string()),
                }
            }
        }

        impl std::fmt::Display for FieldveilError {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self { $(Self::$code(text) => f.write_str(text),)+ }
            }
        }
    };
}

errors! {
    InvalidPolicy, InvalidPath, UnknownView, InvalidContext, InvalidJson, InvalidToken, MissingField, LimitExceeded,
    AlreadyEncrypted, UnsupportedVersion, UnsupportedValue, UnknownKeySet, UnknownKey, KeyNotUsable,
    WrongPassphrase, InvalidKeyring, KeyringChanged, KeyringRolledBack, MissingSubject, ProviderFailed,
    ProviderKeyLost, WrongKey, Tampered, NotEncrypted, Io, Internal,
}

impl std::error::Error for FieldveilError {}

/// Why a provider of the application could not wrap or unwrap.
#[derive(Debug, uniffi::Error)]
pub enum ProviderError {
    /// It could not, this time.
    Failed {
        /// What is said of it; no key and no payload.
        reason: String,
    },
    /// The platform has lost or invalidated the key: it never will.
    KeyLost {
        /// What is said of it; no key and no payload.
        reason: String,
    },
}

impl std::fmt::Display for ProviderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failed { reason } | Self::KeyLost { reason } => f.write_str(reason),
        }
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for ProviderError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: error.reason }
    }
}

impl From<ProviderError> for fieldveil::Error {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Failed { reason } => Self::new(ErrorCode::ProviderFailed, reason),
            ProviderError::KeyLost { reason } => Self::new(ErrorCode::ProviderKeyLost, reason),
        }
    }
}
