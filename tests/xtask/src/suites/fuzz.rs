//! The fuzz targets, ten seconds each: that they build, and that nothing lies right under the surface.

use crate::Result;
use crate::counts::Counts;
use crate::fuzz;
use crate::setup::apt;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::{Workshop, has};

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
        "every fuzz target for ten seconds (`cargo xtask fuzz --seconds N` for longer)"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        if !has("clang") && has("apt-get") && apt::is_root() {
            apt::install(&["clang"], log)?;
        }
        if !has("cargo-fuzz") {
            log.run(&mut shop.cargo(&["install", "--locked", "cargo-fuzz"]))?;
        }
        Ok(())
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        if !fuzz::ready() {
            return Ok(Outcome::Missing("cargo-fuzz or clang is not installed".to_owned()));
        }
        log.run(&mut fuzz::build(shop))?;
        let mut counts = Counts::default();
        for (target, _) in fuzz::TARGETS {
            fuzz::seed(shop, target)?;
            if log.attempt(&mut fuzz::command(shop, target, SECONDS))?.status.success() {
                counts.passed += 1;
            } else {
                counts.failed += 1;
            }
        }
        Ok(Outcome::Ran(counts))
    }
}
