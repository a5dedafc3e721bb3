//! The checksums of what was made, as `sha256sum --check` reads them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::Result;

const FILE: &str = "SHA256SUMS";

/// Writes the sums of every file in the folder.
pub(super) fn write(folder: &Path) -> Result<()> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let mut text = String::new();
    for path in paths {
        for byte in Sha256::digest(fs::read(&path)?) {
            write!(text, "{byte:02x}")?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(text, "  {name}")?;
    }
    Ok(fs::write(folder.join(FILE), text)?)
}
