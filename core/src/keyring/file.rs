//! The ring file on disk. Killed at any instant, the old or the new file stands.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::document::{Document, MAX_FILE, invalid};
use crate::{Error, ErrorCode, Result};

/// The bytes of a ring file: no lock, links followed, any mode.
///
/// # Errors
/// `io` if it cannot be read, `invalid_keyring` if it is over 16 MiB, before it is read.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path).map_err(|error| failed("read", path, &error))?;
    let length = file.metadata().map_err(|error| failed("read", path, &error))?.len();
    if length > MAX_FILE as u64 {
        return Err(invalid("the file is over 16 MiB: a ring is a few kilobytes"));
    }
    let mut bytes = Vec::new();
    // A pipe has no length beforehand: one byte over the limit is enough for the parser to refuse it.
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|error| failed("read", path, &error))?;
    Ok(bytes)
}

/// A file that stands, changed, and whose folder is still to be synced. Nobody else saves until then.
#[must_use = "without the sync a power cut may bring back what stood before"]
pub(super) struct Standing {
    path: PathBuf,
    _lock: File,
}

impl Standing {
    /// Makes the change last.
    ///
    /// # Errors
    /// `io` if the folder cannot be synced; the file is changed nevertheless.
    pub(super) fn sync(self) -> Result<()> {
        // Only Unix has folders that can be synced.
        let synced = if cfg!(unix) {
            File::open(folder(&self.path)).and_then(|folder| folder.sync_all())
        } else {
            Ok(())
        };
        synced.map_err(|error| {
            let message = format!(
                "the keyring `{}` is changed and may not survive a power cut: its folder cannot be synced, {}",
                self.path.display(),
                error.kind()
            );
            Error::new(ErrorCode::Io, message)
        })
    }
}

/// Writes a new ring file where none stands yet.
///
/// # Errors
/// `io` if a file stands there, or if it cannot be written: then none stands there.
pub(super) fn create(path: &Path, text: &str) -> Result<Standing> {
    let lock = lock(path)?;
    if fs::symlink_metadata(path).is_ok() {
        let message = format!("`{}` stands there already: open it, or choose another path", path.display());
        return Err(Error::new(ErrorCode::Io, message));
    }
    write(path, text)?;
    Ok(Standing { path: path.to_owned(), _lock: lock })
}

/// Replaces a ring file, if the one on disk is still the one that was read.
///
/// # Errors
/// `keyring_changed` if it is another one, `io` if it cannot be written: then the old one stands.
pub(super) fn replace(path: &Path, read_before: &Document, text: &str) -> Result<Standing> {
    // A link stays a link: the file that it names is replaced.
    let path = fs::canonicalize(path).map_err(|error| failed("find", path, &error))?;
    let lock = lock(&path)?;
    let on_disk = Document::parse(&read(&path)?)?;
    let same =
        (&on_disk.id, on_disk.epoch, &on_disk.mac) == (&read_before.id, read_before.epoch, &read_before.mac);
    if !same {
        let message = format!(
            "the ring on disk is at epoch {} and this change began at {}: reload it and make the change again",
            on_disk.epoch, read_before.epoch
        );
        return Err(Error::new(ErrorCode::KeyringChanged, message));
    }
    write(&path, text)?;
    Ok(Standing { path, _lock: lock })
}

/// Waits for the exclusive lock on a file beside the ring, which stays there: removing it would race.
fn lock(path: &Path) -> Result<File> {
    let beside = sibling(path, "", ".lock")?;
    let open = OpenOptions::new().write(true).create(true).truncate(false).open(&beside);
    let file = open.map_err(|error| failed("lock", path, &error))?;
    file.lock().map_err(|error| failed("lock", path, &error))?;
    Ok(file)
}

/// Temporary file, sync, rename. Only under the lock: what a killed process left is removed.
fn write(path: &Path, text: &str) -> Result<()> {
    let temporary = sibling(path, ".", ".tmp")?;
    let written = write_through(&temporary, path, text);
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(|error| failed("write", path, &error))
}

fn write_through(temporary: &Path, path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(temporary)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    drop(file);
    fs::rename(temporary, path)
}

fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn sibling(path: &Path, before: &str, after: &str) -> Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| {
        Error::new(ErrorCode::Io, format!("`{}` names no file: give the path of a ring file", path.display()))
    })?;
    let mut beside = OsString::from(before);
    beside.push(name);
    beside.push(after);
    Ok(folder(path).join(beside))
}

fn failed(doing: &str, path: &Path, error: &io::Error) -> Error {
    Error::of_file(&format!("{doing} the keyring"), path, error)
}
