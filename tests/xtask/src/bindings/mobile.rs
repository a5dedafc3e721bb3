//! What Kotlin and Swift share: the native library and the sources that UniFFI generates from it.

use std::fs;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::Result;
use crate::step::Log;
use crate::workshop::Workshop;

/// Builds both, once a run.
pub(crate) fn library(shop: &Workshop, log: &Log) -> Result<()> {
    static BUILT: Mutex<bool> = Mutex::new(false);
    once(&BUILT, || log.run(shop.command("sh").arg("bindings/mobile/build.sh")).map(drop))
}

/// Builds both as they are published, in place of those for the tests; once a run.
pub(crate) fn published(shop: &Workshop, log: &Log) -> Result<()> {
    static BUILT: Mutex<bool> = Mutex::new(false);
    once(&BUILT, || log.run(shop.command("sh").args(["bindings/mobile/build.sh", "release"])).map(drop))
}

/// Builds both as a phone gets them, and the program that does the same work in Rust beside them.
pub(super) fn measured(shop: &Workshop, log: &Log) -> Result<()> {
    log.run(shop.command("sh").args(["bindings/mobile/build.sh", "mobile"]))?;
    let package = ["--locked", "--package", "fieldveil-mobile", "--example", "batch", "--profile", "mobile"];
    log.run(shop.cargo(&["build"]).args(package))?;
    fs::copy(
        shop.scratch.with_file_name("mobile/examples/batch"),
        shop.root.join("bindings/mobile/target/batch"),
    )?;
    Ok(())
}

/// A script of a package.
pub(super) fn script(shop: &Workshop, folder: &str, name: &str) -> Command {
    let mut command = shop.command("sh");
    command.arg(shop.root.join(folder).join(name));
    command
}

/// Does `work` unless it was done in this run.
pub(super) fn once(done: &Mutex<bool>, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
    if !*done {
        work()?;
        *done = true;
    }
    Ok(())
}
