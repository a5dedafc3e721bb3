//! Changes to a ring, saved as a whole.

use std::sync::{Arc, Mutex, PoisonError};

use fieldveil::{Error, ErrorCode, KeyringEdit, Purpose, Rewrap, UsageReport};
use napi::bindgen_prelude::{AsyncTask, ClassInstance};
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::OrThrow;
use crate::provider::NativeProvider;

type Edit = Arc<Mutex<Option<KeyringEdit>>>;

/// Changes to a ring that are not saved yet.
#[napi]
pub struct NativeKeyringEdit(Edit);

impl NativeKeyringEdit {
    pub(crate) fn new(edit: KeyringEdit) -> Self {
        Self(Arc::new(Mutex::new(Some(edit))))
    }
}

fn step<T>(edit: &Edit, step: impl FnOnce(&mut KeyringEdit) -> fieldveil::Result<T>) -> napi::Result<T> {
    let mut edit = edit.lock().unwrap_or_else(PoisonError::into_inner);
    edit.as_mut().ok_or_else(over).and_then(step).or_throw()
}

fn over() -> Error {
    Error::new(ErrorCode::KeyringChanged, "the edit is over; begin another with `edit()`")
}

/// A change of who opens the ring, which may have to wait for a provider.
pub struct Rewrapping(Edit, Rewrap);

impl Task for Rewrapping {
    type Output = ();
    type JsValue = ();

    fn compute(&mut self) -> napi::Result<()> {
        step(&self.0, |edit| edit.rewrap(&self.1))
    }

    fn resolve(&mut self, _: Env, (): ()) -> napi::Result<()> {
        Ok(())
    }
}

#[napi]
impl NativeKeyringEdit {
    /// Adds a key set; returns its first version's id.
    #[napi]
    pub fn add_set(&self, name: String, purpose: String, suite: Option<String>) -> napi::Result<u32> {
        let unknown = || Error::new(ErrorCode::KeyNotUsable, "there is no such purpose; see `Purpose`");
        let purpose = Purpose::from_word(&purpose).ok_or_else(unknown).or_throw()?;
        step(&self.0, |edit| edit.add_set(&name, purpose, suite.as_deref()))
    }

    /// Adds a pending version; returns its id.
    #[napi]
    pub fn rotate(&self, set: String) -> napi::Result<u32> {
        step(&self.0, |edit| edit.rotate(&set))
    }

    /// Makes the pending version primary.
    #[napi]
    pub fn promote(&self, set: String, now: bool) -> napi::Result<u32> {
        step(&self.0, |edit| if now { edit.promote_now(&set) } else { edit.promote(&set) })
    }

    /// Gives up a pending version.
    #[napi]
    pub fn retire(&self, set: String, id: u32) -> napi::Result<()> {
        step(&self.0, |edit| edit.retire(&set, id))
    }

    /// Lets a retired version refuse.
    #[napi]
    pub fn disable(&self, set: String, id: u32) -> napi::Result<()> {
        step(&self.0, |edit| edit.disable(&set, id))
    }

    /// Lets a disabled version read again.
    #[napi]
    pub fn enable(&self, set: String, id: u32) -> napi::Result<()> {
        step(&self.0, |edit| edit.enable(&set, id))
    }

    /// Destroys a version that usage reports show to be unused, or any by force.
    #[napi]
    pub fn destroy(&self, set: String, id: u32, usage: Vec<String>, force: bool) -> napi::Result<()> {
        step(&self.0, |edit| {
            if force {
                return edit.destroy_by_force(&set, id);
            }
            let reports = usage.iter().map(|report| UsageReport::parse(report.as_bytes()));
            edit.destroy(&set, id, &reports.collect::<fieldveil::Result<Vec<_>>>()?)
        })
    }

    /// Changes who can open the ring.
    #[napi(ts_return_type = "Promise<void>")]
    pub fn rewrap(
        &self,
        add: Vec<ClassInstance<'_, NativeProvider>>,
        remove: Vec<u32>,
        new_ring_key: bool,
    ) -> AsyncTask<Rewrapping> {
        let add = add.iter().map(|provider| provider.0.clone()).collect();
        let remove = remove.into_iter().map(|row| row as usize).collect();
        AsyncTask::new(Rewrapping(Arc::clone(&self.0), Rewrap { add, remove, new_ring_key }))
    }

    /// Saves the changes and serves them at once.
    #[napi]
    pub fn save(&self) -> napi::Result<()> {
        let edit = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        edit.ok_or_else(over).and_then(KeyringEdit::save).or_throw()
    }
}
