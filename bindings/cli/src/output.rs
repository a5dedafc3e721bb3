//! Where bytes go: a temporary file that is renamed at the end, so that a failed run leaves no half a file.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use tempfile::{Builder, NamedTempFile};

use crate::failure::{Failure, Result};
use crate::input::named;

/// An output that has been opened. Dropped without [`commit`](Output::commit), a file is as it was.
pub(crate) struct Output {
    name: PathBuf,
    sink: Sink,
}

enum Sink {
    /// Standard output, or a target that is no regular file: a pipe, a terminal, `/dev/null`.
    Direct(BufWriter<Box<dyn Write + Send>>),
    Beside(BufWriter<NamedTempFile>, PathBuf),
}

impl Output {
    /// Opens `path`; nothing and `-` are standard output.
    ///
    /// # Errors
    /// `io` if the target or a temporary file beside it cannot be written.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = named(path) else {
            let stdout: Box<dyn Write + Send> = Box::new(io::stdout());
            return Ok(Self { name: PathBuf::from("-"), sink: Sink::Direct(BufWriter::new(stdout)) });
        };
        let sink = sink(path).map_err(|error| Failure::io("write", path, &error))?;
        Ok(Self { name: path.to_owned(), sink })
    }

    /// Makes what was written the content of the target.
    ///
    /// # Errors
    /// `io` if it cannot be written or renamed.
    pub(crate) fn commit(self) -> Result<()> {
        let name = self.name;
        let done = match self.sink {
            Sink::Direct(mut writer) => writer.flush(),
            Sink::Beside(writer, target) => rename(writer, &target),
        };
        done.map_err(|error| Failure::io("write", &name, &error))
    }
}

/// The whole of an output at once.
///
/// # Errors
/// `io` if it cannot be written.
pub(crate) fn whole(path: Option<&Path>, bytes: &[u8]) -> Result<()> {
    let mut output = Output::open(path)?;
    let written = output.write_all(bytes);
    written.map_err(|error| Failure::io("write", &output.name, &error))?;
    output.commit()
}

/// A JSON document, for people and programs alike.
///
/// # Errors
/// `io` if it cannot be written.
pub(crate) fn json(path: Option<&Path>, document: &impl Serialize) -> Result<()> {
    let mut bytes = serde_json::to_vec_pretty(document)
        .map_err(|error| Failure::io("write", path.unwrap_or(Path::new("-")), &error.into()))?;
    bytes.push(b'\n');
    whole(path, &bytes)
}

fn sink(path: &Path) -> io::Result<Sink> {
    let existing = match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            let file: Box<dyn Write + Send> = Box::new(File::options().write(true).open(path)?);
            return Ok(Sink::Direct(BufWriter::new(file)));
        }
        Ok(metadata) => Some(metadata.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // A link is followed: what it names is replaced, not the link.
    let target = if existing.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    let folder = target.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".fieldveil-");
    if let Some(permissions) = existing.or_else(of_a_new_file) {
        builder.permissions(permissions);
    }
    Ok(Sink::Beside(BufWriter::new(builder.tempfile_in(folder)?), target))
}

/// What any program's new file may be; the process's mask narrows it.
#[cfg(unix)]
fn of_a_new_file() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn of_a_new_file() -> Option<fs::Permissions> {
    None
}

fn rename(writer: BufWriter<NamedTempFile>, target: &Path) -> io::Result<()> {
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Direct(writer) => writer.write(bytes),
            Sink::Beside(writer, _) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Direct(writer) => writer.flush(),
            Sink::Beside(writer, _) => writer.flush(),
        }
    }
}
