//! Providers: who wraps the ring key, and who opens it again. Each is asked once when a ring is opened.

mod callback;
mod hpke;
mod key;
mod passphrase;
mod refuse;
mod secret_file;
#[cfg(test)]
mod tests;

pub use self::hpke::Hpke;
pub use callback::{KeyProvider, ProviderError};
pub use key::Key;
pub use passphrase::Passphrase;

use std::fmt;
use std::sync::Arc;

use super::document::Wrap;
use super::wrapped::Unwrapped;
use crate::Result;
use crate::secret::Secret;

/// What wraps and unwraps a ring: a passphrase, 32 bytes, a key pair, or the application itself.
///
/// ```
/// use fieldveil::{Passphrase, Provider};
/// let provider: Provider = Passphrase::new("correct horse battery staple")?.into();
/// # Ok::<(), fieldveil::Error>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum Provider {
    /// A passphrase, through Argon2id.
    Passphrase(Passphrase),
    /// A key-encryption key of 32 bytes.
    Key(Key),
    /// A public key that makes rings, or the private key that opens them.
    Hpke(Hpke),
    /// The application: a key-management service, a hardware module, a platform's key store.
    Callback(Arc<dyn KeyProvider>),
}

impl Provider {
    /// A new row of `wraps` for the ring key of the ring `id`.
    pub(super) fn wrap(&self, ring_key: &Secret<32>, id: &str) -> Result<Wrap> {
        match self {
            Self::Passphrase(passphrase) => passphrase.wrap(ring_key, id),
            Self::Key(key) => key.wrap(ring_key, id),
            Self::Hpke(hpke) => hpke.wrap(ring_key, id),
            Self::Callback(provider) => callback::wrap(provider.as_ref(), ring_key, id),
        }
    }

    /// A row for the same holder as `row`, of another ring key: a passphrase keeps the cost that it had there.
    pub(super) fn wrap_again(&self, row: &Wrap, ring_key: &Secret<32>, id: &str) -> Result<Wrap> {
        match (self, row) {
            (Self::Passphrase(passphrase), Wrap::Passphrase { cost, .. }) => {
                passphrase.wrap_at(*cost, ring_key, id)
            }
            _ => self.wrap(ring_key, id),
        }
    }

    /// Opens a row of the ring `id`, if it can.
    pub(super) fn unwrap(&self, row: &Wrap, id: &str) -> Result<Unwrapped> {
        match (self, row) {
            (Self::Passphrase(passphrase), Wrap::Passphrase { cost, salt, wrapped }) => {
                passphrase.unwrap(*cost, salt, wrapped, id)
            }
            (Self::Key(key), Wrap::Key { wrapped }) => key.unwrap(wrapped, id),
            (Self::Hpke(hpke), Wrap::Hpke { public_key, wrapped, .. }) => {
                hpke.unwrap(public_key, wrapped, id)
            }
            (Self::Callback(provider), Wrap::Callback { name, wrapped }) if provider.name() == *name => {
                callback::unwrap(provider.as_ref(), wrapped, id)
            }
            _ => Ok(Unwrapped::NotMine),
        }
    }
}

/// A new wrap of the ring key for a public key that a row of `wraps` names, without its holder.
pub(super) fn wrap_to_public_key(
    name: &str,
    key: &[u8; 32],
    ring_key: &Secret<32>,
    id: &str,
) -> Result<Wrap> {
    Hpke::public(name, key)?.wrap(ring_key, id)
}

impl From<Passphrase> for Provider {
    fn from(passphrase: Passphrase) -> Self {
        Self::Passphrase(passphrase)
    }
}

impl From<Key> for Provider {
    fn from(key: Key) -> Self {
        Self::Key(key)
    }
}

impl From<Hpke> for Provider {
    fn from(hpke: Hpke) -> Self {
        Self::Hpke(hpke)
    }
}

impl From<Arc<dyn KeyProvider>> for Provider {
    fn from(provider: Arc<dyn KeyProvider>) -> Self {
        Self::Callback(provider)
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passphrase(_) => "Passphrase([REDACTED])",
            Self::Key(_) => "Key([REDACTED])",
            Self::Hpke(_) => "Hpke([REDACTED])",
            Self::Callback(_) => "Callback",
        })
    }
}
