//! The fuzz targets, ten seconds each.

use crate::Result;
use crate::counts::Counts;
use crate::fuzz;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

const SECONDS: u32 = 10;

pub(crate) struct Fuzz;

impl Suite for Fuzz {
    fn name(&self) -> &'static str {
        "fuzz"
    }

    fn language(&self) -> &'static str {
        "rust"
    }

    fn about(&self) -> &'static str {
        "every fuzz target for ten seconds"
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        if fuzz::ready() { log.run(&mut fuzz::build(shop)?).map(drop) } else { Ok(()) }
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        if !fuzz::ready() {
            return Ok(Outcome::Missing("libFuzzer needs a C++ compiler".to_owned()));
        }
        let mut counts = Counts::default();
        for (target, _) in fuzz::TARGETS {
            if log.attempt(&mut fuzz::command(shop, target, SECONDS)?)?.status.success() {
                counts.passed += 1;
            } else {
                counts.failed += 1;
            }
        }
        Ok(Outcome::Ran(counts))
    }
}
