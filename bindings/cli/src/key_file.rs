//! Files that nobody else may read, and that overwrite nothing.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use fieldveil::{Error, ErrorCode};
use zeroize::Zeroizing;

use crate::failure::{Failure, Result};

/// Writes a fresh key-encryption key in hexadecimal.
///
/// # Errors
/// `io` if a file stands there, or if the operating system gives no random bytes.
pub(crate) fn create(path: &Path) -> Result<()> {
    let mut key = Zeroizing::new([0; 32]);
    let no_random = |_| Error::new(ErrorCode::Io, "the operating system gives no random bytes");
    getrandom::fill(&mut *key).map_err(no_random)?;
    let mut text = Zeroizing::new(String::with_capacity(65));
    for byte in *key {
        text.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0')));
    }
    text.push('\n');
    write_new(path, text.as_bytes(), 0o600)
}

/// Writes a file where none stands.
///
/// # Errors
/// `io` if one does, or if it cannot be written.
pub(crate) fn write_new(path: &Path, content: &[u8], mode: u32) -> Result<()> {
    let written = open_new(path, mode).and_then(|mut file| file.write_all(content));
    written.map_err(|error| Failure::io("make", path, &error))
}

#[cfg(unix)]
fn open_new(path: &Path, mode: u32) -> io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

#[cfg(not(unix))]
fn open_new(path: &Path, _mode: u32) -> io::Result<std::fs::File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}
