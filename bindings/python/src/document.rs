//! A document that is JSON text: answered in the kind that came.

use fieldveil::{Error, ErrorCode};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::error::raise;
use crate::{read, write};

/// A document as the caller has it.
pub(crate) enum Document<'py> {
    /// JSON text in UTF-8.
    Bytes(Bound<'py, PyBytes>),
    /// JSON text.
    Text(Bound<'py, PyString>),
    /// An object, written as JSON text.
    Object(Vec<u8>),
}

impl<'py> Document<'py> {
    /// The document that an argument is; objects are written as JSON text.
    pub(crate) fn of(given: &Bound<'py, PyAny>) -> PyResult<Self> {
        match Self::text(given)? {
            Some(text) => Ok(text),
            None => write::write(given).map(Self::Object),
        }
    }

    /// The document that an argument is, unless it is made of objects.
    pub(crate) fn text(given: &Bound<'py, PyAny>) -> PyResult<Option<Self>> {
        if let Ok(bytes) = given.cast::<PyBytes>() {
            return Ok(Some(Self::Bytes(bytes.clone())));
        }
        if let Ok(text) = given.cast::<PyString>() {
            return Ok(Some(Self::Text(text.clone())));
        }
        if given.is_instance_of::<PyByteArray>() || given.is_instance_of::<PyMemoryView>() {
            let bytes = given.py().get_type::<PyBytes>().call1((given,))?;
            return Ok(Some(Self::Bytes(bytes.cast_into()?)));
        }
        Ok(None)
    }

    /// Its JSON text.
    pub(crate) fn json(&self) -> PyResult<&[u8]> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.as_bytes()),
            Self::Object(text) => Ok(text),
            Self::Text(text) => match text.to_str() {
                Ok(text) => Ok(text.as_bytes()),
                Err(_) => {
                    let message = "the text holds a lone surrogate; write it as an escape";
                    Err(raise(text.py(), &Error::new(ErrorCode::InvalidJson, message)))
                }
            },
        }
    }

    /// The answer of a verb, in the kind of the document.
    pub(crate) fn answer(&self, py: Python<'py>, json: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Bytes(_) => Ok(PyBytes::new(py, json).into_any()),
            Self::Text(_) => Ok(PyString::from_bytes(py, json)?.into_any()),
            Self::Object(_) => read::read(py, json),
        }
    }
}
