//! Python's scalars as exact JSON text: nothing is rounded, nothing is dropped.

use std::io::Write;

use fieldveil::tree::{Name, escape};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyString};

use crate::error::unsupported;
use crate::read::SURE;

/// Appends the JSON text of a string, a number, a boolean or `None`.
pub(crate) fn write(object: &Bound<'_, PyAny>, out: &mut Vec<u8>) -> PyResult<()> {
    if let Ok(text) = object.cast::<PyString>() {
        return write_text(text, out);
    }
    if let Ok(number) = object.cast::<PyFloat>() {
        return write_float(object.py(), number.value(), out);
    }
    if object.is_none() {
        out.extend_from_slice(b"null");
    } else if object.is_instance_of::<PyBool>() {
        out.extend_from_slice(if object.is_truthy()? { b"true" } else { b"false" });
    } else {
        return write_int(object, out);
    }
    Ok(())
}

fn write_int(object: &Bound<'_, PyAny>, out: &mut Vec<u8>) -> PyResult<()> {
    if let Ok(small) = object.extract::<i64>() {
        return Ok(write!(out, "{small}")?);
    }
    let py = object.py();
    // CPython refuses long ones.
    let decimal = match py.get_type::<PyInt>().call_method1(intern!(py, "__repr__"), (object,)) {
        Ok(decimal) => decimal,
        Err(_) => py.import("fieldveil._objects")?.call_method1("digits", (object,))?,
    };
    out.extend_from_slice(decimal.cast::<PyString>()?.to_str()?.as_bytes());
    Ok(())
}

fn write_float(py: Python<'_>, number: f64, out: &mut Vec<u8>) -> PyResult<()> {
    if !number.is_finite() {
        return Err(unsupported(py, "JSON has no NaN and no infinity; replace it before the call"));
    }
    let start = out.len();
    write!(out, "{number:?}")?;
    // Two texts of this many digits may be as near to a float as each other: Python has to know its own again.
    if out.len() - start > SURE {
        out.truncate(start);
        out.extend_from_slice(PyFloat::new(py, number).repr()?.to_str()?.as_bytes());
    }
    Ok(())
}

fn write_text(text: &Bound<'_, PyString>, out: &mut Vec<u8>) -> PyResult<()> {
    match text.to_str() {
        Ok(text) => {
            out.push(b'"');
            escape(text, out);
            out.push(b'"');
        }
        Err(_) => out.extend_from_slice(&surrogates(text)?),
    }
    Ok(())
}

/// The name of a member.
///
/// # Errors
/// `unsupported_value` for what is no string.
#[inline]
pub(crate) fn name(key: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyString>> {
    let py = key.py();
    // Most are of the very type, which is seen without asking for its bases.
    key.cast_into_exact().or_else(|other| other.into_inner().cast_into()).map_err(|_| {
        unsupported(py, "a member name is no string; JSON names are strings, so convert it first")
    })
}

/// The characters of a name.
#[inline]
pub(crate) fn characters<'n>(name: &'n Bound<'_, PyString>) -> Name<'n> {
    match name.to_str() {
        Ok(text) => Name::Text(text),
        Err(_) => Name::Json(surrogates(name).unwrap_or_else(|_| b"\"\"".to_vec())),
    }
}

/// A `str` with lone surrogates as a JSON string: each of them as its escape.
fn surrogates(text: &Bound<'_, PyString>) -> PyResult<Vec<u8>> {
    let quoted = text.py().import("fieldveil._objects")?.call_method1("quoted", (text,))?;
    Ok(quoted.extract::<String>()?.into_bytes())
}
