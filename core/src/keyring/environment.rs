//! A keyring from the environment, as services and the command line find it.

use std::ffi::OsString;

use zeroize::Zeroizing;

use super::provider::{Key, Passphrase, Provider};
use super::ring::{Keyring, KeyringOptions};
use crate::{Error, ErrorCode, Result};

impl Keyring {
    /// Opens the ring of the environment; only reads.
    ///
    /// `FIELDVEIL_KEYRING` is a path, or the document itself when it begins with `{`. The key is the first that is set
    /// of `FIELDVEIL_KEK_FILE`, `FIELDVEIL_KEK`, `FIELDVEIL_PASSPHRASE_FILE`, `FIELDVEIL_PASSPHRASE`.
    ///
    /// # Errors
    /// `io` if `FIELDVEIL_KEYRING` is not set, `wrong_passphrase` if none of the keys is; otherwise as
    /// [`open`](Self::open).
    pub fn from_env() -> Result<Self> {
        Self::from_env_with(&KeyringOptions::default())
    }

    /// The same with options.
    ///
    /// # Errors
    /// As [`from_env`](Self::from_env), and `keyring_rolled_back` below `min_epoch`.
    pub fn from_env_with(options: &KeyringOptions) -> Result<Self> {
        let ring = variable("FIELDVEIL_KEYRING").ok_or_else(|| {
            Error::new(
                ErrorCode::Io,
                "`FIELDVEIL_KEYRING` is not set: set it to the path of a ring, or to the ring itself",
            )
        })?;
        let providers = [Provider::from_env()?];
        match ring.to_str() {
            Some(document) if document.starts_with('{') => {
                Self::parse_with(document.as_bytes(), &providers, options)
            }
            _ => Self::open_with(ring, &providers, options),
        }
    }
}

impl Provider {
    /// The provider of the environment: the first that is set of `FIELDVEIL_KEK_FILE`, `FIELDVEIL_KEK`,
    /// `FIELDVEIL_PASSPHRASE_FILE`, `FIELDVEIL_PASSPHRASE`.
    ///
    /// # Errors
    /// `wrong_passphrase` if none is set or the one that is has not the form of a key; `io` if its file cannot be
    /// read.
    pub fn from_env() -> Result<Self> {
        if let Some(path) = variable("FIELDVEIL_KEK_FILE") {
            return Ok(Key::from_file(path)?.into());
        }
        if let Some(key) = variable("FIELDVEIL_KEK") {
            return Ok(Key::new(&Zeroizing::new(key.into_encoded_bytes()))?.into());
        }
        if let Some(path) = variable("FIELDVEIL_PASSPHRASE_FILE") {
            return Ok(Passphrase::from_file(path)?.into());
        }
        if let Some(passphrase) = variable("FIELDVEIL_PASSPHRASE") {
            let not_text = |_| {
                Error::new(ErrorCode::WrongPassphrase, "`FIELDVEIL_PASSPHRASE` is not UTF-8: set it anew")
            };
            let bytes = Zeroizing::new(passphrase.into_encoded_bytes());
            return Ok(Passphrase::new(std::str::from_utf8(&bytes).map_err(not_text)?)?.into());
        }
        let message = "no key was given for the ring: set `FIELDVEIL_KEK_FILE`, `FIELDVEIL_KEK`, \
                       `FIELDVEIL_PASSPHRASE_FILE` or `FIELDVEIL_PASSPHRASE`";
        Err(Error::new(ErrorCode::WrongPassphrase, message))
    }
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
