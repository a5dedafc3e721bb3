//! `fieldveil reencrypt`: every token to the primary version of its key set, and what is still in use.

mod journal;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write, sink};

use fieldveil::{Keyring, ReencryptOptions, Reencrypted, Report, Usage, UsageReport, Veil};

use crate::args::Reencrypt;
use crate::failure::{Done, Failure, Result};
use crate::output::{self, Output};
use crate::{apart, bar, context, input, notice, records, ring};
use indicatif::ProgressBar;
use journal::Journal;

/// A run under way: how records are re-encrypted, and what was counted.
struct Run {
    veil: Veil,
    rings: Vec<Keyring>,
    options: ReencryptOptions,
    dry: bool,
    /// Tokens by key version: as they are after the run, or as they were where nothing is written.
    counts: BTreeMap<u32, u64>,
    usage: Option<(Keyring, Usage)>,
    report: Option<Report>,
}

/// Runs it.
///
/// # Errors
/// As `Veil::reencrypt` says.
pub(crate) fn run(args: &Reencrypt) -> Result<Done> {
    let given = &args.document;
    apart::records(given, &args.ring, &[&args.usage, &args.resume])?;
    let (from, to) = (given.files.input.as_deref(), given.files.output.as_deref());
    let mut run = Run::new(args)?;
    if !(given.lines || input::is_lines(from)) {
        if args.resume.is_some() {
            return Err(Failure::Usage(
                "`--resume` is for JSON lines: give `--lines`, or such a name".to_owned(),
            ));
        }
        let done = run
            .veil
            .reencrypt_with_report(&input::document(from, run.veil.policy().limits())?, &run.options)?;
        run.count(&done);
        if !args.dry_run {
            output::whole(to, &done.stored)?;
        }
    } else if let Some(path) = &args.resume {
        Journal::new(path, from, to)?.work(&mut run)?;
    } else {
        let input = input::open(from)?;
        let bar = bar::over(input.length, !args.dry_run && input::named(to).is_none());
        let mut reader = BufReader::with_capacity(1 << 16, input.reader);
        if args.dry_run {
            run.lines(&mut reader, &mut sink(), &bar)?;
        } else {
            let mut output = Output::open(to)?;
            run.lines(&mut reader, &mut output, &bar)?;
            output.commit()?;
        }
        bar.finish_and_clear();
    }
    run.finish(args)
}

impl Run {
    fn new(args: &Reencrypt) -> Result<Self> {
        let rings = ring::open(&args.ring)?;
        let veil = ring::veil_of(&args.document, rings.clone())?;
        let usage = match (&args.usage, rings.as_slice()) {
            (None, _) => None,
            (Some(_), [ring]) => Some((ring.clone(), veil.usage_of(ring)?)),
            (Some(_), _) => {
                return Err(Failure::Usage(
                    "a usage report is of one keyring: give `--keyring` once".to_owned(),
                ));
            }
        };
        let options =
            ReencryptOptions { context: context::of(&args.document.context)?, ..Default::default() };
        let (dry, counts) = (args.dry_run, BTreeMap::new());
        Ok(Self { veil, rings, options, dry, counts, usage, report: None })
    }

    fn lines(
        &mut self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        bar: &ProgressBar,
    ) -> fieldveil::Result<()> {
        let done = self.veil.reencrypt_lines(reader, writer, &self.options, &mut |bytes| bar.inc(bytes))?;
        self.count(&done);
        Ok(())
    }

    fn count(&mut self, done: &Reencrypted) {
        for (id, tokens) in if self.dry { &done.before } else { &done.after } {
            *self.counts.entry(*id).or_default() += tokens;
            self.usage.iter_mut().for_each(|(_, usage)| usage.count(*id, *tokens));
        }
        match &mut self.report {
            Some(report) => report.merge(&done.report),
            None => self.report = Some(done.report.clone()),
        }
    }

    /// Goes on with counts that an earlier run had.
    fn resume(
        &mut self,
        counts: BTreeMap<u32, u64>,
        usage: Option<UsageReport>,
        report: Option<Report>,
    ) -> fieldveil::Result<()> {
        (self.counts, self.report) = (counts, report);
        if let (Some((ring, usage)), Some(report)) = (&mut self.usage, usage) {
            *usage = ring.resume_usage(&report)?;
        }
        Ok(())
    }

    fn usage_report(&self) -> fieldveil::Result<Option<UsageReport>> {
        self.usage.as_ref().map(|(_, usage)| usage.report()).transpose()
    }

    fn finish(self, args: &Reencrypt) -> Result<Done> {
        if let (Some(path), Some(usage)) = (&args.usage, self.usage_report()?) {
            output::whole(Some(path), usage.document().as_bytes())?;
        }
        self.say();
        self.report.map_or(Ok(Done::Whole), |report| records::close(&args.document, &report))
    }

    /// Which versions of which sets are in use: after the run, or as it is where nothing is written.
    fn say(&self) {
        let when = if self.dry { "now" } else { "after the run" };
        let mut counts = self.counts.clone();
        for set in self.rings.iter().flat_map(Keyring::sets) {
            for version in set.versions {
                let Some(tokens) = counts.remove(&version.id) else { continue };
                let (id, name, state) = (version.id, &set.name, version.state.as_str());
                notice::say(format_args!(
                    "version {id} of `{name}`, {state}: {tokens} records, values and indexes {when}"
                ));
            }
        }
        if !counts.is_empty() {
            let (people, tokens) = (counts.len(), counts.values().sum::<u64>());
            notice::say(format_args!("the keys of {people} persons: {tokens} records and values {when}"));
        }
    }
}
