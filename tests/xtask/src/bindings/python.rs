//! The Python package: a wheel built by maturin, installed into an environment of its own and tested there.

use std::fs;
use std::path::{Path, PathBuf};

use super::Language;
use crate::Result;
use crate::setup::python;
use crate::step::Log;
use crate::suite::Outcome;
use crate::workshop::Workshop;

pub(crate) struct Python;

const FOLDER: &str = "bindings/python";

/// Where the wheel of the tests lies.
const WHEELS: &str = "wheels";

impl Language for Python {
    fn name(&self) -> &'static str {
        "python"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        environment(shop, log).map(drop)
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        let python = environment(shop, log)?;
        let wheels = shop.scratch.join(WHEELS);
        if wheels.exists() {
            fs::remove_dir_all(&wheels)?;
        }
        let mut maturin = shop.command(&python);
        maturin
            .args(["-m", "maturin", "build", "--locked", "--release", "--manifest-path"])
            .arg(shop.root.join(FOLDER).join("Cargo.toml"))
            .arg("--out")
            .arg(&wheels);
        log.run(&mut maturin)?;
        let wheel = wheel(shop)?;
        let pip = |more: &[&str]| {
            let mut command = shop.command(&python);
            command
                .args(["-m", "pip", "install", "--quiet"])
                .args(more)
                .arg(format!("{}[test]", wheel.display()));
            command
        };
        log.run(&mut pip(&[]))?;
        // The same version number with other content would be left as it is.
        log.run(&mut pip(&["--force-reinstall", "--no-deps"])).map(drop)
    }

    fn test(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        super::ready(self, shop, log)?;
        super::ready(super::CLI, shop, log)?;
        let mut pytest = shop.command(interpreter(shop));
        pytest.args(["-m", "pytest"]).current_dir(shop.root.join(FOLDER));
        pytest.env("FIELDVEIL_CLI", super::cli::program(shop));
        Ok(Outcome::Ran(log.tests(&mut pytest)?))
    }

    fn agent(&self, shop: &Workshop) -> Vec<String> {
        let agent = shop.root.join("tests/interop/agent.py");
        vec![interpreter(shop).to_string_lossy().into_owned(), agent.to_string_lossy().into_owned()]
    }
}

/// The wheel that `build` has left.
pub(crate) fn wheel(shop: &Workshop) -> Result<PathBuf> {
    Ok(fs::read_dir(shop.scratch.join(WHEELS))?.next().ok_or("there is no wheel")??.path())
}

/// Puts the wheel that `build` has left into another environment than that of the tests.
pub(crate) fn install_wheel(shop: &Workshop, log: &Log, python: &Path) -> Result<()> {
    let mut pip = shop.command(python);
    // The same version number with other content would be left as it is.
    pip.args(["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps"]);
    log.run(pip.arg(wheel(shop)?)).map(drop)
}

fn environment(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    python::environment(shop, log, "python", "maturin>=1.10,<2\n")
}

/// The Python that has the package.
pub(crate) fn interpreter(shop: &Workshop) -> PathBuf {
    python::interpreter(shop, "python")
}
