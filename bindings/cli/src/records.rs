//! What `mask`, `encrypt`, `decrypt` and `reencrypt` share: one record or lines in, the same out, a report.

use std::io::{BufRead, BufReader, Write};

use fieldveil::{Limits, Redacted, Report};

use crate::args::Document;
use crate::failure::{Done, Result};
use crate::input;
use crate::output::{self, Output};
use crate::{bar, notice};

/// Runs a verb over the input that the command line names: `one` over a record, `lines` over JSON lines.
///
/// # Errors
/// Whatever the verb says; then the target is as it was.
pub(crate) fn run(
    given: &Document,
    limits: Limits,
    one: impl FnOnce(&[u8]) -> fieldveil::Result<(Vec<u8>, Report)>,
    lines: impl FnOnce(&mut dyn BufRead, &mut dyn Write, &mut dyn FnMut(u64)) -> fieldveil::Result<Report>,
) -> Result<Done> {
    let (from, to) = (given.files.input.as_deref(), given.files.output.as_deref());
    let report = if given.lines || input::is_lines(from) {
        let input = input::open(from)?;
        let mut output = Output::open(to)?;
        let bar = bar::over(input.length, input::named(to).is_none());
        let mut reader = BufReader::with_capacity(1 << 16, input.reader);
        let report = lines(&mut reader, &mut output, &mut |bytes| bar.inc(bytes))?;
        bar.finish_and_clear();
        output.commit()?;
        report
    } else {
        let (bytes, report) = one(&input::document(from, limits)?)?;
        output::whole(to, &bytes)?;
        report
    };
    close(given, &report)
}

/// Writes the report where it is asked for, and says on standard error what a person should look at.
///
/// # Errors
/// `io` if the report cannot be written.
pub(crate) fn close(given: &Document, report: &Report) -> Result<Done> {
    if let Some(path) = &given.report {
        output::json(Some(path), report)?;
    }
    if report.records > 0 {
        warn_of(&report.unmatched, given.report.is_some());
    }
    let Redacted { no_key, wrong_key, tampered, .. } = report.redacted;
    if no_key > 0 {
        notice::warn(format_args!(
            "{} redacted: no keyring that was given opens them",
            were(no_key, "value")
        ));
    }
    if wrong_key + tampered > 0 {
        notice::warn(format_args!(
            "{} redacted: what is stored stands in another place or context, or was altered",
            were(wrong_key + tampered, "value")
        ));
    }
    if report.bad_lines > 0 {
        notice::warn(format_args!("{} replaced", were(report.bad_lines, "bad line")));
    }
    Ok(if report.bad_lines > 0 { Done::BadLines } else { Done::Whole })
}

fn were(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what} was") } else { format!("{count} {what}s were") }
}

/// How many rules that matched nothing are named one by one: a policy may have thousands that a record does not need.
const NAMED: usize = 10;

fn warn_of(unmatched: &[String], reported: bool) {
    for rule in unmatched.iter().take(NAMED) {
        notice::warn(format_args!("rule `{rule}` matched nothing; check its path"));
    }
    let more = unmatched.len().saturating_sub(NAMED);
    if more > 0 {
        let rules = if more == 1 { "rule" } else { "rules" };
        let named = if reported { "the report names" } else { "`--report FILE` names" };
        notice::warn(format_args!("{more} more {rules} matched nothing; {named} all of them"));
    }
}
