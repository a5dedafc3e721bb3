//! The command line, for which each request is a process of its own.

use std::path::PathBuf;

use super::Language;
use crate::Result;
use crate::step::Log;
use crate::suite::Outcome;
use crate::workshop::Workshop;

pub(crate) struct Cli;

impl Language for Cli {
    fn name(&self) -> &'static str {
        "cli"
    }

    fn prepare(&self, _shop: &Workshop, _log: &Log) -> Result<()> {
        Ok(())
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        log.run(&mut shop.cargo(&["build", "--locked", "--release", "--package", "fieldveil-cli"])).map(drop)
    }

    fn test(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        // A test that lacks its data says so in a line that cargo shows only with `--show-output`.
        let arguments =
            ["test", "--locked", "--package", "fieldveil-cli", "--no-fail-fast", "--", "--show-output"];
        Ok(Outcome::Ran(log.tests(&mut shop.cargo(&arguments))?))
    }

    fn agent(&self, shop: &Workshop) -> Vec<String> {
        vec![program(shop).to_string_lossy().into_owned()]
    }
}

/// The program in release mode.
pub(crate) fn program(shop: &Workshop) -> PathBuf {
    shop.target().join("release").join("fieldveil")
}
