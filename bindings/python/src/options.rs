//! What a call may say beside the document, from Python's arguments.

use fieldveil::{Audit, Context, Existing, Subject};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyMapping};

use crate::error::OrRaise;

type Given<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

/// The context of a mapping; values are text, or integers as their decimal text.
pub(crate) fn context(given: Given<'_, '_>) -> PyResult<Context> {
    let mut context = Context::new();
    let Some(given) = given.filter(|given| !given.is_none()) else { return Ok(context) };
    let pairs = match given.cast::<PyDict>() {
        Ok(map) => map.items(),
        Err(_) => given.cast::<PyMapping>()?.items()?,
    };
    for pair in pairs {
        let (name, value): (String, Bound<'_, PyAny>) = pair.extract()?;
        let value = if value.is_exact_instance_of::<PyInt>() { value.str()?.into_any() } else { value };
        context.insert(name, value.extract::<String>()?).or_raise(given.py())?;
    }
    Ok(context)
}

/// `(name, key)`.
pub(crate) fn subject(given: Given<'_, '_>) -> PyResult<Option<Subject>> {
    let Some(given) = given.filter(|given| !given.is_none()) else { return Ok(None) };
    let (name, key) =
        given.extract().map_err(|_| PyTypeError::new_err("`subject` is a pair: (name, key)"))?;
    Ok(Some(Subject { name, key }))
}

/// `{"actor": …, "reason": …}`.
pub(crate) fn audit(given: Given<'_, '_>) -> PyResult<Option<Audit>> {
    let Some(given) = given.filter(|given| !given.is_none()) else { return Ok(None) };
    let word = |name: &str| match given.call_method1("get", (name,)) {
        Ok(value) if value.is_none() => Ok(None),
        Ok(value) => value.extract().map(Some),
        Err(error) => Err(error),
    };
    Ok(Some(Audit { actor: word("actor")?, reason: word("reason")? }))
}

/// `error`, `keep` or `seal`.
pub(crate) fn existing(word: &str) -> PyResult<Existing> {
    match word {
        "error" => Ok(Existing::Error),
        "keep" => Ok(Existing::Keep),
        "seal" => Ok(Existing::Seal),
        _ => Err(PyValueError::new_err("`existing` is `error`, `keep` or `seal`")),
    }
}
