//! The commands that read and write records.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

use super::Ring;

/// Where bytes come from and where they go.
#[derive(Args)]
pub(crate) struct Files {
    /// What to read; `-` or nothing is standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    /// Where to write; `-` or nothing is standard output
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
}

/// What every command over records takes.
#[derive(Args)]
pub(crate) struct Document {
    /// The policy: YAML or JSON
    #[arg(short, long, value_name = "POLICY", required = true)]
    pub(crate) policy: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) files: Files,
    /// One record a line; also by the names `.jsonl` and `.ndjson`
    #[arg(long)]
    pub(crate) lines: bool,
    /// A pair that every token is bound to
    #[arg(long, value_name = "NAME=VALUE", action = ArgAction::Append)]
    pub(crate) context: Vec<String>,
    /// Keys of single persons, by the name that the policy's `subject` reads: lines of {"subject": …, "key": …}
    #[arg(long, value_name = "FILE")]
    pub(crate) subjects: Option<PathBuf>,
    /// Where to write what was done, as JSON: counts, never a value
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
}

// Plain text has no places for rules: there the detectors do without a policy.
#[derive(Args)]
#[command(mut_arg("policy", |policy| policy.required(false).required_unless_present("text")))]
pub(crate) struct Mask {
    #[command(flatten)]
    pub(crate) document: Document,
    /// The audience, as the policy names it
    #[arg(long, default_value = "default")]
    pub(crate) view: String,
    /// The input is text, not JSON: replace what the detectors find in it
    #[arg(long, conflicts_with_all = ["lines", "context", "subjects", "view", "report"])]
    pub(crate) text: bool,
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args)]
pub(crate) struct Encrypt {
    #[command(flatten)]
    pub(crate) document: Document,
    /// What to do with tokens that are there already
    #[arg(long, value_enum, value_name = "MODE", default_value_t = Existing::Error)]
    pub(crate) existing: Existing,
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Existing {
    /// Refuse the record
    Error,
    /// They are our own: verify and keep them
    Keep,
    /// They are data: encrypt them like any other
    Seal,
}

#[derive(Args)]
pub(crate) struct Decrypt {
    #[command(flatten)]
    pub(crate) document: Document,
    /// The record is a part of the one that was stored: fields may be missing or plain
    #[arg(long)]
    pub(crate) partial: bool,
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args)]
pub(crate) struct Reencrypt {
    #[command(flatten)]
    pub(crate) document: Document,
    /// Only count what would change; write no record
    #[arg(long, conflicts_with_all = ["output", "resume"])]
    pub(crate) dry_run: bool,
    /// A file that remembers how far the work has come, so that it can go on after a crash
    #[arg(long, value_name = "JOURNAL", requires = "output")]
    pub(crate) resume: Option<PathBuf>,
    /// Where to write which key versions the result still uses, as `key destroy` wants to see it
    #[arg(long, value_name = "FILE")]
    pub(crate) usage: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args)]
pub(crate) struct Check {
    /// The policy: YAML or JSON
    #[arg(short, long, value_name = "POLICY")]
    pub(crate) policy: PathBuf,
    /// A record, or JSON lines: say which rule took which place
    #[arg(long, value_name = "FILE")]
    pub(crate) sample: Option<PathBuf>,
    /// How many different values an index will hold: say whether its bits fit
    #[arg(long, value_name = "N")]
    pub(crate) population: Option<u64>,
    /// A folder of reports of earlier runs: say which rules never matched in any
    #[arg(long, value_name = "DIR")]
    pub(crate) reports: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Inspect {
    /// What to read; `-` or nothing is standard input
    #[arg(value_name = "FILE")]
    pub(crate) input: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args)]
pub(crate) struct Init {
    /// Where to write; the current folder unless given
    #[arg(value_name = "DIR", default_value = ".")]
    pub(crate) folder: PathBuf,
}
