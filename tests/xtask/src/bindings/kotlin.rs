//! The Kotlin package: UniFFI's sources and the native library from `build.sh`, then Maven.

use super::Language;
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

    fn folder(&self) -> &'static str {
        "bindings/mobile/kotlin/pom.xml"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        if !has("java") || !has("mvn") {
            apt::install(&["default-jdk-headless", "maven"], log)?;
        }
        let mut maven = shop.command("mvn");
        maven.args(["--batch-mode", "--quiet", "dependency:go-offline"]).current_dir(shop.root.join(FOLDER));
        // Only a head start: what it does not find, the build asks for again.
        log.attempt(&mut maven).map(drop)
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        log.run(shop.command("sh").arg("bindings/mobile/build.sh")).map(drop)
    }

    fn test(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        self.build(shop, log)?;
        let mut maven = shop.command("mvn");
        maven.args(["--batch-mode", "--no-transfer-progress", "test"]).current_dir(shop.root.join(FOLDER));
        Ok(Outcome::Ran(log.tests(&mut maven)?))
    }

    fn agent(&self, shop: &Workshop) -> Option<Vec<String>> {
        super::script(shop, FOLDER)
    }
}
