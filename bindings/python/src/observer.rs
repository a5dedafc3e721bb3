//! An observer of the application's: called with each event as a plain dictionary.

use fieldveil::{Event, Observer};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::read;

/// A callable, or the method `observe` of an object.
pub(crate) struct Host(Py<PyAny>);

impl Host {
    pub(crate) fn of(given: &Bound<'_, PyAny>) -> PyResult<Self> {
        let called = if given.is_callable() {
            given.clone()
        } else {
            given.getattr_opt("observe")?.unwrap_or(given.clone())
        };
        if called.is_callable() {
            return Ok(Self(called.unbind()));
        }
        Err(PyTypeError::new_err("an observer is called with each event, or has a method `observe` that is"))
    }
}

impl Observer for Host {
    fn observe(&self, event: &Event) {
        Python::attach(|py| {
            let event = serde_json::to_vec(event).unwrap_or_default();
            let told = read::read(py, &event).and_then(|event| self.0.call1(py, (event,)));
            // The call that is watched goes on; Python says so as it does of a destructor that failed.
            let _ = told.inspect_err(|error| error.clone_ref(py).write_unraisable(py, Some(self.0.bind(py))));
        });
    }
}
