//! From one file to another, which appears as a whole or not at all.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use fieldveil::{Error, Result};
use tempfile::NamedTempFile;

/// Bytes that are read or written at a time.
const BLOCK: usize = 1 << 18;

/// Calls `work` with a reader of `from` and a writer whose bytes become the file `to` if the call succeeds.
///
/// # Errors
/// `io`, and whatever `work` says; then `to` is as it was.
pub(crate) fn through<T>(
    from: &str,
    to: &str,
    work: impl FnOnce(&mut dyn BufRead, &mut dyn Write) -> Result<T>,
) -> Result<T> {
    let mut reader = BufReader::with_capacity(BLOCK, File::open(from)?);
    let folder = Path::new(to).parent().filter(|folder| !folder.as_os_str().is_empty());
    let file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    let mut writer = BufWriter::with_capacity(BLOCK, file);
    let done = work(&mut reader, &mut writer)?;
    let file = writer.into_inner().map_err(|error| Error::from(error.into_error()))?;
    file.as_file().sync_all()?;
    file.persist(to).map_err(|error| Error::from(error.error))?;
    Ok(done)
}
