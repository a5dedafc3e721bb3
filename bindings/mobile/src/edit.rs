//! Changes to a ring, saved as a whole.

use std::sync::{Arc, Mutex, PoisonError};

use fieldveil::{Error, ErrorCode, KeyringEdit, Purpose, Rewrap, UsageReport};

use crate::error::Outcome;
use crate::provider::{NativeProvider, given};

/// What a key set is for.
#[derive(Clone, Copy, uniffi::Enum)]
pub enum NativePurpose {
    /// Values, records and streams.
    Data,
    /// Values that are equal when their plaintexts are.
    Deterministic,
    /// Blind indexes.
    Index,
    /// Stand-ins.
    Pseudonym,
    /// Subject keys.
    Subject,
}

/// Changes to a ring that are not saved yet.
#[derive(uniffi::Object)]
pub struct NativeKeyringEdit(Mutex<Option<KeyringEdit>>);

impl NativeKeyringEdit {
    pub(crate) fn new(edit: KeyringEdit) -> Self {
        Self(Mutex::new(Some(edit)))
    }

    fn step<T>(&self, step: impl FnOnce(&mut KeyringEdit) -> fieldveil::Result<T>) -> Outcome<T> {
        let mut edit = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(step(edit.as_mut().ok_or_else(over)?)?)
    }
}

#[uniffi::export]
impl NativeKeyringEdit {
    /// Adds a key set, whose first version is primary at once.
    pub fn add_set(&self, name: String, purpose: NativePurpose, suite: Option<String>) -> Outcome<u32> {
        self.step(|edit| edit.add_set(&name, of_core(purpose), suite.as_deref()))
    }

    /// Adds a pending version.
    pub fn rotate(&self, set: String) -> Outcome<u32> {
        self.step(|edit| edit.rotate(&set))
    }

    /// Makes the pending version primary.
    pub fn promote(&self, set: String, now: bool) -> Outcome<u32> {
        self.step(|edit| if now { edit.promote_now(&set) } else { edit.promote(&set) })
    }

    /// Gives up a pending version.
    pub fn retire(&self, set: String, id: u32) -> Outcome<()> {
        self.step(|edit| edit.retire(&set, id))
    }

    /// Lets a retired version refuse.
    pub fn disable(&self, set: String, id: u32) -> Outcome<()> {
        self.step(|edit| edit.disable(&set, id))
    }

    /// Lets a disabled version read again.
    pub fn enable(&self, set: String, id: u32) -> Outcome<()> {
        self.step(|edit| edit.enable(&set, id))
    }

    /// Destroys a version that usage reports show to be unused, or any by force.
    pub fn destroy(&self, set: String, id: u32, usage: Vec<String>, force: bool) -> Outcome<()> {
        self.step(|edit| {
            if force {
                return edit.destroy_by_force(&set, id);
            }
            let reports = usage.iter().map(|report| UsageReport::parse(report.as_bytes()));
            edit.destroy(&set, id, &reports.collect::<fieldveil::Result<Vec<_>>>()?)
        })
    }

    /// Changes who can open the ring.
    pub fn rewrap(&self, add: Vec<Arc<NativeProvider>>, remove: Vec<u32>, new_ring_key: bool) -> Outcome<()> {
        let remove = remove.into_iter().map(|row| usize::try_from(row).unwrap_or(usize::MAX)).collect();
        self.step(|edit| edit.rewrap(&Rewrap { add: given(&add), remove, new_ring_key }))
    }

    /// Saves the changes and serves them at once.
    pub fn save(&self) -> Outcome<()> {
        let edit = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(edit.ok_or_else(over)?.save()?)
    }
}

fn over() -> Error {
    Error::new(ErrorCode::KeyringChanged, "the edit is over; begin another with `edit`")
}

fn of_core(purpose: NativePurpose) -> Purpose {
    match purpose {
        NativePurpose::Data => Purpose::Data,
        NativePurpose::Deterministic => Purpose::Deterministic,
        NativePurpose::Index => Purpose::Index,
        NativePurpose::Pseudonym => Purpose::Pseudonym,
        NativePurpose::Subject => Purpose::Subject,
    }
}
