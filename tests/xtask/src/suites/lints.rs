//! Clippy over everything, with either backend: what may panic is denied outside tests and allowed in them.

use crate::Result;
use crate::counts::Counts;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Lints;

/// All but the generator of the phones' sources: one call of UniFFI's, and more to compile than all the others.
const EVERYTHING: &[&str] = &[
    "clippy",
    "--locked",
    "--workspace",
    "--exclude",
    "fieldveil-bindgen",
    "--features",
    "fieldveil/aws-lc,fieldveil/tracing",
];

/// A test that panics has failed, which is what it is for. `clippy.toml` says so of test functions, and cannot say it
/// of the functions beside them.
const MAY_PANIC: &[&str] =
    &["unwrap_used", "expect_used", "panic", "indexing_slicing", "string_slice", "unreachable"];

impl Suite for Lints {
    fn name(&self) -> &'static str {
        "clippy"
    }

    fn language(&self) -> &'static str {
        "rust"
    }

    fn about(&self) -> &'static str {
        "no lint speaks, with either backend"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        // With the examples, which have the features that tests have: nothing of others is checked a second time for those.
        log.run(shop.cargo(EVERYTHING).args(["--lib", "--bins", "--examples", "--", "-D", "warnings"]))?;
        let mut tests = shop.cargo(EVERYTHING);
        tests.args(["--tests", "--benches", "--", "-D", "warnings"]);
        tests.args(MAY_PANIC.iter().flat_map(|lint| ["-A".to_owned(), format!("clippy::{lint}")]));
        log.run(&mut tests)?;
        Ok(Outcome::Ran(Counts { passed: 2, ..Counts::default() }))
    }
}
