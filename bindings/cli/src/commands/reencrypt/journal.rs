//! `--resume JOURNAL`: how far the work has come, so that it goes on after a crash.
//!
//! The result grows in a file beside the target, `OUT.partial`. After each block it is synced and the journal is
//! replaced; whatever the partial file holds beyond the journal's word is cut off when the work goes on. At the end the
//! journal says so, the partial file is renamed to the target, and the journal goes: killed in between, the next run
//! finds the result in one of the two places.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use fieldveil::{Limits, Report, UsageReport};
use serde::{Deserialize, Serialize};

use super::Run;
use crate::bar;
use crate::failure::{Failure, Result};
use crate::input::named;
use crate::output;

/// How many bytes of lines are done between two entries.
const BLOCK: usize = 4 << 20;

/// Where a run reads, writes and remembers.
pub(super) struct Journal {
    path: PathBuf,
    input: PathBuf,
    output: PathBuf,
    partial: PathBuf,
}

/// What the journal holds.
#[derive(Serialize, Deserialize)]
struct Progress {
    fieldveil_journal: u32,
    /// The policy's hash: another policy would mix two stores in one file.
    policy: String,
    /// The files, as they were named: a part of another store must not follow.
    input: PathBuf,
    output: PathBuf,
    /// All of the input is done; the partial output only has to be put in its place.
    done: bool,
    /// Bytes of the input that are done, and of the partial output that stand.
    read: u64,
    written: u64,
    lines: u64,
    counts: Vec<(u32, u64)>,
    /// The usage report so far, authenticated under the ring.
    usage: Option<String>,
    report: Option<Report>,
}

impl Journal {
    /// # Errors
    /// Usage unless both input and output are files: only they can be gone on with.
    pub(super) fn new(path: &Path, input: Option<&Path>, output: Option<&Path>) -> Result<Self> {
        let (Some(input), Some(output)) = (named(input), named(output)) else {
            let message = "`--resume` goes on with files: name an input and an output";
            return Err(Failure::Usage(message.to_owned()));
        };
        let mut partial = OsString::from(output);
        partial.push(".partial");
        Ok(Self {
            path: path.to_owned(),
            input: input.to_owned(),
            output: output.to_owned(),
            partial: partial.into(),
        })
    }

    /// Goes on where the journal stands, or begins.
    ///
    /// # Errors
    /// As for any lines; the journal then stands where it stood, and the run can be repeated.
    pub(super) fn work(&self, run: &mut Run) -> Result<()> {
        let mut at = match self.progress(run.veil.policy().sha256())? {
            Some(at) => at,
            None => self.begin(run),
        };
        at.restore(run)?;
        if !at.done {
            self.go_on(&mut at, run)?;
        }
        match fs::rename(&self.partial, &self.output) {
            // It is in its place since the run before.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && self.output.exists() => {}
            renamed => renamed.map_err(io("write", &self.output))?,
        }
        fs::remove_file(&self.path).map_err(io("remove", &self.path))
    }

    fn go_on(&self, at: &mut Progress, run: &mut Run) -> Result<()> {
        let mut input = File::open(&self.input).map_err(io("read", &self.input))?;
        let length = input.metadata().map_err(io("read", &self.input))?.len();
        input.seek(SeekFrom::Start(at.read)).map_err(io("read", &self.input))?;
        let mut partial = self.partial(at.written)?;

        let bar = bar::over(Some(length), false);
        bar.inc(at.read);
        let mut reader = BufReader::with_capacity(1 << 16, input);
        let (mut block, mut stored) = (Vec::new(), Vec::new());
        while read_block(&mut reader, run.veil.policy().limits(), &mut block)
            .map_err(io("read", &self.input))?
        {
            stored.clear();
            let done = run.lines(&mut block.as_slice(), &mut stored, &bar);
            done.map_err(|error| error.clone().of_line(at.lines + error.line().unwrap_or_default()))?;
            partial
                .write_all(&stored)
                .and_then(|()| partial.sync_data())
                .map_err(io("write", &self.partial))?;
            at.advance(&block, &stored, run)?;
            output::json(Some(&self.path), at)?;
        }
        bar.finish_and_clear();
        partial.sync_all().map_err(io("write", &self.partial))?;
        at.done = true;
        output::json(Some(&self.path), at)
    }

