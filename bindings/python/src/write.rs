//! Python objects as exact JSON text, and back: nothing is rounded, nothing is dropped.
//!
//! The table of types stands in `docs/objects.md` of the package.

use std::io::Write;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyNone, PyString, PyTuple};

use crate::error::unsupported;

/// Deeper than any policy allows; the core refuses with its own words long before.
const DEPTH: usize = 1100;

/// Appends the JSON text of an object.
///
/// # Errors
/// `unsupported_value` for NaN, infinities, names that are no strings, cycles and types without a JSON form.
pub(crate) fn write(object: &Bound<'_, PyAny>, out: &mut Vec<u8>, depth: usize) -> PyResult<()> {
    let py = object.py();
    if depth > DEPTH {
        return Err(unsupported(py, "the document nests too deep, or holds itself"));
    }
    if let Ok(text) = object.cast::<PyString>() {
        write_text(text, out)
    } else if object.is_instance_of::<PyNone>() {
        push(out, b"null")
    } else if object.is_instance_of::<PyBool>() {
        push(out, if object.is_truthy()? { b"true" } else { b"false" })
    } else if object.is_instance_of::<PyInt>() {
        write_int(object, out)
    } else if let Ok(number) = object.cast::<PyFloat>() {
        write_float(py, number.value(), out)
    } else if let Ok(map) = object.cast::<PyDict>() {
        write_dict(map, out, depth)
    } else if let Ok(list) = object.cast::<PyList>() {
        write_array(list.iter(), out, depth)
    } else if let Ok(tuple) = object.cast::<PyTuple>() {
        write_array(tuple.iter(), out, depth)
    } else {
        write_other(object, out, depth)
    }
}

fn push(out: &mut Vec<u8>, bytes: &[u8]) -> PyResult<()> {
    out.extend_from_slice(bytes);
    Ok(())
}

/// Memory takes everything that is written to it.
fn put(out: &mut Vec<u8>, what: std::fmt::Arguments<'_>) -> PyResult<()> {
    Ok(out.write_fmt(what)?)
}

fn write_int(object: &Bound<'_, PyAny>, out: &mut Vec<u8>) -> PyResult<()> {
    if let Ok(small) = object.extract::<i64>() {
        return put(out, format_args!("{small}"));
    }
    let decimal =
        object.py().get_type::<PyInt>().call_method1(intern!(object.py(), "__repr__"), (object,))?;
    push(out, decimal.cast::<PyString>()?.to_str()?.as_bytes())
}

fn write_float(py: Python<'_>, number: f64, out: &mut Vec<u8>) -> PyResult<()> {
    if !number.is_finite() {
        return Err(unsupported(py, "JSON has no NaN and no infinity; replace it before the call"));
    }
    put(out, format_args!("{number:?}"))
}

fn write_dict(map: &Bound<'_, PyDict>, out: &mut Vec<u8>, depth: usize) -> PyResult<()> {
    out.push(b'{');
    let mut first = true;
    for (name, value) in map.iter() {
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        let name = name.cast::<PyString>().map_err(|_| {
            unsupported(map.py(), "a member name is no string; JSON names are strings, so convert it first")
        })?;
        write_text(name, out)?;
        out.push(b':');
        write(&value, out, depth + 1)?;
    }
    push(out, b"}")
}

fn write_array<'py>(
    items: impl Iterator<Item = Bound<'py, PyAny>>,
    out: &mut Vec<u8>,
    depth: usize,
) -> PyResult<()> {
    out.push(b'[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write(&item, out, depth + 1)?;
    }
    push(out, b"]")
}

/// Decimal, dates, UUID, dataclasses, pydantic models and enums: `fieldveil._objects` says what they become.
fn write_other(object: &Bound<'_, PyAny>, out: &mut Vec<u8>, depth: usize) -> PyResult<()> {
    let py = object.py();
    let (number, plain): (bool, Bound<'_, PyAny>) = py
        .import(intern!(py, "fieldveil._objects"))?
        .call_method1(intern!(py, "plain"), (object,))?
        .extract()?;
    if number {
        push(out, plain.cast::<PyString>()?.to_str()?.as_bytes())
    } else {
        write(&plain, out, depth + 1)
    }
}

fn write_text(text: &Bound<'_, PyString>, out: &mut Vec<u8>) -> PyResult<()> {
    out.push(b'"');
    if let Ok(text) = text.to_str() {
        escape(text, out);
    } else {
        write_surrogates(text, out)?;
    }
    push(out, b"\"")
}

/// Escapes as RFC 8785 does: the shortest form, everything else as it is.
fn escape(text: &str, out: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        let (plain, special) = rest.split_at(at);
        out.extend_from_slice(plain);
        let Some((byte, behind)) = special.split_first() else { return };
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            0x08 => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            0x0c => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
        }
        rest = behind;
    }
    out.extend_from_slice(rest);
}

/// A `str` with lone surrogates: each of them as its escape, which JSON allows.
fn write_surrogates(text: &Bound<'_, PyString>, out: &mut Vec<u8>) -> PyResult<()> {
    let encoded = text.call_method1("encode", ("utf-16-be", "surrogatepass"))?;
    let units = encoded
        .cast::<PyBytes>()?
        .as_bytes()
        .chunks_exact(2)
        .map(|pair| pair.iter().fold(0u16, |unit, byte| unit << 8 | u16::from(*byte)));
    for unit in char::decode_utf16(units) {
        match unit {
            Ok(scalar) => escape(scalar.encode_utf8(&mut [0; 4]), out),
            Err(lone) => {
                out.extend_from_slice(format!("\\u{:04x}", lone.unpaired_surrogate()).as_bytes());
            }
        }
    }
    Ok(())
}
