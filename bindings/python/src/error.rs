//! The error of the core as the Python class of its code.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// The function of `fieldveil.errors` that chooses the class.
static RESTORE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// The exception that stands for an error of the core.
pub(crate) fn raise(py: Python<'_>, error: &fieldveil::Error) -> PyErr {
    exception(py, error).map_or_else(|other| other, PyErr::from_value)
}

/// The same as an object that is handed out, not raised.
pub(crate) fn exception<'py>(py: Python<'py>, error: &fieldveil::Error) -> PyResult<Bound<'py, PyAny>> {
    let restore = RESTORE.get_or_try_init(py, || {
        Ok::<_, PyErr>(py.import("fieldveil.errors")?.getattr("_restore")?.unbind())
    })?;
    let position = error.position().map(|p| (p.offset, p.line, p.column));
    let place = (error.path(), error.index(), error.line(), position);
    restore.bind(py).call1((
        error.code().as_str(),
        error.to_string(),
        error.message(),
        place.0,
        place.1,
        place.2,
        place.3,
    ))
}

/// A result of the core, its error raised.
pub(crate) trait OrRaise<T> {
    /// The value.
    ///
    /// # Errors
    /// The Python exception of the error's code.
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T> OrRaise<T> for fieldveil::Result<T> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|error| raise(py, &error))
    }
}

/// `unsupported_value`, for what a document of Python objects cannot hold.
pub(crate) fn unsupported(py: Python<'_>, message: impl Into<String>) -> PyErr {
    raise(py, &fieldveil::Error::new(fieldveil::ErrorCode::UnsupportedValue, message))
}

/// Whatever goes wrong in a walk over objects: an error of the core's, or one of Python's own.
pub(crate) struct Raised(pub(crate) PyErr);

impl From<fieldveil::Error> for Raised {
    fn from(error: fieldveil::Error) -> Self {
        Self(Python::attach(|py| raise(py, &error)))
    }
}

impl From<PyErr> for Raised {
    fn from(error: PyErr) -> Self {
        Self(error)
    }
}

impl From<Raised> for PyErr {
    fn from(raised: Raised) -> Self {
        raised.0
    }
}
