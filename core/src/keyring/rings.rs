//! Several rings behind one veil: each set name is in one of them.

use super::document::invalid;
use super::fleet::Listener;
use super::ring::Keyring;
use super::snapshot::Snapshot;
use crate::Result;

/// The rings of one veil; none of them, for a veil that only masks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rings(Vec<Keyring>);

impl Rings {
    /// These rings together.
    ///
    /// # Errors
    /// `invalid_keyring` if a set name stands in two of them.
    pub(crate) fn new(rings: Vec<Keyring>) -> Result<Self> {
        let rings = Self(rings);
        rings.snapshot()?;
        Ok(rings)
    }

    /// The same rings and these.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn with(self, more: impl IntoIterator<Item = Keyring>) -> Result<Self> {
        Self::new(self.0.into_iter().chain(more).collect())
    }

    /// The key sets for the length of one call, a batch or a run of lines; reloaded first if that is due.
    ///
    /// # Errors
    /// `invalid_keyring` if, since a reload, a set name stands in two rings.
    pub(crate) fn snapshot(&self) -> Result<Snapshot> {
        self.0.iter().for_each(|ring| ring.0.poll());
        self.current()
    }

    /// A newer state than `used`, after a token named an id that it lacks: at most once a second the files are read
    /// again. Nothing if there is nothing newer; then the id is unknown.
    ///
    /// # Errors
    /// As [`snapshot`](Self::snapshot).
    pub(crate) fn newer_than(&self, used: &Snapshot) -> Result<Option<Snapshot>> {
        self.0.iter().for_each(Keyring::reload_for_unknown_key);
        let current = self.current()?;
        Ok((!current.is_same(used)).then_some(current))
    }

    /// Tells `listener` of the reloads of every ring for as long as it lives.
    pub(crate) fn listen(&self, listener: &std::sync::Weak<Listener>) {
        self.0.iter().for_each(|ring| ring.listen(listener.clone()));
    }

    fn current(&self) -> Result<Snapshot> {
        let snapshot = match self.0.as_slice() {
            [] => return Ok(Snapshot::default()),
            [ring] => return Ok(ring.0.current()),
            rings => Snapshot::joined(rings.iter().map(|ring| ring.0.current())),
        };
        match snapshot.doubled_set() {
            Some(name) => {
                let message = format!("key set `{name}` stands in two of the rings: give only one of them");
                Err(invalid(message))
            }
            None => Ok(snapshot),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorCode, Key, Purpose};

    #[test]
    fn a_set_stands_in_one_ring() {
        let folder = tempfile::tempdir().unwrap();
        let ring = |name: &str, set: &str| {
            let ring =
                Keyring::create(folder.path().join(name), &[Key::new(&[1; 32]).unwrap().into()]).unwrap();
            let mut edit = ring.edit().unwrap();
            let id = edit.add_set(set, Purpose::Data, None).unwrap();
            edit.save().unwrap();
            (ring, id)
        };
        let ((pii, pii_id), (people, people_id), (double, _)) =
            (ring("a", "pii"), ring("b", "people"), ring("c", "pii"));

        let rings = Rings::new(vec![pii.clone(), people.clone()]).unwrap();
        let snapshot = rings.snapshot().unwrap();
        assert_eq!(snapshot.primary("pii", Purpose::Data).unwrap().id(), pii_id);
        assert_eq!(snapshot.primary("people", Purpose::Data).unwrap().id(), people_id);
        assert_eq!(snapshot.by_id(people_id).unwrap().set(), "people");
        let other_set = snapshot.of_set(people_id, "pii", Purpose::Data).unwrap_err();
        assert_eq!(other_set.code(), ErrorCode::KeyNotUsable);
        assert!(rings.newer_than(&snapshot).unwrap().is_none());

        // A call keeps its snapshot; the next one sees the edit, and so does whoever asks for something newer.
        let mut edit = people.edit().unwrap();
        edit.add_set("pets", Purpose::Data, None).unwrap();
        edit.save().unwrap();
        assert!(snapshot.primary("pets", Purpose::Data).is_err());
        let newer = rings.newer_than(&snapshot).unwrap().unwrap();
        assert!(newer.primary("pets", Purpose::Data).is_ok());

        let refused = Rings::new(vec![pii, people.clone(), double]).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::InvalidKeyring);
        let mut edit = people.edit().unwrap();
        edit.add_set("pii", Purpose::Data, None).unwrap();
        edit.save().unwrap();
        assert_eq!(rings.snapshot().unwrap_err().code(), ErrorCode::InvalidKeyring);

        let none = Rings::default().snapshot().unwrap();
        assert_eq!(none.primary("pii", Purpose::Data).unwrap_err().code(), ErrorCode::UnknownKeySet);
        assert_eq!(none.by_id(pii_id).unwrap_err().code(), ErrorCode::UnknownKey);
    }
}
