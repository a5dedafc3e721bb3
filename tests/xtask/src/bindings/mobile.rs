//! What Kotlin and Swift share: the native library and the sources that UniFFI generates from it.

use std::fs;
use std::process::Command;

use crate::Result;
use crate::once::once;
use crate::step::Log;
use crate::workshop::Workshop;

/// Builds both, once a run.
pub(crate) fn library(shop: &Workshop, log: &Log) -> Result<()> {
    once("the mobile library", || log.run(shop.command("sh").arg("bindings/mobile/build.sh")).map(drop))
}

/// Builds both as they are published, in place of those for the tests; once a run.
pub(crate) fn published(shop: &Workshop, log: &Log) -> Result<()> {
    let build = || log.run(shop.command("sh").args(["bindings/mobile/build.sh", "release"])).map(drop);
    once("the mobile library as published", build)
}

/// Builds both as they are published, and the program that does the same work in Rust beside them.
pub(super) fn measured(shop: &Workshop, log: &Log) -> Result<()> {
    published(shop, log)?;
    let package = ["--locked", "--package", "fieldveil-mobile", "--example", "batch", "--release"];
    log.run(shop.cargo(&["build"]).args(package))?;
    fs::copy(shop.target().join("release/examples/batch"), shop.root.join("bindings/mobile/target/batch"))?;
    Ok(())
}

/// A script of a package.
pub(super) fn script(shop: &Workshop, folder: &str, name: &str) -> Command {
    let mut command = shop.command("sh");
    command.arg(shop.root.join(folder).join(name));
    command
}
