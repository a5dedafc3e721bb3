//! What a suite is, and how one may end.

use crate::Result;
use crate::counts::Counts;
use crate::step::Log;
use crate::workshop::Workshop;

/// One row of the closing table: a set of checks with one runner.
pub(crate) trait Suite: Sync {
    /// The name to run it by.
    fn name(&self) -> &'static str;

    /// The language that is being tested.
    fn language(&self) -> &'static str;

    /// One line for `--list`.
    fn about(&self) -> &'static str;

    /// Whether it takes so long, or fetches so much, that a run of everything leaves it out unless asked.
    fn long(&self) -> bool {
        false
    }

    /// Installs what the suite needs and this machine lacks; runs beside the suites before it.
    fn prepare(&self, _shop: &Workshop, _log: &Log) -> Result<()> {
        Ok(())
    }

    /// Compiles what the suite needs, after `prepare`; runs beside the suites before it.
    fn build(&self, _shop: &Workshop, _log: &Log) -> Result<()> {
        Ok(())
    }

    /// Runs it, after `prepare` and `build`. An `Err` is one failed check.
    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome>;
}

/// How a suite ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It ran, and this is what its runner counted.
    Ran(Counts),
    /// This machine lacks something that the suite needs: a failure under `CI=true`.
    Missing(String),
}

impl Outcome {
    /// One check that passed.
    pub(crate) fn passed() -> Self {
        Self::Ran(Counts { passed: 1, ..Counts::default() })
    }
}
