//! The Kotlin package: UniFFI's sources and the native library from `build.sh`, then Maven.

use std::process::Command;

use super::{Language, mobile};
use crate::Result;
use crate::setup::apt;
use crate::step::Log;
use crate::suite::Outcome;
use crate::workshop::{Workshop, has};

pub(crate) struct Kotlin;

const FOLDER: &str = "bindings/mobile/kotlin";

impl Language for Kotlin {
    fn name(&self) -> &'static str {
        "kotlin"
    }

    fn prepare(&self, _shop: &Workshop, log: &Log) -> Result<()> {
        if has("java") && has("mvn") { Ok(()) } else { apt::install(&["default-jdk-headless", "maven"], log) }
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        mobile::library(shop, log)?;
        log.run(&mut maven(shop, "process-test-classes")).map(drop)
    }

    fn test(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        super::ready(self, shop, log)?;
        Ok(Outcome::Ran(log.tests(&mut maven(shop, "test"))?))
    }

    fn agent(&self, shop: &Workshop) -> Vec<String> {
        super::script(shop, FOLDER)
    }

    fn bench(&self, shop: &Workshop, log: &Log) -> Result<Option<Command>> {
        mobile::measured(shop, log)?;
        log.run(maven(shop, "process-test-classes").args(["--activate-profiles", "bench"]))?;
        Ok(Some(mobile::script(shop, FOLDER, "bench.sh")))
    }
}

fn maven(shop: &Workshop, phase: &str) -> Command {
    let mut maven = shop.command("mvn");
    maven.args(["--batch-mode", "--no-transfer-progress", phase]).current_dir(shop.root.join(FOLDER));
    maven
}
