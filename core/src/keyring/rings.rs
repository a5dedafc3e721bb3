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

    /// Whether there is no ring.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn current(&self) -> Result<Snapshot> {
        let snapshot = Snapshot::new(self.0.iter().map(|ring| ring.loaded().contents.clone()).collect());
        if let [_, _, ..] = self.0.as_slice()
            && let Some(name) = snapshot.doubled_set()
        {
            return Err(invalid(format!(
                "key set `{name}` stands in two of the rings: give only one of them"
            )));
        }
        Ok(snapshot)
    }
}
