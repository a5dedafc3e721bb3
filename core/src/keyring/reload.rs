//! Many processes, one file: reloading it while calls go on, and saying how that went.

use std::sync::{MutexGuard, Weak};
use std::time::Duration;

use super::contents::Loaded;
use super::document::{Document, invalid};
use super::file;
use super::fleet::{Listener, Reloaded};
use super::purpose::State;
use super::ring::{Keyring, Shared, require_epoch};
use super::snapshot::Snapshot;
use crate::{Error, Result};

/// How a ring stands in this process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyringStatus {
    /// The ring's id.
    pub id: String,
    /// The epoch that is served.
    pub epoch: u64,
    /// When that state was read, RFC 3339.
    pub loaded_at: String,
    /// Each set and the id of its primary version.
    pub primaries: Vec<(String, u32)>,
    /// Why the last reload failed, if it did.
    pub last_error: Option<Error>,
}

impl Keyring {
    /// Reads the file again. Calls that are under way keep the state that they began with.
    ///
    /// Returns whether anything changed; a ring that was parsed has no file and never changes. No provider is
    /// called while the ring key is the same.
    ///
    /// # Errors
    /// As [`open`](Self::open), `invalid_keyring` for another ring's file, and `keyring_rolled_back` for an epoch
    /// below the loaded one. The old state stays.
    pub fn reload(&self) -> Result<bool> {
        self.0.reload()
    }

    /// Reads the file again whenever the ring is used and `interval` has passed since the last time. There is no
    /// thread. [`Duration::ZERO`] ends it. A reload that fails leaves the old state and shows in
    /// [`status`](Self::status).
    pub fn reload_every(&self, interval: Duration) {
        self.0.fleet.every(interval);
    }

    /// How the ring stands in this process.
    #[must_use]
    pub fn status(&self) -> KeyringStatus {
        let loaded = self.loaded();
        let primary = |set: &super::document::SetRow| {
            let primary = set.versions.iter().find(|version| version.state == State::Primary)?;
            Some((set.name.clone(), primary.id))
        };
        KeyringStatus {
            id: loaded.document.id.clone(),
            epoch: loaded.document.epoch,
            loaded_at: loaded.at.to_string(),
            primaries: loaded.document.sets.iter().filter_map(primary).collect(),
            last_error: self.0.fleet.last_error(),
        }
    }

    /// Tells `listener` of reloads for as long as it lives.
    pub(crate) fn listen(&self, listener: Weak<Listener>) {
        self.0.fleet.listen(listener);
    }

    /// The key sets for the length of one call; reloaded first if that is due.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.0.poll();
        self.0.current()
    }

    /// Reads the file again because a token names an id that the ring lacks, unless that was done within a second.
    pub(super) fn reload_for_unknown_key(&self) {
        // Who comes while another reads the file waits, for what is found then is meant for both.
        let working = self.0.fleet.working();
        if !self.0.fleet.may_look_for_unknown() {
            return;
        }
        // A failure is in the status and with the listeners; the caller still has the unknown key to report.
        let _ = self.0.reload_under(working);
    }
}

impl Shared {
    /// Reloads if that is due.
    pub(super) fn poll(&self) {
        if self.fleet.is_due() {
            // The old state serves on; a failure is in the status and with the listeners.
            let _ = self.reload();
        }
    }

    fn reload(&self) -> Result<bool> {
        self.reload_under(self.fleet.working())
    }

    fn reload_under(&self, working: MutexGuard<'_, ()>) -> Result<bool> {
        let Some(path) = &self.path else { return Ok(false) };
        let outcome = self.reload_from(path);
        // In the order of the reloads: an older failure must not be told of a state that was read since.
        self.fleet.went(outcome.as_ref().err());
        drop(working);
        if !matches!(outcome, Ok(false)) {
            self.tell(outcome.as_ref().err());
        }
        outcome
    }

