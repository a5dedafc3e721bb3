//! The only way to change a ring: a draft, changed step by step and saved as a whole.

use std::sync::Arc;

use super::contents::{self, Loaded, home};
use super::document::{Document, SetRow, VersionRow, invalid, serves};
use super::moment::Moment;
use super::provider::Provider;
use super::purpose::{Purpose, State};
use super::ring::{Keyring, require_sound};
use super::{file, ids, strict, wrapped};
use crate::secret::Secret;
use crate::token::Family;
use crate::{Error, ErrorCode, Result};

/// Changes to a ring that are not saved yet. Dropped without [`save`](Self::save), they never were.
///
/// ```no_run
/// # use fieldveil::{Key, Keyring, Purpose};
/// let ring = Keyring::open("ring.json", &[Key::from_file("kek")?.into()])?;
/// let mut edit = ring.edit()?;
/// edit.add_set("pii", Purpose::Data, None)?;
/// edit.save()?; // `ring` serves the new set from here on
/// # Ok::<(), fieldveil::Error>(())
/// ```
#[must_use = "nothing changes until the edit is saved"]
pub struct KeyringEdit {
    ring: Keyring,
    /// The state that the draft began with, which must still be the one on disk when it is saved.
    before: Arc<Loaded>,
    pub(super) draft: Document,
    pub(super) ring_key: Arc<Secret<32>>,
    pub(super) providers: Vec<Provider>,
}

impl Keyring {
    /// Begins to change the ring as it is loaded.
    ///
    /// # Errors
    /// `io` for a ring that was parsed and has no file.
    pub fn edit(&self) -> Result<KeyringEdit> {
        if self.0.path.is_none() {
            let message = "the ring was parsed and has no file to save to: open it by its path";
            return Err(Error::new(ErrorCode::Io, message));
        }
        let before = self.loaded();
        Ok(KeyringEdit {
            ring: self.clone(),
            draft: before.document.clone(),
            ring_key: Arc::clone(&before.ring_key),
            providers: self.0.providers().clone(),
            before,
        })
    }
}

impl KeyringEdit {
    /// Saves the changes and serves them at once; without changes nothing is written.
    ///
    /// # Errors
    /// `keyring_changed` if somebody else saved since the ring was read, `io` if the file cannot be written: the ring
    /// stays as it was. `io` too if the file is changed and its folder cannot be synced, so that the change may not
    /// survive a power cut: the message says so, and the ring serves what stands in the file.
    pub fn save(mut self) -> Result<()> {
        let Some(path) = self.ring.0.path.clone() else { return Ok(()) };
        if self.draft == self.before.document {
            return Ok(());
        }
        self.draft.epoch += 1;
        contents::authenticate(&mut self.draft, &self.ring_key)?;
        require_sound(&self.draft)?;
        let text = self.draft.text();
        // Opened before it is written: what cannot be read again is not saved.
        let loaded = Loaded::with_ring_key(self.draft, self.ring_key, self.ring.0.clock.now())?;
        let _working = self.ring.0.fleet.working();
        // No key is used before it lasts; one that may not is served still, since it is what everyone else reads.
        let synced = file::replace(&path, &self.before.document, &text)?.sync();
        *self.ring.0.providers() = self.providers;
        self.ring.0.serve(loaded);
        synced
    }

    /// Adds a key set; its first version is primary at once. Returns that version's id.
    ///
    /// `suite` is `aes-256-gcm` (unless said) or `chacha20-poly1305` for the purposes `data` and `subject`; the
    /// other purposes have one suite each.
    ///
    /// # Errors
    /// `invalid_keyring` for a name that exists or that the file cannot hold, `key_not_usable` for a suite that does
    /// not serve the purpose.
    pub fn add_set(&mut self, name: &str, purpose: Purpose, suite: Option<&str>) -> Result<u32> {
        if !strict::is_name(name) {
            let message = "the name of a set is empty or not printable ASCII without quotes and backslashes: choose another";
            return Err(invalid(message));
        }
        if self.draft.sets.iter().any(|set| set.name == name) {
            return Err(invalid(format!(
                "key set `{name}` exists already: rotate it, or choose another name"
            )));
        }
        let family = suite.map_or_else(|| Some(default_family(purpose)), Family::named);
        let family = family.filter(|family| serves(*family, purpose)).ok_or_else(|| {
            let message = format!(
                "that suite does not serve the purpose `{purpose}`: leave it out to have the usual one"
            );
            Error::new(ErrorCode::KeyNotUsable, message)
        })?;
        let mut set = SetRow { name: name.to_owned(), purpose, family, versions: Vec::new() };
        let mut version = self.new_version(&set, State::Primary)?;
        version.promoted = Some(version.created);
        let id = version.id;
        set.versions.push(version);
        self.draft.sets.push(set);
        Ok(id)
    }

    /// A fresh version for a set, wrapped, not in the draft yet.
    pub(super) fn new_version(&self, set: &SetRow, state: State) -> Result<VersionRow> {
        let id = ids::draw(self.draft.versions().map(|version| version.id))?;
        let key = Secret::random()?;
        let wrapped = wrapped::wrap_version(&self.ring_key, id, &key, &home(&self.draft.id, set))?;
        Ok(VersionRow { id, state, created: self.now(), promoted: None, wrapped: Some(wrapped) })
    }

    pub(super) fn now(&self) -> Moment {
        self.ring.0.clock.now()
    }

    /// # Errors
    /// `unknown_key_set` if the ring has no set of that name.
    pub(super) fn set(&mut self, name: &str) -> Result<&mut SetRow> {
        self.draft.sets.iter_mut().find(|set| set.name == name).ok_or_else(|| {
            Error::new(
                ErrorCode::UnknownKeySet,
                format!("the ring has no key set `{name}`: add it, or check its name"),
            )
        })
    }
}

impl std::fmt::Debug for KeyringEdit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyringEdit").field("ring", &self.ring).finish_non_exhaustive()
    }
}

fn default_family(purpose: Purpose) -> Family {
    match purpose {
        Purpose::Data | Purpose::Subject => Family::Aes256Gcm,
        Purpose::Deterministic => Family::Aes256Siv,
        Purpose::Index | Purpose::Pseudonym => Family::HmacSha256,
    }
}
