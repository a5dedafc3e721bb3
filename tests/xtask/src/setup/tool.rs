//! Cargo's subcommands that a check calls: compiled once, and kept under `target/`.

use std::path::PathBuf;

use crate::Result;
use crate::step::Log;
use crate::workshop::Workshop;

/// The program of a crate at a pinned version, compiled if it is not there yet.
pub(crate) fn installed(shop: &Workshop, log: &Log, name: &str, version: &str) -> Result<PathBuf> {
    let package = format!("{name}@{version}");
    let root = shop.scratch.join("tools").join(&package);
    let program = root.join("bin").join(name);
    if !program.exists() {
        log.run(shop.cargo(&["install", "--locked", "--quiet", &package, "--root"]).arg(&root))?;
    }
    Ok(program)
}
