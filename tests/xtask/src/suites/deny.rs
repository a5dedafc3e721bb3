//! Licences, sources and banned crates, by cargo-deny.

use std::path::PathBuf;

use crate::Result;
use crate::setup::tool;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Deny;

impl Suite for Deny {
    fn name(&self) -> &'static str {
        "deny"
    }

    fn language(&self) -> &'static str {
        "rust"
    }

    fn about(&self) -> &'static str {
        "licences and sources of the dependencies"
    }

    // cargo-deny is ten minutes of compiling; the forge has it ready-made and runs it at every change.
    fn long(&self) -> bool {
        true
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        program(shop, log).map(drop)
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        // Advisories need a database from the network; the workflow checks them.
        let mut deny = shop.command(program(shop, log)?);
        log.run(deny.args(["check", "licenses", "bans", "sources"]))?;
        Ok(Outcome::passed())
    }
}

fn program(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    tool::installed(shop, log, "cargo-deny", "0.20.2")
}
