//! Rings that somebody else opens: a PKCS#11 token and a KMS, as callback and as `--kek-command`. What the examples print
//! is compared.

use std::path::PathBuf;
use std::process::Command;

use crate::Result;
use crate::bindings::{self, PYTHON};
use crate::counts::Counts;
use crate::setup::{apt, python};
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::{Workshop, has};

pub(crate) struct Providers;

const PKCS11: &[&str] = &[
    "the key is on the token, and nobody can read it out",
    "the ring has the wraps callback pkcs11:vault/fieldveil and key",
    "the token opens the ring, and the ring the record",
    "a row that is copied to another ring does not open there",
    r#"{"id":7,"card":"4111 1111 1111 1111"}"#,
    "the key is gone: provider_key_lost",
    "the key from the safe opens the ring",
];

const KMS: &[&str] = &[
    "the ring of the application opens by the command line",
    "the ring of the command line opens in the application",
    "both have the row callback aws-kms:alias/app",
    "a row that is copied to another ring does not open there",
    "without its key neither opens: provider_failed",
];

const FLEET: &[&str] = &[
    "calls of the KMS to open the fleet: 3",
    "too early: key_not_usable",
    "read by all: True",
    "after the old key is gone: 202",
    "calls of the KMS since: 0 | primary is the new one: True",
];

impl Suite for Providers {
    fn name(&self) -> &'static str {
        "providers"
    }

    fn language(&self) -> &'static str {
        "all"
    }

    fn about(&self) -> &'static str {
        "the examples with a PKCS#11 token and a KMS on this machine"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        token(log)?;
        environment(shop, log).map(drop)
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        log.run(&mut shop.cargo(&["build", "--locked", "--package", "fieldveil-example-pkcs11"])).map(drop)
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        bindings::ready(bindings::CLI, shop, log)?;
        let mut counts = Counts::default();
        tell(shop, log, &mut pkcs11(shop, log)?, PKCS11, &mut counts)?;
        tell(shop, log, &mut kms(shop, log, "story.py")?, KMS, &mut counts)?;
        tell(shop, log, &mut kms(shop, log, "fleet.py")?, FLEET, &mut counts)?;
        Ok(Outcome::Ran(counts))
    }
}

/// Runs one story, which must print all of these lines, in their order.
pub(super) fn tell(
    shop: &Workshop,
    log: &Log,
    story: &mut Command,
    lines: &[&str],
    counts: &mut Counts,
) -> Result<()> {
    let done = log.attempt(story.env("FIELDVEIL", bindings::program(shop)))?;
    let mut rest = done.output.as_str();
    let missing = lines.iter().find(|line| match rest.split_once(**line) {
        Some((_, after)) => {
            rest = after;
            false
        }
        None => true,
    });
    if let Some(line) = missing {
        log.say(&format!("it did not print, at its place: {line}"))?;
    }
    match done.status.success() && missing.is_none() {
        true => counts.passed += 1,
        false => counts.failed += 1,
    }
    Ok(())
}

fn pkcs11(shop: &Workshop, log: &Log) -> Result<Command> {
    token(log)?;
    let mut sh = shop.command("sh");
    let example = shop.target().join("debug").join("fieldveil-example-pkcs11");
    sh.arg("examples/pkcs11/run.sh").env("EXAMPLE", example);
    Ok(sh)
}

/// SoftHSM2, a token in software.
fn token(log: &Log) -> Result<()> {
    if has("softhsm2-util") { Ok(()) } else { apt::install(&["softhsm2"], log) }
}

fn kms(shop: &Workshop, log: &Log, story: &str) -> Result<Command> {
    let python = environment(shop, log)?;
    bindings::ready(PYTHON, shop, log)?;
    bindings::install_wheel(shop, log, &python)?;
    let mut told = shop.command(&python);
    told.arg(format!("examples/kms/{story}"));
    Ok(told)
}

fn environment(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    python::required(shop, log, "providers", "examples/kms/requirements.txt")
}
