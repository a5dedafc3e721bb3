//! JSON lines: one document a line, in order, on all cores, in constant memory.

use std::io::{BufRead, Read, Write};

use super::many;
use crate::error::{Error, ErrorCode, Result};
use crate::report::Report;

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

/// What became of one line.
type Done = (Vec<u8>, Report);

/// Runs `work` over every line that is not blank; line ends and blank lines stay as they are.
///
/// # Errors
/// `io` of reader and writer; with [`BadLine::Stop`] the first error of a line, with its number.
pub(super) fn run(
    reader: &mut dyn BufRead,
    writer: &mut dyn Write,
    limit: usize,
    bad: BadLine,
    mut total: Report,
    progress: &mut dyn FnMut(u64),
    work: &(dyn Fn(&[u8]) -> Result<Done> + Sync),
) -> Result<Report> {
    let mut block = Vec::with_capacity(BLOCK + (BLOCK >> 2));
    let mut number = 0;
    while read_block(reader, limit, &mut block)? {
        let lines: Vec<&[u8]> = block.split_inclusive(|byte| *byte == b'\n').collect();
        let results = many::each(&lines, |line, _| {
            let (content, _) = split_end(line);
            if content.iter().all(u8::is_ascii_whitespace) {
                Ok(None)
            } else {
                checked(content, limit, work).map(Some)
            }
        });
        for (line, result) in lines.iter().zip(results) {
            number += 1;
            let (_, end) = split_end(line);
            match result {
                Ok(None) => writer.write_all(line)?,
                Ok(Some((bytes, report))) => {
                    writer.write_all(&bytes)?;
                    writer.write_all(end)?;
                    total.merge(&report);
                }
                Err(error) if bad == BadLine::Stop => return Err(error.without_record().of_line(number)),
                Err(error) => {
                    let code = error.code();
                    write!(writer, "{{\"fieldveil_error\":\"{code}\",\"line\":{number}}}")?;
                    writer.write_all(end)?;
                    total.bad_lines += 1;
                }
            }
        }
        progress(u64::try_from(block.len()).unwrap_or(u64::MAX));
    }
    writer.flush()?;
    Ok(total)
}

fn checked(content: &[u8], limit: usize, work: &(dyn Fn(&[u8]) -> Result<Done> + Sync)) -> Result<Done> {
    if content.len() > limit {
        let message = "the line is larger than a document may be; raise the limit in the policy";
        return Err(Error::new(ErrorCode::LimitExceeded, message));
    }
    work(content)
}

/// The line without its end, and its end: `\n`, `\r\n` or nothing.
fn split_end(line: &[u8]) -> (&[u8], &[u8]) {
    let content = line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
    line.split_at(content.len())
}

/// Reads whole lines until the block is full; a line over the limit is kept only as far as its excess shows.
fn read_block(reader: &mut dyn BufRead, limit: usize, block: &mut Vec<u8>) -> Result<bool> {
    block.clear();
    while block.len() < BLOCK {
        let start = block.len();
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(2);
        let read = reader.take(most).read_until(b'\n', block)?;
        if read == 0 {
            break;
        }
        let whole = block.last() == Some(&b'\n');
        if !whole && block.len() - start > limit {
            skip_line(reader)?;
            block.push(b'\n');
        }
    }
    Ok(!block.is_empty())
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
