//! A virtual environment under `target/`, so that nothing is installed into the machine's Python.

use std::fs;
use std::path::PathBuf;

use crate::Result;
use crate::once::once;
use crate::setup::apt;
use crate::step::Log;
use crate::workshop::{Workshop, has};

/// An environment of that name with these requirements, one a line; returns its interpreter.
///
/// It is made anew whenever the requirements or the machine's interpreter have changed.
pub(crate) fn environment(shop: &Workshop, log: &Log, name: &str, requirements: &str) -> Result<PathBuf> {
    let python = interpreter(shop, name);
    once(&format!("the environment {name}"), || make(shop, log, name, requirements))?;
    Ok(python)
}

fn make(shop: &Workshop, log: &Log, name: &str, requirements: &str) -> Result<()> {
    let (folder, python) = (shop.scratch.join(format!("venv-{name}")), interpreter(shop, name));
    if !has("python3")
        || !log.attempt(shop.command("python3").args(["-c", "import ensurepip, venv"]))?.status.success()
    {
        apt::install(&["python3", "python3-venv"], log)?;
    }
    let version = log.run(shop.command("python3").arg("-VV"))?;
    let wanted = format!("{version}{requirements}");
    let stamp = folder.join("fieldveil-stamp");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|made| made == wanted) {
        return Ok(());
    }
    log.run(shop.command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    log.run(shop.command(&python).args(["-m", "pip", "install", "--quiet"]).args(requirements.lines()))?;
    Ok(fs::write(stamp, wanted)?)
}

/// The same, with the requirements that a file of the source tree lists.
pub(crate) fn required(shop: &Workshop, log: &Log, name: &str, file: &str) -> Result<PathBuf> {
    environment(shop, log, name, &fs::read_to_string(shop.root.join(file))?)
}

/// The interpreter of an environment that `environment` has made.
pub(crate) fn interpreter(shop: &Workshop, name: &str) -> PathBuf {
    shop.scratch.join(format!("venv-{name}/bin/python"))
}
