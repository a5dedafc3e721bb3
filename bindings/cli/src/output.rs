//! Where bytes go: a draft that takes its target's place at the end, so that a failed run leaves no half a file.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::draft::Draft;
use crate::failure::{Failure, Result};
use crate::input::named;
use serde::Serialize;

/// An output that has been opened. Dropped without [`commit`](Output::commit), a file is as it was.
pub(crate) struct Output {
    name: PathBuf,
    sink: Sink,
}

enum Sink {
    /// Standard output, or a target that is no regular file: a pipe, a terminal, `/dev/null`.
    Direct(BufWriter<Box<dyn Write + Send>>),
    Beside(BufWriter<Draft>, PathBuf),
}

impl Output {
    /// Opens `path`; nothing and `-` are standard output.
    ///
    /// # Errors
    /// `io` if the target or a draft beside it cannot be written.
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
    Ok(Sink::Beside(BufWriter::new(Draft::new(folder(&target), existing)?), target))
}

fn rename(writer: BufWriter<Draft>, target: &Path) -> io::Result<()> {
    let draft = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    draft.replace(folder(target), target)
}

fn folder(of: &Path) -> &Path {
    of.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
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
