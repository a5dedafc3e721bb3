//! The Python package: a wheel built by maturin, installed into an environment of its own and tested there.

use std::fs;
use std::path::PathBuf;

use super::Language;
use crate::Result;
use crate::setup::python;
use crate::step::Log;
use crate::suite::Outcome;
use crate::workshop::Workshop;

pub(crate) struct Python;

const FOLDER: &str = "bindings/python";

impl Language for Python {
    fn name(&self) -> &'static str {
        "python"
    }

    fn folder(&self) -> &'static str {
        "bindings/python/pyproject.toml"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        environment(shop, log).map(drop)
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        let python = environment(shop, log)?;
        let wheels = shop.scratch.join("wheels");
        if wheels.exists() {
            fs::remove_dir_all(&wheels)?;
        }
        let mut maturin = shop.command(&python);
        maturin
            .args(["-m", "maturin", "build", "--locked", "--release", "--manifest-path"])
            .arg(shop.root.join(FOLDER).join("Cargo.toml"))
            .arg("--out")
            .arg(&wheels);
        log.run(python::quickly(&mut maturin, shop))?;
        let wheel = fs::read_dir(&wheels)?.next().ok_or("maturin built no wheel")??.path();
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
        self.build(shop, log)?;
        let mut pytest = shop.command(interpreter(shop));
        pytest.args(["-m", "pytest"]).current_dir(shop.root.join(FOLDER));
        pytest.env("FIELDVEIL_CLI", super::cli::program(shop));
        Ok(Outcome::Ran(log.tests(&mut pytest)?))
    }

    fn agent(&self, shop: &Workshop) -> Option<Vec<String>> {
        let agent = shop.root.join("tests/interop/agent.py");
        Some(vec![interpreter(shop).to_string_lossy().into_owned(), agent.to_string_lossy().into_owned()])
    }
}

fn environment(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    python::environment(shop, log, "python", "maturin>=1.10,<2\n")
}

fn interpreter(shop: &Workshop) -> PathBuf {
    python::interpreter(shop, "python")
}
