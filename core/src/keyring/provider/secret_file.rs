//! Key material from a file, a pipe or a descriptor, without leaving a copy behind.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use zeroize::Zeroizing;

use super::refuse::malformed;
use crate::{Error, Result};

/// More than any passphrase or key-encryption key has.
const LIMIT: usize = 64 << 10;

/// All bytes of a small file.
///
/// # Errors
/// `io` if it cannot be read, `wrong_passphrase` if it is over 64 KiB.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let failed = |error| Error::of_file("read", path, &error);
    let mut file = File::open(path).map_err(failed)?;
    // One buffer from the start: one that grew would leave copies in freed memory.
    let mut bytes = Zeroizing::new(vec![0; LIMIT + 1]);
    let mut length = 0;
    while let Some(room) = bytes.get_mut(length..).filter(|room| !room.is_empty()) {
        match file.read(room) {
            Ok(0) => {
                bytes.truncate(length);
                return Ok(bytes);
            }
            Ok(more) => length += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Err(malformed("the file is over 64 KiB: give one that holds a passphrase or a key alone"))
}
