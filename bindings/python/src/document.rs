//! A document of any kind: read as JSON text, answered in the kind that came.

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
    /// The document that an argument is.
    pub(crate) fn of(given: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = given.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.clone()));
        }
        if let Ok(text) = given.cast::<PyString>() {
            return Ok(Self::Text(text.clone()));
        }
        if given.is_instance_of::<PyByteArray>() || given.is_instance_of::<PyMemoryView>() {
            let bytes = given.py().get_type::<PyBytes>().call1((given,))?;
            return Ok(Self::Bytes(bytes.cast_into()?));
        }
        let mut text = Vec::with_capacity(1024);
        write::write(given, &mut text, 0)?;
        Ok(Self::Object(text))
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
