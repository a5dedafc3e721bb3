//! JSON text that the core has written, as Python objects.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::error::unsupported;

/// The object of a whole JSON text. Integers are `int` of any size; a number that `float` cannot hold is `Decimal`.
///
/// # Errors
/// `unsupported_value` where the text is no JSON (which the core never writes).
pub(crate) fn read<'py>(py: Python<'py>, text: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let mut reader = Reader { py, rest: text };
    let value = reader.value()?;
    reader.space();
    if reader.rest.is_empty() { Ok(value) } else { Err(reader.broken()) }
}

/// A row of the core's own, a report or a list of keys, as plain objects.
///
/// # Errors
/// None that the core's rows cause.
pub(crate) fn row<'py>(py: Python<'py>, row: &impl serde::Serialize) -> PyResult<Bound<'py, PyAny>> {
    read(py, &serde_json::to_vec(row).unwrap_or_default())
}

struct Reader<'py, 'a> {
    py: Python<'py>,
    rest: &'a [u8],
}

impl<'py, 'a> Reader<'py, 'a> {
    fn broken(&self) -> PyErr {
        unsupported(self.py, "the result is no JSON text")
    }

    fn space(&mut self) {
        while let Some((b' ' | b'\t' | b'\n' | b'\r', rest)) = self.rest.split_first() {
            self.rest = rest;
        }
    }

    /// The next byte behind white space, taken.
    fn next(&mut self) -> PyResult<u8> {
        self.space();
        let (byte, rest) = self.rest.split_first().ok_or_else(|| self.broken())?;
        self.rest = rest;
        Ok(*byte)
    }

    fn take(&mut self, length: usize) -> PyResult<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(|| self.broken())?;
        self.rest = rest;
        Ok(taken)
    }

    fn value(&mut self) -> PyResult<Bound<'py, PyAny>> {
        self.space();
        match self.rest.first() {
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'"') => Ok(self.text()?.into_any()),
            Some(b't') => self.take(4).map(|_| ()).and_then(|()| true.into_bound_py_any(self.py)),
            Some(b'f') => self.take(5).map(|_| ()).and_then(|()| false.into_bound_py_any(self.py)),
            Some(b'n') => self.take(4).map(|_| ()).map(|()| self.py.None().into_bound(self.py)),
            _ => self.number(),
        }
    }

    fn object(&mut self) -> PyResult<Bound<'py, PyAny>> {
        let map = PyDict::new(self.py);
        self.next()?;
        self.space();
        if self.rest.first() == Some(&b'}') {
            self.next()?;
            return Ok(map.into_any());
        }
        loop {
            self.space();
            let name = self.text()?;
            self.next()?;
            map.set_item(name, self.value()?)?;
            if self.next()? == b'}' {
                return Ok(map.into_any());
            }
        }
    }

    fn array(&mut self) -> PyResult<Bound<'py, PyAny>> {
        let list = PyList::empty(self.py);
        self.next()?;
        self.space();
        if self.rest.first() == Some(&b']') {
            self.next()?;
            return Ok(list.into_any());
        }
        loop {
            list.append(self.value()?)?;
            if self.next()? == b']' {
                return Ok(list.into_any());
            }
        }
    }

    fn text(&mut self) -> PyResult<Bound<'py, PyString>> {
        self.next()?;
        let plain = memchr::memchr2(b'"', b'\\', self.rest).unwrap_or(self.rest.len());
        if self.rest.get(plain) == Some(&b'"') {
            let py = self.py;
            let text = PyString::from_bytes(py, self.take(plain)?)?;
            self.take(1)?;
            return Ok(text);
        }
        self.escaped()
    }

    /// A string with escapes, by the decoder of the standard library: it keeps lone surrogates as they are.
    fn escaped(&mut self) -> PyResult<Bound<'py, PyString>> {
        let mut end = 0;
        loop {
            match self.rest.get(end) {
                None => return Err(self.broken()),
                Some(b'\\') => end += 2,
                Some(b'"') => break,
                Some(_) => end += 1,
            }
        }
        let py = self.py;
        let inner = PyString::from_bytes(py, self.take(end)?)?;
        self.take(1)?;
        let quoted = format!("\"{}\"", inner.to_str()?);
        Ok(py.import("json")?.call_method1("loads", (quoted,))?.cast_into::<PyString>()?)
    }

    fn number(&mut self) -> PyResult<Bound<'py, PyAny>> {
        let end =
            self.rest.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        let py = self.py;
        let taken = self.take(end.unwrap_or(self.rest.len()))?;
        match std::str::from_utf8(taken) {
            Ok(text) if !text.is_empty() => number(py, text),
            _ => Err(self.broken()),
        }
    }
}

/// Any decimal of 15 digits is the shortest form of some `float`; the point is one more character.
pub(crate) const SURE: usize = 16;

/// The narrowest type that holds a number exactly: `int`, `float`, `Decimal`.
pub(crate) fn number<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    if let Some(small) = text.parse::<i64>().ok().filter(|_| text != "-0") {
        return small.into_bound_py_any(py);
    }
    let short = text.len() <= SURE && text.contains('.') && !text.contains(['e', 'E']);
    match text.parse::<f64>() {
        Ok(float) if short => float.into_bound_py_any(py),
        _ => py.import("fieldveil._objects")?.call_method1("number", (text,)),
    }
}
