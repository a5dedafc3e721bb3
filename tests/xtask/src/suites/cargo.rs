//! The suites that one cargo command runs.

use crate::Result;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

/// One cargo command, and whether it runs tests to be counted.
pub(crate) struct Cargo {
    name: &'static str,
    about: &'static str,
    arguments: &'static str,
    counts: bool,
}

pub(crate) const FORMAT: Cargo =
    Cargo { name: "fmt", about: "the sources are formatted", arguments: "fmt --all --check", counts: false };

pub(crate) const XTASK: Cargo = Cargo {
    name: "xtask",
    about: "this program itself",
    arguments: "test --locked --package xtask",
    counts: true,
};

// A test that lacks its data says so in a line that cargo shows only with `--show-output`.
pub(crate) const CORE: Cargo = Cargo {
    name: "core",
    about: "the core over the pure-Rust ciphers",
    arguments: "test --locked --package fieldveil --lib --tests --no-fail-fast -- --show-output",
    counts: true,
};

pub(crate) const CORE_AWS_LC: Cargo = Cargo {
    name: "core-aws",
    about: "the core over AWS-LC: the same bytes",
    arguments: "test --locked --package fieldveil --features aws-lc --lib --tests --no-fail-fast -- --show-output",
    counts: true,
};

// A part of the core's tests, again by itself: a row beside those of the other languages.
pub(crate) const VECTORS: Cargo = Cargo {
    name: "vectors-rs",
    about: "every vector: the same answers and codes as every other language",
    arguments: "test --locked --package fieldveil --test vectors",
    counts: true,
};

pub(crate) const EXAMPLES_IN_DOCS: Cargo = Cargo {
    name: "doctest",
    about: "the examples of the core's documentation",
    arguments: "test --locked --package fieldveil --doc",
    counts: true,
};

pub(crate) const DOCS: Cargo = Cargo {
    name: "docs",
    about: "the core's documentation builds without a warning",
    arguments: "doc --locked --package fieldveil --no-deps",
    counts: false,
};

impl Suite for Cargo {
    fn name(&self) -> &'static str {
        self.name
    }

    fn language(&self) -> &'static str {
        "rust"
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let arguments: Vec<&str> = self.arguments.split(' ').collect();
        let mut command = shop.cargo(&arguments);
        command.env("RUSTDOCFLAGS", "-D warnings");
        if self.counts {
            return Ok(Outcome::Ran(log.tests(&mut command)?));
        }
        log.run(&mut command)?;
        Ok(Outcome::passed())
    }
}
