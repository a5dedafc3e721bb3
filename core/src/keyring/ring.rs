//! A keyring: made, opened, looked at.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::contents::{self, Loaded};
use super::document::{Document, invalid};
use super::fleet::Fleet;
use super::moment::Clock;
use super::provider::Provider;
use super::snapshot::Snapshot;
use super::{file, ids};
use crate::secret::Secret;
use crate::{Error, ErrorCode, Result};

/// Key sets in one file, opened by a provider.
///
/// Clones are cheap and share everything: an [edit](Self::edit) or a [reload](Self::reload) through one is seen by all.
///
/// ```
/// use fieldveil::{Key, Keyring, Provider, Purpose};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("ring.json");
/// let provider: Provider = Key::new(&[7; 32])?.into(); // of a vault, not of the source code
/// let ring = Keyring::create(&path, &[provider.clone()])?;
/// let mut edit = ring.edit()?;
/// edit.add_set("pii", Purpose::Data, None)?;
/// edit.save()?;
/// assert_eq!(Keyring::open(&path, &[provider])?.sets(), ring.sets());
/// # Ok::<(), fieldveil::Error>(())
/// ```
///
/// # Security
/// Version keys, the ring key and the providers' secrets are erased when the last clone is dropped.
#[derive(Clone)]
pub struct Keyring(pub(super) Arc<Shared>);

/// What the clones of a keyring share.
pub(super) struct Shared {
    /// Where the ring is read and saved; a parsed one has no such place.
    pub(super) path: Option<PathBuf>,
    pub(super) clock: Clock,
    pub(super) min_epoch: u64,
    pub(super) fleet: Fleet,
    providers: Mutex<Vec<Provider>>,
    loaded: RwLock<Arc<Loaded>>,
}

/// How a keyring is made or opened.
#[derive(Clone, Debug)]
pub struct KeyringOptions {
    /// The lowest epoch that is accepted: a ring below it was rolled back. 0 unless said.
    pub min_epoch: u64,
    /// Seconds that a version must have been pending before it is promoted, in a ring that is made. 3,600 unless
    /// said: the fleet must be able to read before anyone writes.
    pub min_pending: u64,
    /// Where dates come from. The system's clock unless said.
    pub clock: Clock,
}

impl Default for KeyringOptions {
    fn default() -> Self {
        Self { min_epoch: 0, min_pending: 3600, clock: Clock::default() }
    }
}

impl Keyring {
    /// Makes a ring without sets, wrapped by each of `providers`, and saves it where no file stands yet.
    ///
    /// # Errors
    /// `io` if a file stands there or cannot be written, and if it stands there now and its folder cannot be synced:
    /// the message says so, and the ring can be opened. `wrong_passphrase` if no provider was given or one can only
    /// open, `provider_failed` if the application's cannot wrap.
    pub fn create(path: impl AsRef<Path>, providers: &[Provider]) -> Result<Self> {
        Self::create_with(path, providers, &KeyringOptions::default())
    }

    /// The same with options.
    ///
    /// # Errors
    /// As [`create`](Self::create).
    pub fn create_with(
        path: impl AsRef<Path>,
        providers: &[Provider],
        options: &KeyringOptions,
    ) -> Result<Self> {
        let path = path.as_ref();
        let ring_key = Secret::random()?;
        let mut document = new_document(providers, &ring_key, options)?;
        contents::authenticate(&mut document, &ring_key)?;
        file::create(path, &document.text())?.sync()?;
        let loaded = Loaded::with_ring_key(document, Arc::new(ring_key), options.clock.now())?;
        Ok(Self::around(Some(path.to_owned()), loaded, providers, options))
    }

    /// Opens the ring of a file with the first of `providers` that can. Only reads: no lock, links followed.
    ///
    /// # Errors
    /// `io` if the file cannot be read, `wrong_passphrase` if no provider opens it, `provider_failed` or
    /// `provider_key_lost` if the application's fails, `invalid_keyring` if it is malformed or altered.
    pub fn open(path: impl AsRef<Path>, providers: &[Provider]) -> Result<Self> {
        Self::open_with(path, providers, &KeyringOptions::default())
    }

