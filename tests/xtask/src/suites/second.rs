//! The second implementation of the format: another language, another library, written from the document alone.

use crate::Result;
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
        python::environment(shop, log, self.name(), &shop.root.join("tests/second/requirements.txt"))
            .map(drop)
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let python =
            python::environment(shop, log, self.name(), &shop.root.join("tests/second/requirements.txt"))?;
        let mut command = shop.command(python);
        command.arg("tests/second/check.py").env("FIELDVEIL_CLI", shop.fieldveil(log)?);
        Ok(Outcome::Ran(log.tests(&mut command)?))
    }
}
