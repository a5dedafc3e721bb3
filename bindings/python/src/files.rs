//! Python's file objects as readers and writers; the interpreter is entered once a block.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use fieldveil::{Error, ErrorCode};
use pyo3::call::PyCallArgs;
use pyo3::exceptions::{PyBlockingIOError, PyException};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::error::raise;

/// Bytes that are asked for, or handed on, at a time.
const BLOCK: usize = 1 << 20;

/// What is said of a file in text mode.
const NO_BYTES: &str = "the reader gives no bytes; open the file in binary mode";
/// What is said of a file that raised something.
const FAILED: &str = "a file object failed; the cause of this error says why";
/// What is said of a raw file that does not wait.
const WOULD_BLOCK: &str = "the writer takes nothing now and does not wait; give one that blocks";

/// A buffered reader over an object with `read`, and a buffered writer over one with `write`.
pub(crate) fn between(
    reader: &Bound<'_, PyAny>,
    writer: &Bound<'_, PyAny>,
) -> (BufReader<File>, BufWriter<File>, Raised) {
    let raised = Raised::default();
    let file = |object: &Bound<'_, PyAny>| File { object: object.clone().unbind(), raised: raised.clone() };
    let (reader, writer) = (file(reader), file(writer));
    (BufReader::with_capacity(BLOCK, reader), BufWriter::with_capacity(BLOCK, writer), raised)
}

/// What a file object has raised: the core hears only that it failed, and its caller has to hear why.
#[derive(Clone, Default)]
pub(crate) struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    fn keep(&self, error: PyErr) -> io::Error {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        io::Error::other(Error::new(ErrorCode::Io, FAILED))
    }

    /// The outcome of a run between the files. What one of them raised is the cause of the error; what is no
    /// `Exception`, an interrupt from the keyboard say, is raised as it is.
    pub(crate) fn or<T>(&self, py: Python<'_>, outcome: fieldveil::Result<T>) -> PyResult<T> {
        outcome.map_err(|error| {
            let error = raise(py, &error);
            match self.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
                Some(raised) if !raised.is_instance_of::<PyException>(py) => raised,
                raised => {
                    error.set_cause(py, raised);
                    error
                }
            }
        })
    }
}

/// A binary file object of Python's.
pub(crate) struct File {
    object: Py<PyAny>,
    raised: Raised,
}

impl File {
    /// Calls a method; what it raises is kept.
    fn call<'py>(
        &self,
        py: Python<'py>,
        method: &str,
        arguments: impl PyCallArgs<'py>,
    ) -> io::Result<Bound<'py, PyAny>> {
        let answer = self.object.bind(py).call_method1(method, arguments);
        answer.map_err(|error| self.raised.keep(error))
    }
}

impl Read for File {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let read = self.call(py, "read", (buffer.len(),))?;
            let bytes = read
                .cast::<PyBytes>()
                .map_err(|_| io::Error::other(Error::new(ErrorCode::Io, NO_BYTES)))?
                .as_bytes();
            buffer.get_mut(..bytes.len()).ok_or(io::ErrorKind::InvalidInput)?.copy_from_slice(bytes);
            Ok(bytes.len())
        })
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let written = self.call(py, "write", (PyBytes::new(py, bytes),))?;
            if written.is_none() && is_raw(self.object.bind(py)) {
                // It would have to wait, and has taken nothing.
                return Err(self.raised.keep(PyBlockingIOError::new_err(WOULD_BLOCK)));
            }
            // A raw file may take less than it was given; what answers with no number has taken all of it.
            Ok(written.extract::<usize>().unwrap_or(bytes.len()).min(bytes.len()))
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Python::attach(|py| {
            let has = self.object.bind(py).hasattr("flush").map_err(|error| self.raised.keep(error))?;
            if has { self.call(py, "flush", ()).map(drop) } else { Ok(()) }
        })
    }
}

/// Whether a file is one without a buffer, whose `write` says `None` where it would have to wait.
fn is_raw(file: &Bound<'_, PyAny>) -> bool {
    let raw = file.py().import("io").and_then(|io| io.getattr("RawIOBase"));
    raw.and_then(|raw| file.is_instance(&raw)).unwrap_or_default()
}
