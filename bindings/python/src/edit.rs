//! Changes to a ring, saved as a whole.

use std::sync::{Mutex, PoisonError};

use fieldveil::{Error, ErrorCode, Purpose, Rewrap, UsageReport};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::error::OrRaise;
use crate::provider;

/// Changes to a ring that are not saved yet.
#[pyclass(frozen, module = "fieldveil")]
pub(crate) struct KeyringEdit(Mutex<Option<fieldveil::KeyringEdit>>);

impl KeyringEdit {
    pub(crate) fn new(edit: fieldveil::KeyringEdit) -> Self {
        Self(Mutex::new(Some(edit)))
    }

    /// One step of the edit, away from the interpreter: a provider may be asked.
    fn step<T: Send>(
        &self,
        py: Python<'_>,
        step: impl FnOnce(&mut fieldveil::KeyringEdit) -> fieldveil::Result<T> + Send,
    ) -> PyResult<T> {
        py.detach(|| {
            let mut edit = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            step(edit.as_mut().ok_or_else(over)?)
        })
        .or_raise(py)
    }
}

fn over() -> Error {
    Error::new(ErrorCode::KeyringChanged, "the edit is over; begin another with `edit()`")
}

#[pymethods]
impl KeyringEdit {
    /// Adds a key set; its first version is primary at once. Returns that version's id.
    #[pyo3(signature = (name, purpose, suite=None))]
    fn add_set(&self, py: Python<'_>, name: &str, purpose: &str, suite: Option<&str>) -> PyResult<u32> {
        let purpose = Purpose::from_word(purpose).ok_or_else(|| {
            let words = Purpose::ALL.iter().map(|purpose| purpose.as_str()).collect::<Vec<_>>().join(", ");
            pyo3::exceptions::PyValueError::new_err(format!("the purpose is one of {words}"))
        })?;
        self.step(py, |edit| edit.add_set(name, purpose, suite))
    }

    /// Adds a pending version; returns its id.
    fn rotate(&self, py: Python<'_>, set: &str) -> PyResult<u32> {
        self.step(py, |edit| edit.rotate(set))
    }

    /// Makes the pending version primary; `now` overrides the ring's `min_pending`.
    #[pyo3(signature = (set, *, now=false))]
    fn promote(&self, py: Python<'_>, set: &str, now: bool) -> PyResult<u32> {
        self.step(py, |edit| if now { edit.promote_now(set) } else { edit.promote(set) })
    }

    /// Gives up a pending version.
    fn retire(&self, py: Python<'_>, set: &str, id: u32) -> PyResult<()> {
        self.step(py, |edit| edit.retire(set, id))
    }

    /// Lets a retired version refuse from now on.
    fn disable(&self, py: Python<'_>, set: &str, id: u32) -> PyResult<()> {
        self.step(py, |edit| edit.disable(set, id))
    }

    /// Lets a disabled version read again.
    fn enable(&self, py: Python<'_>, set: &str, id: u32) -> PyResult<()> {
        self.step(py, |edit| edit.enable(set, id))
    }

    /// Destroys a version that usage reports show to be unused, or any with `force`.
    #[pyo3(signature = (set, id, usage=Vec::new(), *, force=false))]
    fn destroy(&self, py: Python<'_>, set: &str, id: u32, usage: Vec<String>, force: bool) -> PyResult<()> {
        self.step(py, |edit| {
            if force {
                return edit.destroy_by_force(set, id);
            }
            let reports = usage.iter().map(|report| UsageReport::parse(report.as_bytes()));
            edit.destroy(set, id, &reports.collect::<fieldveil::Result<Vec<_>>>()?)
        })
    }

    /// Adds providers, removes rows of `wraps`, and changes the ring key if that is asked for.
    #[pyo3(signature = (*add, remove=Vec::new(), new_ring_key=false))]
    fn rewrap(&self, add: &Bound<'_, PyTuple>, remove: Vec<usize>, new_ring_key: bool) -> PyResult<()> {
        let change = Rewrap { add: provider::providers(add)?, remove, new_ring_key };
        self.step(add.py(), |edit| edit.rewrap(&change))
    }

    /// Saves the changes and serves them at once.
    fn save(&self, py: Python<'_>) -> PyResult<()> {
        py.detach(|| self.0.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or_else(over)?.save())
            .or_raise(py)
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    /// Saves unless the block raised.
    fn __exit__(
        &self,
        py: Python<'_>,
        kind: &Bound<'_, PyAny>,
        _error: &Bound<'_, PyAny>,
        _trace: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let open = py.detach(|| self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some());
        if kind.is_none() && open { self.save(py) } else { Ok(()) }
    }
}
