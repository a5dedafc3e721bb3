//! From one file to another, which appears as a whole or not at all.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use fieldveil::{Error, Result};

use crate::draft::Draft;

/// Bytes that are read or written at a time.
const BLOCK: usize = 1 << 18;

/// Calls `work` with a reader of `from` and a writer whose bytes become the file `to` if the call succeeds. What is no
/// regular file, a pipe say, is written as it comes.
///
/// # Errors
/// `io`, and whatever `work` says; then `to` is as it was.
pub(crate) fn through<T>(
    from: &str,
    to: &str,
    work: impl FnOnce(&mut dyn BufRead, &mut dyn Write) -> Result<T>,
) -> Result<T> {
    let (from, to) = (Path::new(from), Path::new(to));
    let unwritten = |error| Error::of_file("write", to, &error);
    let source = File::open(from).map_err(|error| Error::of_file("read", from, &error))?;
    let mut reader = BufReader::with_capacity(BLOCK, source);
    let mut writer = BufWriter::with_capacity(BLOCK, Draft::new(to).map_err(unwritten)?);
    let done = work(&mut reader, &mut writer)?;
    let draft = writer.into_inner().map_err(|error| unwritten(error.into_error()))?;
    draft.replace().map_err(unwritten)?;
    Ok(done)
}
