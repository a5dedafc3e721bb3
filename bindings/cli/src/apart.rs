//! What a run writes is nothing that it needs, and no two of its outputs are one: a slip in `-o` would cost a keyring.

use std::fs;
use std::path::{Path, PathBuf};

use crate::args::{Document, Files, Ring};
use crate::failure::{Failure, Result};
use crate::{input, ring};

/// Looks at the names of a command over records; `more` are outputs of its own.
///
/// # Errors
/// Usage if an output is a file that the run needs, or another output.
pub(crate) fn records(given: &Document, ring: &Ring, more: &[&Option<PathBuf>]) -> Result<()> {
    let beside = || more.iter().copied().chain([&given.report]);
    // The answer alone may take the place of what it is made of.
    check(beside(), given.files.input.clone())?;
    let needed = [&given.policy, &given.subjects].into_iter().flatten().cloned();
    check([&given.files.output].into_iter().chain(beside()), needed.chain(ring::files(ring)))
}

/// The same of a command over a file of any size.
///
/// # Errors
/// As [`records`].
pub(crate) fn files(given: &Files, ring: &Ring) -> Result<()> {
    check([&given.output], ring::files(ring))
}

fn check<'a>(
    outputs: impl IntoIterator<Item = &'a Option<PathBuf>>,
    needed: impl IntoIterator<Item = PathBuf>,
) -> Result<()> {
    let needed: Vec<_> = needed.into_iter().filter_map(|path| place(&path)).collect();
    let mut written = Vec::new();
    for path in outputs.into_iter().flatten() {
        let Some(place) = place(path) else { continue };
        let why = match (needed.contains(&place), written.contains(&place)) {
            (true, _) => "is needed by this run",
            (_, true) => "is another output of this run",
            _ => {
                written.push(place);
                continue;
            }
        };
        return Err(Failure::Usage(format!("`{}` {why}: write to another file", path.display())));
    }
    Ok(())
}

/// Where a file stands or will stand, links followed; nothing for what no output replaces: a stream, a device.
fn place(path: &Path) -> Option<PathBuf> {
    let path = input::named(Some(path))?;
    match fs::metadata(path) {
        Ok(metadata) => metadata.is_file().then(|| fs::canonicalize(path).ok())?,
        Err(_) => {
            let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
            Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
        }
    }
}
