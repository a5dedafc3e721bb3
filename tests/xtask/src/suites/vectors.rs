//! Every vector through a language's agent.

use crate::Result;
use crate::bindings::{self, Language};
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Vectors {
    pub(crate) name: &'static str,
    pub(crate) language: &'static dyn Language,
}

impl Suite for Vectors {
    fn name(&self) -> &'static str {
        self.name
    }

    fn language(&self) -> &'static str {
        self.language.name()
    }

    fn about(&self) -> &'static str {
        "every vector: the same answers and codes as every other language"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        if let Some(what) = self.language.lacks() {
            return Ok(Outcome::Missing(what.to_owned()));
        }
        bindings::ready(self.language, shop, log)?;
        let mut run = shop.command("python3");
        run.args(["tests/vectors/run.py", "--"]).args(self.language.agent(shop));
        Ok(Outcome::Ran(log.tests(&mut run)?))
    }
}
