//! Single values and streams, under a keyring alone.

use fieldveil::{Binding, BindingStep, Value, ValueOptions};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::error::OrRaise;
use crate::keyring::Keyring;
use crate::provider::let_go;
use crate::{files, options, read, write};

type Given<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

#[pymethods]
impl Keyring {
    /// Encrypts text, bytes, or anything else as JSON; returns a token.
    #[pyo3(signature = (set, value, context=None, *, binding, subject=None, pad=0))]
    fn encrypt_value<'py>(
        &self,
        set: &str,
        value: &Bound<'py, PyAny>,
        context: Given<'_, 'py>,
        binding: &Bound<'py, PyAny>,
        subject: Given<'_, 'py>,
        pad: usize,
    ) -> PyResult<String> {
        let (py, options) = (value.py(), value_options(context, binding, subject, pad)?);
        let value = of_python(value)?;
        let_go(py, false, || self.0.encrypt_value(set, &value, &options)).or_raise(py)
    }

    /// Decrypts a token: text, bytes or the JSON value as it was.
    #[pyo3(signature = (token, context=None, *, binding, subject=None))]
    fn decrypt_value<'py>(
        &self,
        token: &Bound<'py, PyString>,
        context: Given<'_, 'py>,
        binding: &Bound<'py, PyAny>,
        subject: Given<'_, 'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, options) = (token.py(), value_options(context, binding, subject, 0)?);
        let token = utf8(token)?;
        match let_go(py, false, || self.0.decrypt_value(token, &options)).or_raise(py)? {
            Value::Text(text) => Ok(PyString::new(py, &text).into_any()),
            Value::Bytes(bytes) => Ok(PyBytes::new(py, &bytes).into_any()),
            Value::Json(json) => read::read(py, json.as_bytes()),
            _ => Err(crate::error::unsupported(py, "a value of a kind that this version does not know")),
        }
    }

    /// The token under the primary version of its set; the same token if it is of it already.
    #[pyo3(signature = (token, context=None, *, binding, subject=None))]
    fn reencrypt_value<'py>(
        &self,
        token: &Bound<'py, PyString>,
        context: Given<'_, 'py>,
        binding: &Bound<'py, PyAny>,
        subject: Given<'_, 'py>,
    ) -> PyResult<String> {
        let (py, options) = (token.py(), value_options(context, binding, subject, 0)?);
        let token = utf8(token)?;
        let_go(py, false, || self.0.reencrypt_value(token, &options)).or_raise(py)
    }

    /// Encrypts everything that a binary file gives into another; returns how many bytes that were.
    #[pyo3(signature = (set, reader, writer, context=None))]
    fn encrypt_stream<'py>(
        &self,
        set: &str,
        reader: &Bound<'py, PyAny>,
        writer: &Bound<'py, PyAny>,
        context: Given<'_, 'py>,
    ) -> PyResult<u64> {
        let (py, context) = (reader.py(), options::context(context)?);
        let (reader, writer, raised) = files::between(reader, writer);
        raised.or(py, py.detach(|| self.0.encrypt_stream(set, reader, writer, &context)))
    }

    /// Decrypts a whole stream; what was written before an error is authentic, and to be thrown away.
    #[pyo3(signature = (reader, writer, context=None))]
    fn decrypt_stream<'py>(
        &self,
        reader: &Bound<'py, PyAny>,
        writer: &Bound<'py, PyAny>,
        context: Given<'_, 'py>,
    ) -> PyResult<u64> {
        let (py, context) = (reader.py(), options::context(context)?);
        let (reader, writer, raised) = files::between(reader, writer);
        raised.or(py, py.detach(|| self.0.decrypt_stream(reader, writer, &context)))
    }

    /// Makes a key for the data of one subject; returns its stored form.
    fn new_subject_key(&self, py: Python<'_>, set: &str, name: &str) -> PyResult<String> {
        let_go(py, false, || self.0.new_subject_key(set, name)).or_raise(py)
    }

    /// The same subject key under the primary version of its set.
    fn rewrap_subject_key(&self, py: Python<'_>, name: &str, key: &str) -> PyResult<String> {
        let_go(py, false, || self.0.rewrap_subject_key(name, key)).or_raise(py)
    }
}

pub(crate) fn of_python(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::Text(utf8(text)?.to_owned()));
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(Value::Bytes(bytes.as_bytes().to_vec()));
    }
    Ok(Value::Json(String::from_utf8(write::write(value)?).unwrap_or_default()))
}

/// A text that every language can write.
pub(crate) fn utf8<'a>(text: &'a Bound<'_, PyString>) -> PyResult<&'a str> {
    let message = "the text holds a lone surrogate; no other language could write it";
    text.to_str().map_err(|_| crate::error::unsupported(text.py(), message))
}

fn value_options<'py>(
    context: Given<'_, 'py>,
    binding: &Bound<'py, PyAny>,
    subject: Given<'_, 'py>,
    pad: usize,
) -> PyResult<ValueOptions> {
    let mut options = ValueOptions::unbound().context(options::context(context)?);
    options.binding = place(binding)?;
    options.subject = options::subject(subject)?;
    options.pad = pad;
    Ok(options)
}

/// Names as members, integers as indexes; nothing at all has to be asked for with `None`.
fn place(given: &Bound<'_, PyAny>) -> PyResult<Binding> {
    if given.is_none() {
        return Ok(Binding::None);
    }
    if given.is_instance_of::<PyString>() {
        let message =
            "`binding` is a list of names and indexes, as in [\"users\", \"email\"]; text is no path";
        return Err(PyTypeError::new_err(message));
    }
    // Pushed, not collected: a collection asks the iterator for its length, which is a call of Python.
    let mut steps = Vec::new();
    for step in given.try_iter()? {
        let step = step?;
        // A failed extraction would make an exception, which costs more than the value's encryption.
        steps.push(match step.cast::<PyString>() {
            Ok(name) => BindingStep::Member(utf8(name)?.to_owned()),
            Err(_) => BindingStep::Index(step.extract()?),
        });
    }
    Ok(Binding::Path(steps))
}

/// What a token says of itself, without a key.
#[pyfunction]
pub(crate) fn inspect<'py>(py: Python<'py>, token: &str) -> PyResult<Bound<'py, PyAny>> {
    read::row(py, &fieldveil::inspect(token).or_raise(py)?)
}
