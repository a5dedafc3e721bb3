//! The manifest of what every language offers, against each language's public API.

use crate::Result;
use crate::bindings;
use crate::counts::Counts;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Parity;

impl Suite for Parity {
    fn name(&self) -> &'static str {
        "parity"
    }

    fn language(&self) -> &'static str {
        "all"
    }

    fn about(&self) -> &'static str {
        "operations, options, shapes and codes are the same in every language"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let check = |python: &str, language: &str, agent: &[String]| -> Result<Counts> {
            log.tests(shop.command(python).args(["tests/parity/check.py", language]).args(agent))
        };
        let mut counts = check("python3", "rust", &[])?;
        for language in [bindings::PYTHON, bindings::NODE, bindings::KOTLIN, bindings::SWIFT] {
            let agent = language.agent(shop);
            let (python, arguments) = match (language.name(), agent.as_slice()) {
                // Python is asked by its own interpreter, Node from the folder of its agent.
                ("python", [interpreter, ..]) => (interpreter.as_str(), &[][..]),
                ("node", [_, script]) => ("python3", std::slice::from_ref(script)),
                _ => ("python3", &[][..]),
            };
            if matches!(language.name(), "python" | "node") {
                bindings::ready(language, shop, log)?;
            }
            counts = counts + check(python, language.name(), arguments)?;
        }
        Ok(Outcome::Ran(counts))
    }
}
