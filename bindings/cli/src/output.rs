//! Where bytes go: standard output, or a draft, so that a failed run leaves no half a file.

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
    Standard(BufWriter<io::Stdout>),
    File(BufWriter<Draft>),
}

impl Output {
    /// Opens `path`; nothing and `-` are standard output.
    ///
    /// # Errors
    /// `io` if the target or a draft beside it cannot be written.
    pub(crate) fn open(path: Option<&Path>) -> Result<Self> {
        let Some(path) = named(path) else {
            let sink = Sink::Standard(BufWriter::new(io::stdout()));
            return Ok(Self { name: PathBuf::from("-"), sink });
        };
        let draft = Draft::new(path).map_err(|error| Failure::io("write", path, &error))?;
        Ok(Self { name: path.to_owned(), sink: Sink::File(BufWriter::new(draft)) })
    }

    /// Makes what was written the content of the target.
    ///
    /// # Errors
    /// `io` if it cannot be written or renamed.
    pub(crate) fn commit(self) -> Result<()> {
        let name = self.name;
        let done = match self.sink {
            Sink::Standard(mut writer) => writer.flush(),
            Sink::File(writer) => {
                writer.into_inner().map_err(io::IntoInnerError::into_error).and_then(Draft::replace)
            }
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

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Standard(writer) => writer.write(bytes),
            Sink::File(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Standard(writer) => writer.flush(),
            Sink::File(writer) => writer.flush(),
        }
    }
}
