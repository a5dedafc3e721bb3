//! A language's own tests.

use crate::Result;
use crate::bindings::{self, Language};
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Package(pub(crate) &'static dyn Language);

impl Suite for Package {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn language(&self) -> &'static str {
        self.0.name()
    }

    fn about(&self) -> &'static str {
        "the package's own tests"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        if bindings::exists(self.0, shop) { bindings::prepared(self.0, shop, log) } else { Ok(()) }
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        match bindings::exists(self.0, shop) && self.0.agent(shop).is_some() {
            true => bindings::ready(self.0, shop, log),
            false => Ok(()),
        }
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        if !bindings::exists(self.0, shop) {
            return Ok(Outcome::Optional("the package is not in this tree".to_owned()));
        }
        self.0.test(shop, log)
    }
}