    fn begin(&self, run: &Run) -> Progress {
        Progress {
            fieldveil_journal: 1,
            policy: run.veil.policy().sha256().to_owned(),
            input: self.input.clone(),
            output: self.output.clone(),
            done: false,
            read: 0,
            written: 0,
            lines: 0,
            counts: Vec::new(),
            usage: None,
            report: None,
        }
    }

    fn progress(&self, policy: &str) -> Result<Option<Progress>> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io("read", &self.path)(error)),
        };
        let progress = serde_json::from_slice::<Progress>(&bytes).ok();
        let fits = progress.filter(|it| {
            let files = (&it.input, &it.output) == (&self.input, &self.output);
            it.fieldveil_journal == 1 && it.policy == policy && files
        });
        fits.map(Some).ok_or_else(|| self.unfit("is no journal of a run with this policy and these files"))
    }

    fn unfit(&self, why: &str) -> Failure {
        Failure::Usage(format!("`{}` {why}; delete it to begin anew", self.path.display()))
    }

    /// The partial output, as long as the journal says.
    fn partial(&self, written: u64) -> Result<File> {
        let open = File::options().create(true).truncate(false).write(true).open(&self.partial);
        let mut file = open.map_err(io("write", &self.partial))?;
        if file.metadata().map_err(io("read", &self.partial))?.len() < written {
            return Err(self.unfit("says more than the partial output holds"));
        }
        file.set_len(written)
            .and_then(|()| file.seek(SeekFrom::End(0)))
            .map_err(io("write", &self.partial))?;
        Ok(file)
    }
}

impl Progress {
    fn restore(&self, run: &mut Run) -> Result<()> {
        if self.read > 0 && self.usage.is_some() != run.usage.is_some() {
            let message = "give `--usage` from the beginning of a run to its end, or not at all; \
                           delete the journal to begin anew";
            return Err(Failure::Usage(message.to_owned()));
        }
        let usage = self.usage.as_ref().map(|report| UsageReport::parse(report.as_bytes())).transpose()?;
        Ok(run.resume(self.counts.iter().copied().collect(), usage, self.report.clone())?)
    }

    fn advance(&mut self, block: &[u8], stored: &[u8], run: &Run) -> Result<()> {
        self.read += block.len() as u64;
        self.written += stored.len() as u64;
        self.lines += block.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counts = run.counts.iter().map(|(id, tokens)| (*id, *tokens)).collect();
        self.usage = run.usage_report()?.map(|report| report.document());
        self.report.clone_from(&run.report);
        Ok(())
    }
}

/// Reads whole lines until the block is full; whether there were any. Of a line that is longer than these limits let a
/// document be there is enough for it to be refused, which ends the run.
fn read_block(reader: &mut impl BufRead, limits: Limits, block: &mut Vec<u8>) -> std::io::Result<bool> {
    let most = u64::try_from(limits.document).unwrap_or(u64::MAX).saturating_add(2);
    block.clear();
    while block.len() < BLOCK {
        let read = reader.take(most).read_until(b'\n', block)?;
        if read == 0 || block.last() != Some(&b'\n') {
            break;
        }
    }
    Ok(!block.is_empty())
}

/// A failure at one of the files.
fn io(doing: &str, path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
    move |error| Failure::io(doing, path, &error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_line_beyond_the_limit_no_more_is_read_than_refuses_it() {
        let limits = Limits { document: 8, ..Limits::default() };
        let text = format!("{{}}\n{}\n{{}}", "x".repeat(100));
        let (mut reader, mut block) = (text.as_bytes(), Vec::new());
        assert!(read_block(&mut reader, limits, &mut block).unwrap());
        assert_eq!(block, b"{}\nxxxxxxxxxx");
        let mut reader = &b"{\"a\":1}\r\n{}"[..];
        assert!(read_block(&mut reader, limits, &mut block).unwrap());
        assert_eq!(block, b"{\"a\":1}\r\n{}");
        assert!(!read_block(&mut reader, limits, &mut block).unwrap());
    }
}
