//! An output under way, which takes its target's place at the end: a file that has no name until it is whole, where
//! there are such files.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// What will be the content of its target. Dropped without [`replace`](Draft::replace), a file is as it was.
///
/// # Security
/// It may hold plaintext. Without a name the operating system takes it away with the process, however that ends.
pub(crate) struct Draft {
    target: PathBuf,
    file: Kind,
}

enum Kind {
    /// A target that is no regular file, written as it stands: a pipe, a terminal, `/dev/null`.
    Direct(File),
    Unnamed(File),
    /// Taken away when it is dropped, which a process that is killed does not come to.
    Named(NamedTempFile),
}

impl Draft {
    /// A draft of the file `path`. A link is followed: what it names is replaced, not the link.
    ///
    /// # Errors
    /// The operating system's, if neither the target nor a file beside it can be written.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        let replaced = match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() => {
                let file = Kind::Direct(File::options().write(true).open(path)?);
                return Ok(Self { target: path.to_owned(), file });
            }
            Ok(metadata) => Some(metadata.permissions()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let target = if replaced.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
        let file = Kind::beside(folder(&target), replaced)?;
        Ok(Self { target, file })
    }

    /// Makes what was written the content of the target.
    ///
    /// # Errors
    /// The operating system's; then a target that is a file is as it was.
    pub(crate) fn replace(self) -> io::Result<()> {
        match self.file {
            Kind::Direct(mut file) => file.flush(),
            Kind::Unnamed(file) => {
                file.sync_all()?;
                // A name that is there cannot be linked to: another one is, and renamed.
                let named = hidden().make_in(folder(&self.target), |path| link(&file, path))?;
                named.persist(&self.target).map_err(|error| error.error)
            }
            Kind::Named(file) => {
                file.as_file().sync_all()?;
                file.persist(&self.target).map(drop).map_err(|error| error.error)
            }
        }
    }
}

impl Kind {
    /// A file in `folder` that is to replace one of these permissions, or none.
    fn beside(folder: &Path, replaced: Option<Permissions>) -> io::Result<Self> {
        if let Some(file) = unnamed(folder, replaced.as_ref()) {
            return Ok(Self::Unnamed(file));
        }
        let mut builder = hidden();
        if let Some(permissions) = replaced.or_else(of_a_new_file) {
            builder.permissions(permissions);
        }
        builder.tempfile_in(folder).map(Self::Named)
    }

    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Direct(file) | Self::Unnamed(file) => file,
            Self::Named(file) => file,
        }
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.writer().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.writer().flush()
    }
}

fn folder(of: &Path) -> &Path {
    of.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

fn hidden() -> Builder<'static, 'static> {
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