    fn reload_from(&self, path: &std::path::Path) -> Result<bool> {
        let document = Document::parse(&file::read(path)?)?;
        let current = self.loaded();
        if document == current.document {
            return Ok(false);
        }
        if document.id != current.document.id {
            return Err(invalid("the file holds another ring now: open that one anew"));
        }
        require_epoch(&document, current.document.epoch.max(self.min_epoch))?;
        let now = self.clock.now();
        // The ring key rarely changes: while it fits, nobody has to be asked for it.
        let loaded = match Loaded::with_ring_key(document.clone(), current.ring_key.clone(), now) {
            Err(_) if document.wraps != current.document.wraps => {
                Loaded::open(document, &self.providers().clone(), now)?
            }
            outcome => outcome?,
        };
        self.serve(loaded);
        Ok(true)
    }

    fn tell(&self, error: Option<&Error>) {
        let loaded = self.loaded();
        let ring = loaded.document.id.clone();
        let news = Reloaded { ring, epoch: loaded.document.epoch, error: error.cloned() };
        self.fleet.tell(&news);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::{Key, Purpose, State, Value, ValueOptions};

    fn pair() -> (tempfile::TempDir, Keyring, Keyring) {
        let folder = tempfile::tempdir().unwrap();
        let (path, key) = (folder.path().join("ring.json"), [Key::new(&[1; 32]).unwrap().into()]);
        let writer = Keyring::create(&path, &key).unwrap();
        add(&writer, "pii");
        let reader = Keyring::open(&path, &key).unwrap();
        (folder, writer, reader)
    }

    fn add(ring: &Keyring, set: &str) {
        let mut edit = ring.edit().unwrap();
        edit.add_set(set, Purpose::Data, None).unwrap();
        edit.save().unwrap();
    }

    #[test]
    fn reloads_when_it_is_used_and_due() {
        let (_folder, writer, reader) = pair();
        reader.reload_every(Duration::from_secs(3600));
        add(&writer, "people");
        let people = |ring: &Keyring| ring.snapshot().primary("people", Purpose::Data).map(|_| ());
        assert!(people(&reader).is_err(), "not due yet");
        reader.reload_every(Duration::from_millis(1));
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(reader.status().epoch, 2, "nobody used it");
        assert!(people(&reader).is_ok());
        assert_eq!(reader.status().epoch, 3);
        reader.reload_every(Duration::ZERO);
        add(&writer, "pets");
        std::thread::sleep(Duration::from_millis(20));
        assert!(reader.snapshot().primary("pets", Purpose::Data).is_err());
    }

    #[test]
    fn a_failed_reload_is_heard_of_and_changes_nothing() {
        let (folder, writer, reader) = pair();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let listener: Arc<Listener> = {
            let heard = Arc::clone(&heard);
            Arc::new(move |news: &Reloaded| heard.lock().unwrap().push((news.epoch, news.error.clone())))
        };
        reader.listen(Arc::downgrade(&listener));
        assert!(!reader.reload().unwrap());
        add(&writer, "people");
        assert!(reader.reload().unwrap());
        std::fs::remove_file(folder.path().join("ring.json")).unwrap();
        let error = reader.reload().unwrap_err();
        assert_eq!(reader.status().last_error.as_ref(), Some(&error));
        assert!(reader.snapshot().primary("people", Purpose::Data).is_ok());
        assert_eq!(*heard.lock().unwrap(), [(3, None), (3, Some(error))]);
        drop(listener);
        assert!(reader.reload().is_err());
        assert_eq!(heard.lock().unwrap().len(), 2);
    }

    #[test]
    fn threads_share_one_ring() {
        let (_folder, writer, reader) = pair();
        reader.reload_every(Duration::from_millis(1));
        let options = ValueOptions::unbound();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        reader.snapshot().primary("pii", Purpose::Data).unwrap();
                        let token = reader.encrypt_value("pii", &Value::Text("x".into()), &options).unwrap();
                        reader.decrypt_value(&token, &options).unwrap();
                    }
                });
            }
            for _ in 0..10 {
                let mut edit = writer.edit().unwrap();
                edit.rotate("pii").unwrap();
                edit.promote_now("pii").unwrap();
                edit.save().unwrap();
            }
        });
        reader.reload().unwrap();
        assert_eq!(reader.sets(), writer.sets());
        let states: Vec<_> = reader.sets()[0].versions.iter().map(|version| version.state).collect();
        assert_eq!(states.iter().filter(|state| **state == State::Primary).count(), 1);
    }
}
