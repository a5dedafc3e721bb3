//! The provider `callback`: the application wraps and unwraps, with a service or a device of its own.

use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

use super::refuse::require_name;
use crate::keyring::document::Wrap;
use crate::keyring::wrapped::Unwrapped;
use crate::secret::Secret;
use crate::{Error, ErrorCode, Result};

/// An application's own way to keep a ring key: a key-management service, a hardware module, a platform's store.
///
/// It is called once when a ring is made and once when it is opened, never in the path of a value. Both calls may
/// be slow and both may fail.
pub trait KeyProvider: Send + Sync {
    /// The name that finds the provider's row in the ring file, such as `aws-kms:alias/app`.
    fn name(&self) -> String;

    /// Wraps the 32 bytes of a ring key. `context` is `{"fv-ring": id}`: a service's encryption context.
    ///
    /// # Errors
    /// Whatever went wrong, in words that may be logged.
    fn wrap(&self, key: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError>;

    /// Gives back the 32 bytes that were wrapped under the same `context`.
    ///
    /// # Errors
    /// Whatever went wrong, in words that may be logged.
    fn unwrap(&self, wrapped: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError>;
}

/// Why an application's provider could not do its work. The message reaches the caller, so it names no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProviderError {
    /// It failed, and may succeed another time: `provider_failed`.
    Failed(String),
    /// The platform has lost or invalidated the key, and it never will: `provider_key_lost`.
    KeyLost(String),
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(message) | Self::KeyLost(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ProviderError {}

pub(super) fn wrap(provider: &dyn KeyProvider, ring_key: &Secret<32>, id: &str) -> Result<Wrap> {
    let name = provider.name();
    require_name(&name)?;
    // EXPOSE: the ring key to the application, which is asked to wrap it.
    let wrapped = provider.wrap(ring_key.expose(), &context(id)).map_err(|error| failed(&name, error))?;
    if wrapped.is_empty() {
        return Err(answer(&name, "nothing"));
    }
    Ok(Wrap::Callback { name, wrapped })
}

pub(super) fn unwrap(provider: &dyn KeyProvider, wrapped: &[u8], id: &str) -> Result<Unwrapped> {
    let name = provider.name();
    let key = provider.unwrap(wrapped, &context(id)).map_err(|error| failed(&name, error))?;
    let key = Zeroizing::new(key);
    let key = Secret::copied(&key).ok_or_else(|| answer(&name, "something other than 32 bytes"))?;
    Ok(Unwrapped::Opened(key))
}

fn context(id: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("fv-ring".to_owned(), id.to_owned())])
}

fn failed(name: &str, error: ProviderError) -> Error {
    match error {
        ProviderError::Failed(message) => {
            Error::new(ErrorCode::ProviderFailed, format!("provider `{name}` failed: {message}"))
        }
        ProviderError::KeyLost(message) => Error::new(
            ErrorCode::ProviderKeyLost,
            format!("provider `{name}` has lost its key, open the ring with another of its wraps: {message}"),
        ),
    }
}

fn answer(name: &str, what: &str) -> Error {
    Error::new(
        ErrorCode::ProviderFailed,
        format!("provider `{name}` gave back {what}: check its implementation"),
    )
}
