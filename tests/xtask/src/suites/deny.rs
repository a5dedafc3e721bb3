//! Licences, sources and banned crates, by cargo-deny where somebody has installed it: building it takes longer
//! than all the rest.

use crate::Result;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::{Workshop, has};

pub(crate) struct Deny;

impl Suite for Deny {
    fn name(&self) -> &'static str {
        "deny"
    }

    fn language(&self) -> &'static str {
        "rust"
    }

    fn about(&self) -> &'static str {
        "licences and sources of the dependencies, if cargo-deny is installed"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        if !has("cargo-deny") {
            return Ok(Outcome::Optional(
                "cargo-deny is not installed (`cargo install --locked cargo-deny`)".to_owned(),
            ));
        }
        // Advisories need a database from the network; the release workflow checks them.
        log.run(&mut shop.cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"]))?;
        Ok(Outcome::passed())
    }
}
