//! Where bytes come from: a file, or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::failure::{Failure, Result};

/// Whatever bytes come from.
pub(crate) type Reader = Box<dyn Read + Send>;

/// An input that has been opened.
pub(crate) struct Input {
    pub(crate) reader: Reader,
    /// How long it is, where that can be known: for the bar.
    pub(crate) length: Option<u64>,
}

/// Opens `path`; nothing and `-` are standard input.
///
/// # Errors
/// `io` if the file cannot be opened.
pub(crate) fn open(path: Option<&Path>) -> Result<Input> {
    let Some(path) = named(path) else {
        return Ok(Input { reader: Box::new(io::stdin()), length: None });
    };
    let fail = |error| Failure::io("read", path, &error);
    let file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    Ok(Input { length: metadata.is_file().then_some(metadata.len()), reader: Box::new(file) })
}

/// The whole of an input.
///
/// # Errors
/// `io` if it cannot be read.
pub(crate) fn whole(path: Option<&Path>) -> Result<Vec<u8>> {
    let mut input = open(path)?;
    let mut bytes = Vec::with_capacity(input.length.and_then(|n| usize::try_from(n).ok()).unwrap_or(0));
    let read = input.reader.read_to_end(&mut bytes);
    let name = path.unwrap_or(Path::new("-"));
    read.map_err(|error| Failure::io("read", name, &error)).map(|_| bytes)
}

/// Whether a name says that every line is a record.
pub(crate) fn is_lines(path: Option<&Path>) -> bool {
    let extension = named(path).and_then(Path::extension);
    extension.is_some_and(|ext| ["jsonl", "ndjson"].iter().any(|known| ext.eq_ignore_ascii_case(known)))
}

/// The path, unless it stands for a standard stream.
pub(crate) fn named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| *path != Path::new("-"))
}
