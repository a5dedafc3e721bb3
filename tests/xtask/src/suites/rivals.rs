//! The leaks of others, each shown in the rival at a pinned version and not here.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::bindings;
use crate::once::once;
use crate::setup::{node, python};
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

const FOLDER: &str = "tests/rivals";

pub(crate) struct Rivals;

impl Suite for Rivals {
    fn name(&self) -> &'static str {
        "rivals"
    }

    fn language(&self) -> &'static str {
        "cli"
    }

    fn long(&self) -> bool {
        true
    }

    fn about(&self) -> &'static str {
        "what leaks elsewhere: shown there at a pinned version, and not here"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        node::install(shop, log)?;
        node::packages(shop, log, &shop.root.join(FOLDER))?;
        bindings::prepared(bindings::KOTLIN, shop, log)?;
        java(shop, log)?;
        let python = environment(shop, log)?;
        encryption_sdk(shop, log, &python).map(drop)
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        bindings::ready(bindings::CLI, shop, log)?;
        rust(shop, log).map(drop)
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let python = environment(shop, log)?;
        // By way of Node's command, so that the check finds the Node that is new enough.
        let mut check = node::command(shop, &python.to_string_lossy());
        check.arg(format!("{FOLDER}/leaks.py")).env("FIELDVEIL_CLI", bindings::program(shop));
        check.env("RIVALS_RUST", rust(shop, log)?).env("RIVALS_JARS", java(shop, log)?);
        check.env("RIVALS_ESDK", encryption_sdk(shop, log, &python)?);
        Ok(Outcome::Ran(log.tests(&mut check)?))
    }
}

fn environment(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    python::required(shop, log, "rivals", "tests/rivals/requirements.txt")
}

/// The last version before the leak was mended, apart from the one that Powertools needs.
const ENCRYPTION_SDK: &str = "aws-encryption-sdk==4.0.4";

fn encryption_sdk(shop: &Workshop, log: &Log, python: &Path) -> Result<PathBuf> {
    let folder = shop.scratch.join("rivals-esdk");
    once("the rivals' encryption SDK", || {
        let mut pip = shop.command(python);
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target"]).arg(&folder);
        log.run(pip.arg(ENCRYPTION_SDK)).map(drop)
    })?;
    Ok(folder)
}

/// The program around the crates, compiled apart from the workspace.
fn rust(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    let target = shop.scratch.join("rivals");
    let mut build = shop.cargo(&["build", "--locked", "--quiet"]);
    log.run(build.current_dir(shop.root.join(FOLDER).join("rust")).env("CARGO_TARGET_DIR", &target))?;
    Ok(target.join("debug/rivals"))
}

/// The search path of the jars.
fn java(shop: &Workshop, log: &Log) -> Result<String> {
    let path = shop.scratch.join("rivals.classpath");
    once("the rivals' jars", || {
        let mut maven = shop.command("mvn");
        maven.args(["--batch-mode", "--no-transfer-progress", "dependency:build-classpath", "-D"]);
        maven.arg(format!("mdep.outputFile={}", path.display()));
        log.run(maven.current_dir(shop.root.join(FOLDER).join("java"))).map(drop)
    })?;
    Ok(fs::read_to_string(path)?.trim().to_owned())
}
