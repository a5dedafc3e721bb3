//! Each language writes, each other reads.

use serde_json::{Map, Value};

use crate::Result;
use crate::bindings;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Interop;

impl Suite for Interop {
    fn name(&self) -> &'static str {
        "interop"
    }

    fn language(&self) -> &'static str {
        "all"
    }

    fn about(&self) -> &'static str {
        "each language writes, each other reads: every pair"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let mut agents = Map::new();
        for language in bindings::ALL.iter().filter(|language| language.lacks().is_none()) {
            bindings::ready(*language, shop, log)?;
            agents.insert(language.name().to_owned(), Value::from(language.agent(shop)));
        }
        let mut run = shop.command("python3");
        run.arg("tests/interop/run.py").arg(Value::from(agents).to_string());
        Ok(Outcome::Ran(log.tests(&mut run)?))
    }
}
