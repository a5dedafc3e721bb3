//! Python's file objects as readers and writers; the interpreter is entered once a block.

use std::io::{self, BufReader, BufWriter, Read, Write};

use fieldveil::{Error, ErrorCode};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// Bytes that are asked for, or handed on, at a time.
const BLOCK: usize = 1 << 20;

/// What is said of a file in text mode.
const NO_BYTES: &str = "the reader gives no bytes; open the file in binary mode";

/// A buffered reader over an object with `read`.
pub(crate) fn reader(object: &Bound<'_, PyAny>) -> BufReader<File> {
    BufReader::with_capacity(BLOCK, File(object.clone().unbind()))
}

/// A buffered writer over an object with `write`.
pub(crate) fn writer(object: &Bound<'_, PyAny>) -> BufWriter<File> {
    BufWriter::with_capacity(BLOCK, File(object.clone().unbind()))
}

/// A binary file object of Python's.
pub(crate) struct File(Py<PyAny>);

impl Read for File {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let read = self.0.bind(py).call_method1("read", (buffer.len(),)).map_err(io::Error::other)?;
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
            let written = self.0.bind(py).call_method1("write", (PyBytes::new(py, bytes),));
            let written = written.map_err(io::Error::other)?;
            // A raw file may take less than it was given; what answers with no number has taken all of it.
            Ok(written.extract::<usize>().unwrap_or(bytes.len()).min(bytes.len()))
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        Python::attach(|py| {
            let file = self.0.bind(py);
            if file.hasattr("flush").map_err(io::Error::other)? {
                file.call_method0("flush").map_err(io::Error::other)?;
            }
            Ok(())
        })
    }
}
