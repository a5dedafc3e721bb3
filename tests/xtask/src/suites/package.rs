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
        bindings::prepared(self.0, shop, log)
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        if self.0.lacks().is_some() { Ok(()) } else { bindings::ready(self.0, shop, log) }
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        match self.0.lacks() {
            Some(what) => Ok(Outcome::Missing(what.to_owned())),
            None => self.0.test(shop, log),
        }
    }
}
