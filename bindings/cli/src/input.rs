//! Where bytes come from: a file, or standard input.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

use fieldveil::Limits;

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

/// A document of an input: as much of it as these limits let through, and one byte more where there is more, so that
/// whoever works on it refuses it.
///
/// # Errors
/// `io` if it cannot be read.
pub(crate) fn document(path: Option<&Path>, limits: Limits) -> Result<Vec<u8>> {
    let most = u64::try_from(limits.document).unwrap_or(u64::MAX).saturating_add(1);
    up_to(most, path)
}

/// The next line of an input, without its end; nothing at the end of all lines. Of a line that is longer than these
/// limits let a document be there is enough for it to be refused.
///
/// # Errors
/// The reader's.
pub(crate) fn line(reader: &mut impl BufRead, limits: Limits) -> io::Result<Option<Vec<u8>>> {
    let most = u64::try_from(limits.document).unwrap_or(u64::MAX).saturating_add(2);
    let mut line = Vec::new();
    let read = reader.take(most).read_until(b'\n', &mut line)?;
    line.pop_if(|last| *last == b'\n');
    Ok((read > 0).then_some(line))
}

/// The whole of an input.
///
/// # Errors
/// `io` if it cannot be read.
pub(crate) fn whole(path: &Path) -> Result<Vec<u8>> {
    up_to(u64::MAX, Some(path))
}

fn up_to(most: u64, path: Option<&Path>) -> Result<Vec<u8>> {
    let input = open(path)?;
    let length = input.length.unwrap_or(0).min(most);
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    let read = input.reader.take(most).read_to_end(&mut bytes);
    read.map_err(|error| cannot_read(path, &error)).map(|_| bytes)
}

/// The operating system did not let an input be read.
pub(crate) fn cannot_read(path: Option<&Path>, error: &io::Error) -> Failure {
    Failure::io("read", path.unwrap_or(Path::new("-")), error)
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
