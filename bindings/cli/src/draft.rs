//! An output under way: a file that has no name until it is whole, where there are such files.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// What stands beside its target before it takes its place.
///
/// # Security
/// It may hold plaintext. Without a name the operating system takes it away with the process, however that ends.
pub(crate) enum Draft {
    Unnamed(File),
    /// Taken away when it is dropped, which a process that is killed does not come to.
    Named(NamedTempFile),
}

impl Draft {
    /// A draft in `folder` that is to replace a file of these permissions, or none.
    ///
    /// # Errors
    /// The operating system's, if no file can be made there.
    pub(crate) fn new(folder: &Path, replaced: Option<Permissions>) -> io::Result<Self> {
        if let Some(file) = unnamed(folder, replaced.as_ref()) {
            return Ok(Self::Unnamed(file));
        }
        let mut builder = beside();
        if let Some(permissions) = replaced.or_else(of_a_new_file) {
            builder.permissions(permissions);
        }
        builder.tempfile_in(folder).map(Self::Named)
    }

    /// Takes the place of `target`, in the folder of the draft.
    ///
    /// # Errors
    /// The operating system's; then the target is as it was.
    pub(crate) fn replace(self, folder: &Path, target: &Path) -> io::Result<()> {
        match self {
            Self::Unnamed(file) => {
                file.sync_all()?;
                // A name that is there cannot be linked to: another one is, and renamed.
                let named = beside().make_in(folder, |path| link(&file, path))?;
                named.persist(target).map_err(|error| error.error)
            }
            Self::Named(file) => {
                file.as_file().sync_all()?;
                file.persist(target).map(drop).map_err(|error| error.error)
            }
        }
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Unnamed(file) => file.write(bytes),
            Self::Named(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Unnamed(file) => file.flush(),
            Self::Named(file) => file.flush(),
        }
    }
}

fn beside() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".fieldveil-");
    builder
}

/// Where the files that a process has open have names.
#[cfg(target_os = "linux")]
const OPEN_FILES: &str = "/proc/self/fd";

/// A file without a name, on Linux and on the file systems that have them.
#[cfg(target_os = "linux")]
fn unnamed(folder: &Path, replaced: Option<&Permissions>) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = i32::try_from(rustix::fs::OFlags::TMPFILE.bits()).ok()?;
    // Nobody else may read it before it has the permissions of the file that it replaces.
    let mode = if replaced.is_some() { 0o600 } else { NEW_FILE };
    fs::metadata(OPEN_FILES).ok()?;
    let file = OpenOptions::new().write(true).custom_flags(flags).mode(mode).open(folder).ok()?;
    replaced.map_or(Ok(()), |permissions| file.set_permissions(permissions.clone())).ok()?;
    Some(file)
}

#[cfg(not(target_os = "linux"))]
fn unnamed(_folder: &Path, _replaced: Option<&Permissions>) -> Option<File> {
    None
}

/// Gives an unnamed file a name.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd as _;
    let open = format!("{OPEN_FILES}/{}", file.as_raw_fd());
    Ok(linkat(CWD, open, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_file: &File, _path: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What any program's new file may be; the process's mask narrows it.
#[cfg(unix)]
const NEW_FILE: u32 = 0o666;

#[cfg(unix)]
fn of_a_new_file() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(Permissions::from_mode(NEW_FILE))
}

#[cfg(not(unix))]
fn of_a_new_file() -> Option<Permissions> {
    None
}
