//! The stories of `examples/shell`, run from the first line to the last: each checks its own ending.

use std::fs;

use crate::Result;
use crate::bindings;
use crate::counts::Counts;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Examples;

impl Suite for Examples {
    fn name(&self) -> &'static str {
        "examples"
    }

    fn language(&self) -> &'static str {
        "cli"
    }

    fn about(&self) -> &'static str {
        "the stories told with the command line"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        bindings::ready(bindings::CLI, shop, log)?;
        let folder = fs::read_dir(shop.root.join("examples/shell"))?;
        let mut stories = folder.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        stories.sort();
        let mut counts = Counts::default();
        for story in stories {
            let mut told = shop.command("sh");
            told.arg(&story).env("FIELDVEIL", bindings::program(shop));
            match log.attempt(&mut told)?.status.success() {
                true => counts.passed += 1,
                false => counts.failed += 1,
            }
        }
        Ok(Outcome::Ran(counts))
    }
}
