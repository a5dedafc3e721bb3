//! The leaks of others, each shown in the rival at a pinned version and not here.

use std::fs;
use std::path::PathBuf;

use crate::Result;
use crate::bindings;
use crate::setup::{node, python};
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

const FOLDER: &str = "tests/rivals";

pub(crate) struct Rivals;

impl Suite for Rivals {
    fn name(&self) -> &'static str {
        "rivals"
    }

    fn language(&self) -> &'static str {
        "cli"
    }

    fn about(&self) -> &'static str {
        "what leaks elsewhere: shown there at a pinned version, and not here"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        node::install(shop, log)?;
        node::packages(shop, log, &shop.root.join(FOLDER))?;
        environment(shop, log).map(drop)
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let python = environment(shop, log)?;
        bindings::CLI.build(shop, log)?;
        // By way of Node's command, so that the check finds the Node that is new enough.
        let mut check = node::command(shop, &python.to_string_lossy());
        check.arg(format!("{FOLDER}/leaks.py")).env("FIELDVEIL_CLI", bindings::program(shop));
        Ok(Outcome::Ran(log.tests(&mut check)?))
    }
}

fn environment(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    let requirements = fs::read_to_string(shop.root.join(FOLDER).join("requirements.txt"))?;
    python::environment(shop, log, "rivals", &requirements)
}
