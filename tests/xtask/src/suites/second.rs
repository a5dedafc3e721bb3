//! The second implementation of the format: another language, another library, written from the document alone.

use std::path::PathBuf;

use crate::Result;
use crate::bindings;
use crate::setup::python;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Second;

impl Suite for Second {
    fn name(&self) -> &'static str {
        "second"
    }

    fn language(&self) -> &'static str {
        "python"
    }

    fn about(&self) -> &'static str {
        "the second implementation: known answers, and whole records both ways"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        environment(shop, log).map(drop)
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let python = environment(shop, log)?;
        log.run(shop.command(&python).args(["tests/vectors/generate", "--check"]))?;
        bindings::ready(bindings::CLI, shop, log)?;
        let mut check = shop.command(&python);
        check.arg("tests/second/check.py").env("FIELDVEIL_CLI", bindings::program(shop));
        Ok(Outcome::Ran(log.tests(&mut check)?))
    }
}

fn environment(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    python::required(shop, log, "second", "tests/second/requirements.txt")
}
