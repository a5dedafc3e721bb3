//! Providers: the ready ones of the core, and the application's own.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use fieldveil::{Hpke, Key, KeyProvider, Passphrase, Provider, ProviderError};
use zeroize::Zeroizing;

use crate::error::Outcome;

/// What wraps and unwraps a ring.
#[derive(uniffi::Object)]
pub struct NativeProvider(pub(crate) Provider);

#[uniffi::export]
impl NativeProvider {
    /// A passphrase, through Argon2id.
    #[uniffi::constructor]
    pub fn passphrase(text: String) -> Outcome<Arc<Self>> {
        Ok(Self::of(Passphrase::new(Zeroizing::new(text))?))
    }

    /// A key-encryption key of 32 bytes.
    #[uniffi::constructor]
    pub fn key(key: &[u8]) -> Outcome<Arc<Self>> {
        Ok(Self::of(Key::new(key)?))
    }

    /// The key in a file.
    #[uniffi::constructor]
    pub fn key_file(path: String) -> Outcome<Arc<Self>> {
        Ok(Self::of(Key::from_file(path)?))
    }

    /// A public key, whose holder can make rings and cannot open them.
    #[uniffi::constructor]
    pub fn hpke_public(name: String, key: &[u8]) -> Outcome<Arc<Self>> {
        Ok(Self::of(Hpke::public(name, key)?))
    }

    /// The private key that opens them.
    #[uniffi::constructor]
    pub fn hpke_private(key: &[u8]) -> Outcome<Arc<Self>> {
        Ok(Self::of(Hpke::private(key)?))
    }

    /// The application's own.
    #[uniffi::constructor]
    pub fn wrapper(name: String, wrapper: Arc<dyn NativeKeyWrapper>) -> Arc<Self> {
        Arc::new(Self(Provider::Callback(Arc::new(Host { name, wrapper }))))
    }
}

/// The providers of the core.
pub(crate) fn given(providers: &[Arc<NativeProvider>]) -> Vec<Provider> {
    providers.iter().map(|provider| provider.0.clone()).collect()
}

impl NativeProvider {
    fn of(provider: impl Into<Provider>) -> Arc<Self> {
        Arc::new(Self(provider.into()))
    }
}

/// Why the application could not wrap or unwrap.
#[derive(Debug, uniffi::Error)]
pub enum NativeWrapError {
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

impl std::fmt::Display for NativeWrapError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Failed { reason } | Self::KeyLost { reason }) = self;
        f.write_str(reason)
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for NativeWrapError {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed { reason: error.reason }
    }
}

impl From<NativeWrapError> for ProviderError {
    fn from(error: NativeWrapError) -> Self {
        match error {
            NativeWrapError::Failed { reason } => Self::Failed(reason),
            NativeWrapError::KeyLost { reason } => Self::KeyLost(reason),
        }
    }
}

/// A key store of the application's: a platform's, a service, a device.
#[uniffi::export(with_foreign)]
pub trait NativeKeyWrapper: Send + Sync {
    /// Wraps the 32 bytes of a ring key.
    fn wrap(&self, key: Vec<u8>, context: HashMap<String, String>) -> Result<Vec<u8>, NativeWrapError>;

    /// Gives back the 32 bytes.
    fn unwrap(&self, wrapped: Vec<u8>, context: HashMap<String, String>) -> Result<Vec<u8>, NativeWrapError>;
}

/// A provider of the core around the application's key store.
struct Host {
    name: String,
    wrapper: Arc<dyn NativeKeyWrapper>,
}

impl KeyProvider for Host {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn wrap(&self, key: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        Ok(self.wrapper.wrap(key.to_vec(), pairs(context))?)
    }

    fn unwrap(&self, wrapped: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        Ok(self.wrapper.unwrap(wrapped.to_vec(), pairs(context))?)
    }
}

fn pairs(context: &BTreeMap<String, String>) -> HashMap<String, String> {
    context.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}
