//! A virtual environment under `target/`, so that nothing is installed into the machine's Python.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::Result;
use crate::setup::apt;
use crate::step::Log;
use crate::workshop::{Workshop, has};

/// An environment of that name with these requirements, one a line; returns its interpreter.
///
/// It is made anew whenever the requirements or the machine's interpreter have changed.
pub(crate) fn environment(shop: &Workshop, log: &Log, name: &str, requirements: &str) -> Result<PathBuf> {
    let folder = shop.scratch.join(format!("venv-{name}"));
    let python = folder.join("bin/python");
    if !has("python3")
        || !log.attempt(shop.command("python3").args(["-c", "import ensurepip, venv"]))?.status.success()
    {
        apt::install(&["python3", "python3-venv"], log)?;
    }
    let version = log.run(shop.command("python3").arg("-VV"))?;
    let wanted = format!("{version}{requirements}");
    let stamp = folder.join("fieldveil-stamp");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(python);
    }
    log.run(shop.command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    log.run(shop.command(&python).args(["-m", "pip", "install", "--quiet"]).args(requirements.lines()))?;
    fs::write(stamp, wanted)?;
    Ok(python)
}

/// The same, with the requirements that a file of the source tree lists.
pub(crate) fn required(shop: &Workshop, log: &Log, name: &str, file: &str) -> Result<PathBuf> {
    environment(shop, log, name, &fs::read_to_string(shop.root.join(file))?)
}

/// How a wheel is built for its tests: in a target folder of its own, since maturin and cargo would rebuild each other's
/// artefacts, and without the optimizations that leave a core idle while they are made.
pub(crate) fn quickly<'c>(command: &'c mut Command, shop: &Workshop) -> &'c mut Command {
    command
        .env("CARGO_TARGET_DIR", shop.scratch.join("python"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
}

/// The interpreter of an environment that `environment` has made.
pub(crate) fn interpreter(shop: &Workshop, name: &str) -> PathBuf {
    shop.scratch.join(format!("venv-{name}/bin/python"))
}
