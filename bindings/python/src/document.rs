//! A document that is JSON text: answered in the kind that came.

use fieldveil::{Error, ErrorCode, tree};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};

use crate::error::raise;
use crate::objects::Objects;

/// A document as the caller has it.
pub(crate) enum Document<'py> {
    /// JSON text in UTF-8.
    Bytes(Bound<'py, PyBytes>),
    /// JSON text.
    Text(Bound<'py, PyString>),
    /// Python's own objects.
    Objects(Objects<'py>),
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
        Objects::of(given).map(Self::Objects)
    }

    /// The document as the core takes it.
    pub(crate) fn given(&mut self) -> PyResult<tree::Document<'_, Objects<'py>>> {
        match self {
            Self::Bytes(bytes) => Ok(tree::Document::Text(bytes.as_bytes())),
            Self::Objects(objects) => Ok(tree::Document::Objects(objects)),
            Self::Text(text) => match text.to_str() {
                Ok(text) => Ok(tree::Document::Text(text.as_bytes())),
                Err(_) => {
                    let message = "the text holds a lone surrogate; write it as an escape";
                    Err(raise(text.py(), &Error::new(ErrorCode::InvalidJson, message)))
                }
            },
        }
    }

    /// The answer of a verb, in the kind of the document; `json` is that of a text.
    pub(crate) fn answer(&self, py: Python<'py>, json: Option<Vec<u8>>) -> PyResult<Bound<'py, PyAny>> {
        let json = json.unwrap_or_default();
        match self {
            Self::Bytes(_) => Ok(PyBytes::new(py, &json).into_any()),
            Self::Text(_) => Ok(PyString::from_bytes(py, &json)?.into_any()),
            Self::Objects(objects) => objects.answer(),
        }
    }
}
