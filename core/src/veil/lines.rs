//! JSON lines: one document a line, in order, on all cores, in constant memory.

use std::io::{BufRead, Read, Write};

use super::many;
use super::tally::Tally;
use crate::error::{Error, ErrorCode, Result};

/// How many bytes of lines are worked on at a time.
const BLOCK: usize = 4 << 20;

/// What to do with a line that is no valid record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadLine {
    /// Write a placeholder that says so, and go on.
    Replace,
    /// Stop with the number of the line.
    Stop,
}

/// What became of one line; nothing of a blank one.
type Done = Option<(Vec<u8>, Tally)>;

/// What is done to one line.
pub(super) type Work<'w> = &'w (dyn Fn(&[u8]) -> Result<(Vec<u8>, Tally)> + Sync);

/// What all lines did.
pub(super) struct Total {
    pub(super) tally: Tally,
    /// How many lines were worked on.
    pub(super) records: u64,
    /// How many lines were replaced.
    pub(super) bad_lines: u64,
}

/// Runs `work` over every line that is not blank; line ends and blank lines stay as they are. Counts from `tally` on.
///
/// # Errors
/// `io` of reader and writer; with [`BadLine::Stop`] the first error of a line, with its number.
pub(super) fn run(
    reader: &mut dyn BufRead,
    writer: &mut dyn Write,
    limit: usize,
    bad: BadLine,
    tally: Tally,
    progress: &mut dyn FnMut(u64),
    work: Work<'_>,
) -> Result<Total> {
    let total = Total { tally, records: 0, bad_lines: 0 };
    let mut out = Out { writer, bad, progress, number: 0, total };
    let mut block = read_block(reader, limit, Vec::new())?;
    let mut before = None;
    while !block.is_empty() {
        let lines: Vec<&[u8]> = block.split_inclusive(|byte| *byte == b'\n').collect();
        let one = |line: &&[u8], _| checked(split_end(line).0, limit, work);
        // One block is worked on while that before it is written and the next one is read.
        let (results, next) = many::each_while(&lines, one, || {
            let spare = before.take().map_or_else(|| Ok(Vec::new()), |before| out.block(before));
            read_block(reader, limit, spare?)
        });
        before = Some((block, results));
        block = next?;
    }
    if let Some(before) = before {
        out.block(before)?;
    }
    out.writer.flush()?;
    Ok(out.total)
}

/// Where the lines go.
struct Out<'o> {
    writer: &'o mut dyn Write,
    bad: BadLine,
    progress: &'o mut dyn FnMut(u64),
    /// Of the last line that was written.
    number: u64,
    total: Total,
}

impl Out<'_> {
    /// Writes what became of a block; gives its memory back.
    fn block(&mut self, (block, results): (Vec<u8>, Vec<Result<Done>>)) -> Result<Vec<u8>> {
        for (line, result) in block.split_inclusive(|byte| *byte == b'\n').zip(results) {
            self.number += 1;
            self.line(line, result)?;
        }
        (self.progress)(u64::try_from(block.len()).unwrap_or(u64::MAX));
        Ok(block)
    }

    fn line(&mut self, line: &[u8], result: Result<Done>) -> Result<()> {
        let (_, end) = split_end(line);
        match result {
            Ok(None) => return Ok(self.writer.write_all(line)?),
            Ok(Some((bytes, tally))) => {
                self.writer.write_all(&bytes)?;
                self.total.tally.add(&tally);
                self.total.records += 1;
            }
            Err(error) if self.bad == BadLine::Stop => {
                return Err(error.without_record().of_line(self.number));
            }
            Err(error) => {
                let (code, number) = (error.code(), self.number);
                write!(self.writer, "{{\"fieldveil_error\":\"{code}\",\"line\":{number}}}")?;
                self.total.bad_lines += 1;
            }
        }
        Ok(self.writer.write_all(end)?)
    }
}

fn checked(content: &[u8], limit: usize, work: Work<'_>) -> Result<Done> {
    if content.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    if content.len() > limit {
        let message = "the line is larger than a document may be; raise the limit in the policy";
        return Err(Error::new(ErrorCode::LimitExceeded, message));
    }
    work(content).map(Some)
}

/// The line without its end, and its end: `\n`, `\r\n` or nothing.
fn split_end(line: &[u8]) -> (&[u8], &[u8]) {
    let content = line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
    line.split_at(content.len())
}

/// Reads whole lines until the block is full, into memory that was used before; a line over the limit is kept only as
/// far as its excess shows. At the end of all lines the block is empty.
fn read_block(reader: &mut dyn BufRead, limit: usize, mut block: Vec<u8>) -> Result<Vec<u8>> {
    block.clear();
    block.reserve(BLOCK + (BLOCK >> 2));
    while block.len() < BLOCK {
        let start = block.len();
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(2);
        let read = reader.take(most).read_until(b'\n', &mut block)?;
        if read == 0 {
            break;
        }
        let whole = block.last() == Some(&b'\n');
        if !whole && block.len() - start > limit {
            skip_line(reader)?;
            block.push(b'\n');
        }
    }
    Ok(block)
}

fn skip_line(reader: &mut dyn BufRead) -> Result<()> {
    loop {
        let (used, found) = {
            let available = reader.fill_buf()?;
            match available.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (available.len(), available.is_empty()),
            }
        };
        reader.consume(used);
        if found {
            return Ok(());
        }
    }
}
