//! Python's objects as JSON text.

use fieldveil::tree::to_json;
use pyo3::prelude::*;

use crate::objects::Objects;

/// The JSON text of an object.
///
/// # Errors
/// `unsupported_value` for NaN, infinities, names that are no strings, and types without a JSON form; `limit_exceeded`
/// for what nests too deep, or holds itself.
pub(crate) fn write(object: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    to_json(&mut Objects::of(object)?).map_err(PyErr::from)
}
