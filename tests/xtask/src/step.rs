//! One command of a suite: its output streams to the suite's log, where it is read back for its counts.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;
use crate::counts::Counts;

/// Longer than the slowest set-up from nothing; a step that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(25 * 60);

/// The log of one suite.
pub(crate) struct Log {
    path: PathBuf,
}

/// What a finished command left.
pub(crate) struct Done {
    pub(crate) status: ExitStatus,
    pub(crate) output: String,
}

impl Log {
    /// A fresh, empty log.
    pub(crate) fn create(path: PathBuf) -> Result<Self> {
        File::create(&path)?;
        Ok(Self { path })
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A line of our own.
    pub(crate) fn say(&self, line: &str) -> Result<()> {
        Ok(writeln!(self.append()?, "{line}")?)
    }

    /// Runs a command to its end, whatever that is.
    ///
    /// # Errors
    /// It could not be started, or ran out of patience.
    pub(crate) fn attempt(&self, command: &mut Command) -> Result<Done> {
        self.say(&format!("$ {}", shown(command)))?;
        let file = self.append()?;
        let from = fs::metadata(&self.path)?.len();
        let mut child = command
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .map_err(|error| format!("`{}`: {error}", shown(command)))?;
        let started = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if started.elapsed() > PATIENCE {
                child.kill()?;
                child.wait()?;
                return Err(format!(
                    "`{}` did not end in {} minutes",
                    shown(command),
                    PATIENCE.as_secs() / 60
                )
                .into());
            }
            thread::sleep(Duration::from_millis(20));
        };
        Ok(Done { status, output: self.read_from(from)? })
    }

    /// Runs a command that must succeed; returns what it printed.
    ///
    /// # Errors
    /// It did not exit with 0.
    pub(crate) fn run(&self, command: &mut Command) -> Result<String> {
        let done = self.attempt(command)?;
        if done.status.success() {
            return Ok(done.output);
        }
        Err(format!("`{}` ended with {}", shown(command), done.status).into())
    }

    /// Runs a test runner; returns what it counted.
    ///
    /// # Errors
    /// It failed without naming a failed test (it did not compile, or crashed), or counted nothing at all.
    pub(crate) fn tests(&self, command: &mut Command) -> Result<Counts> {
        let done = self.attempt(command)?;
        let counts = Counts::read(&done.output);
        if !done.status.success() && counts.failed == 0 {
            return Err(format!("`{}` ended with {}", shown(command), done.status).into());
        }
        if counts == Counts::default() {
            return Err(format!("`{}` ran no test", shown(command)).into());
        }
        Ok(counts)
    }

    /// The end of the log, for a failure's report.
    pub(crate) fn tail(&self, lines: usize) -> String {
        let text = fs::read(&self.path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default();
        let all: Vec<&str> = text.lines().collect();
        all.iter().skip(all.len().saturating_sub(lines)).map(|line| format!("    {line}\n")).collect()
    }

    fn append(&self) -> Result<File> {
        Ok(OpenOptions::new().append(true).open(&self.path)?)
    }

    fn read_from(&self, offset: u64) -> Result<String> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A command as a person would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