    /// The same with options.
    ///
    /// # Errors
    /// As [`open`](Self::open), and `keyring_rolled_back` below `min_epoch`.
    pub fn open_with(
        path: impl AsRef<Path>,
        providers: &[Provider],
        options: &KeyringOptions,
    ) -> Result<Self> {
        let path = path.as_ref();
        let loaded = load(&file::read(path)?, providers, options)?;
        Ok(Self::around(Some(path.to_owned()), loaded, providers, options))
    }

    /// Opens a ring from its document. It can be used and looked at; there is no file to save to.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn parse(document: &[u8], providers: &[Provider]) -> Result<Self> {
        Self::parse_with(document, providers, &KeyringOptions::default())
    }

    /// The same with options.
    ///
    /// # Errors
    /// As [`open_with`](Self::open_with).
    pub fn parse_with(document: &[u8], providers: &[Provider], options: &KeyringOptions) -> Result<Self> {
        let loaded = load(document, providers, options)?;
        Ok(Self::around(None, loaded, providers, options))
    }

    /// The document of the ring as it is loaded: what its file holds, to be uploaded or copied.
    #[must_use]
    pub fn document(&self) -> String {
        self.loaded().document.text()
    }

    fn around(
        path: Option<PathBuf>,
        loaded: Loaded,
        providers: &[Provider],
        options: &KeyringOptions,
    ) -> Self {
        Self(Arc::new(Shared {
            path,
            clock: options.clock.clone(),
            min_epoch: options.min_epoch,
            fleet: Fleet::default(),
            providers: Mutex::new(providers.to_vec()),
            loaded: RwLock::new(Arc::new(loaded)),
        }))
    }

    pub(super) fn loaded(&self) -> Arc<Loaded> {
        self.0.loaded()
    }
}

impl Shared {
    pub(super) fn loaded(&self) -> Arc<Loaded> {
        Arc::clone(&self.loaded.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The key sets as they are loaded.
    pub(super) fn current(&self) -> Snapshot {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).snapshot.clone()
    }

    /// From here on every call sees this state.
    pub(super) fn serve(&self, loaded: Loaded) {
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
    }

    pub(super) fn providers(&self) -> MutexGuard<'_, Vec<Provider>> {
        self.providers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let loaded = self.loaded();
        f.debug_struct("Keyring")
            .field("id", &loaded.document.id)
            .field("epoch", &loaded.document.epoch)
            .finish_non_exhaustive()
    }
}

fn load(bytes: &[u8], providers: &[Provider], options: &KeyringOptions) -> Result<Loaded> {
    let document = Document::parse(bytes)?;
    require_epoch(&document, options.min_epoch)?;
    Loaded::open(document, providers, options.clock.now())
}

/// # Errors
/// `keyring_rolled_back` below `lowest`.
pub(super) fn require_epoch(document: &Document, lowest: u64) -> Result<()> {
    if document.epoch >= lowest {
        return Ok(());
    }
    let message = format!(
        "the ring is at epoch {} and {lowest} was seen already: restore the newer file",
        document.epoch
    );
    Err(Error::new(ErrorCode::KeyringRolledBack, message))
}

fn new_document(providers: &[Provider], ring_key: &Secret<32>, options: &KeyringOptions) -> Result<Document> {
    if providers.is_empty() {
        let message = "a ring needs a provider that wraps it: give a passphrase, a key or another";
        return Err(Error::new(ErrorCode::WrongPassphrase, message));
    }
    let id = ids::ring()?;
    let wraps = providers.iter().map(|provider| provider.wrap(ring_key, &id)).collect::<Result<_>>()?;
    let document = Document {
        id,
        epoch: 1,
        min_pending: options.min_pending,
        wraps,
        sets: Vec::new(),
        mac: String::new(),
    };
    require_sound(&document)?;
    Ok(document)
}

/// What is written must be read again: the text passes the same checks as any file.
pub(super) fn require_sound(document: &Document) -> Result<()> {
    let parsed = Document::parse(document.text().as_bytes())?;
    if parsed == *document {
        Ok(())
    } else {
        Err(invalid("the ring does not survive being written: please report it"))
    }
}
