//! Every package, packed as the tests have built it, and each used from there by somebody who has nothing else of it.

use crate::Result;
use crate::counts::Counts;
use crate::packages::Job;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Packages;

impl Suite for Packages {
    fn name(&self) -> &'static str {
        "packages"
    }

    fn language(&self) -> &'static str {
        "all"
    }

    fn long(&self) -> bool {
        true
    }

    fn about(&self) -> &'static str {
        "versions in step; every package installed in a clean environment and tried"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let folder = shop.scratch.join("packages");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let job = Job::new(shop, log, folder, false)?;
        let agreed = Counts { passed: 1, ..Counts::default() };
        job.make()?;
        Ok(Outcome::Ran(agreed + job.attempt()?))
    }
}
