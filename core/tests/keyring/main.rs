//! The life of a keyring through its public interface.

mod files;
mod hostile;
mod openers;
mod versions;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use fieldveil::{
    Clock, ErrorCode, Hpke, Key, KeyProvider, Keyring, KeyringOptions, Passphrase, Provider, ProviderError,
    Purpose, Result, Rewrap, State,
};

struct Scene {
    _folder: tempfile::TempDir,
    path: PathBuf,
    now: Arc<AtomicI64>,
    options: KeyringOptions,
}

/// A folder of its own, and a clock that stands still until it is moved.
fn scene() -> Scene {
    let folder = tempfile::tempdir().unwrap();
    let now = Arc::new(AtomicI64::new(1_795_000_000));
    let clock = Clock::new({
        let now = Arc::clone(&now);
        move || now.load(Ordering::SeqCst)
    });
    let options = KeyringOptions { clock, ..KeyringOptions::default() };
    Scene { path: folder.path().join("ring.json"), _folder: folder, now, options }
}

impl Scene {
    fn create(&self, providers: &[Provider]) -> Keyring {
        Keyring::create_with(&self.path, providers, &self.options).unwrap()
    }

    fn open(&self, providers: &[Provider]) -> Result<Keyring> {
        Keyring::open_with(&self.path, providers, &self.options)
    }

    fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }
}

fn key(byte: u8) -> Provider {
    Key::new(&[byte; 32]).unwrap().into()
}

fn passphrase(text: &str) -> Provider {
    Passphrase::new(text).unwrap().cost(19_456, 1, 1).unwrap().into()
}

fn edit<T>(ring: &Keyring, change: impl FnOnce(&mut fieldveil::KeyringEdit) -> Result<T>) -> T {
    let mut edit = ring.edit().unwrap();
    let done = change(&mut edit).unwrap();
    edit.save().unwrap();
    done
}

fn states(ring: &Keyring, set: &str) -> Vec<State> {
    let sets = ring.sets();
    sets.iter().find(|info| info.name == set).unwrap().versions.iter().map(|version| version.state).collect()
}

fn code<T>(result: Result<T>) -> ErrorCode {
    result.map(|_| ()).unwrap_err().code()
}

/// Wraps by turning the bytes around, and counts.
#[derive(Default)]
struct Service {
    wraps: AtomicUsize,
    unwraps: AtomicUsize,
    down: std::sync::atomic::AtomicBool,
}

impl KeyProvider for Service {
    fn name(&self) -> String {
        "service".to_owned()
    }

    fn wrap(&self, key: &[u8], _: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.wraps.fetch_add(1, Ordering::SeqCst);
        Ok(key.iter().rev().copied().collect())
    }

    fn unwrap(&self, wrapped: &[u8], _: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.unwraps.fetch_add(1, Ordering::SeqCst);
        if self.down.load(Ordering::SeqCst) {
            return Err(ProviderError::Failed("no network".to_owned()));
        }
        Ok(wrapped.iter().rev().copied().collect())
    }
}
