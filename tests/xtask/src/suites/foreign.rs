//! The detectors over texts and numbers that others wrote, fetched from their registries.

use std::path::PathBuf;

use crate::Result;
use crate::bindings;
use crate::setup::python;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Foreign;

impl Suite for Foreign {
    fn name(&self) -> &'static str {
        "foreign"
    }

    fn language(&self) -> &'static str {
        "cli"
    }

    fn about(&self) -> &'static str {
        "the detectors on what other projects label: precision and recall"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        environment(shop, log).map(drop)
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let python = environment(shop, log)?;
        bindings::ready(bindings::CLI, shop, log)?;
        let mut check = shop.command(&python);
        check.arg("tests/foreign/check.py").env("FIELDVEIL_CLI", bindings::program(shop));
        Ok(Outcome::Ran(log.tests(&mut check)?))
    }
}

fn environment(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    python::required(shop, log, "foreign", "tests/foreign/requirements.txt")
}
