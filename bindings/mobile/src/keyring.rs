//! A keyring: made, opened, looked at, reloaded.

use std::sync::Arc;
use std::time::Duration;

use fieldveil::{Keyring, KeyringOptions};

use crate::edit::NativeKeyringEdit;
use crate::error::Outcome;
use crate::provider::{NativeProvider, given};

/// Key sets in one file, opened by a provider.
#[derive(uniffi::Object)]
pub struct NativeKeyring(pub(crate) Keyring);

#[uniffi::export]
impl NativeKeyring {
    /// Makes a ring without sets, wrapped by each provider, and saves it where no file stands yet.
    #[uniffi::constructor]
    pub fn create(path: String, providers: Vec<Arc<NativeProvider>>, min_pending: u64) -> Outcome<Arc<Self>> {
        let options = KeyringOptions { min_pending, ..KeyringOptions::default() };
        Ok(Arc::new(Self(Keyring::create_with(path, &given(&providers), &options)?)))
    }

    /// Opens the ring of a file with the first provider that can.
    #[uniffi::constructor]
    pub fn open(path: String, providers: Vec<Arc<NativeProvider>>, min_epoch: u64) -> Outcome<Arc<Self>> {
        let options = KeyringOptions { min_epoch, ..KeyringOptions::default() };
        Ok(Arc::new(Self(Keyring::open_with(path, &given(&providers), &options)?)))
    }

    /// Opens a ring from its document.
    #[uniffi::constructor]
    pub fn parse(document: &[u8], providers: Vec<Arc<NativeProvider>>, min_epoch: u64) -> Outcome<Arc<Self>> {
        let options = KeyringOptions { min_epoch, ..KeyringOptions::default() };
        Ok(Arc::new(Self(Keyring::parse_with(document, &given(&providers), &options)?)))
    }

    /// Opens the ring that the environment names.
    #[uniffi::constructor]
    pub fn from_env(min_epoch: u64) -> Outcome<Arc<Self>> {
        let options = KeyringOptions { min_epoch, ..KeyringOptions::default() };
        Ok(Arc::new(Self(Keyring::from_env_with(&options)?)))
    }

    /// The document of the ring as it is loaded.
    pub fn document(&self) -> String {
        self.0.document()
    }

    /// Begins to change the ring.
    pub fn edit(&self) -> Outcome<Arc<NativeKeyringEdit>> {
        Ok(Arc::new(NativeKeyringEdit::new(self.0.edit()?)))
    }

    /// Reads the file again; returns whether anything changed.
    pub fn reload(&self) -> Outcome<bool> {
        Ok(self.0.reload()?)
    }

    /// Reads the file again whenever the ring is used and the time has passed; zero ends it.
    pub fn reload_every(&self, interval: Duration) {
        self.0.reload_every(interval);
    }
}
