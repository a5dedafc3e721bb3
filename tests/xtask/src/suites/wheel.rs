//! What a new user of Python does first: installs the package, from source and as a wheel, and runs its first example.

use std::ffi::OsString;

use crate::Result;
use crate::bindings;
use crate::counts::Counts;
use crate::setup::python;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Wheel;

impl Suite for Wheel {
    fn name(&self) -> &'static str {
        "wheel"
    }

    fn language(&self) -> &'static str {
        "python"
    }

    fn about(&self) -> &'static str {
        "`pip install`, from source and as a wheel without Rust, and the README's first example"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        bindings::ready(bindings::PYTHON, shop, log)?;
        let wheel = bindings::wheel(shop)?;
        let from_source = first_example(shop, log, "from-source", "bindings/python".into(), None)?;
        // A search path without Rust: the wheel must need nothing of it.
        let bare = Some("/usr/bin:/bin");
        let from_wheel = first_example(shop, log, "from-wheel", wheel.into_os_string(), bare)?;
        Ok(Outcome::Ran(from_source + from_wheel))
    }
}

/// Installs a package into an environment that is empty before, and runs the example there.
fn first_example(
    shop: &Workshop,
    log: &Log,
    name: &str,
    package: OsString,
    path: Option<&str>,
) -> Result<Counts> {
    let environment = shop.scratch.join(format!("venv-{name}"));
    log.run(shop.command("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let inside = |arguments: &[OsString]| {
        let mut command = shop.command(python::interpreter(shop, name));
        // Beside the wheel's own build, so that nothing is compiled twice.
        command.args(arguments).env("CARGO_TARGET_DIR", shop.target());
        if let Some(path) = path {
            command.env("PATH", path);
        }
        command
    };
    let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
    let mut install = words(&["-m", "pip", "install", "--quiet"]);
    install.push(package);
    log.run(&mut inside(&install))?;
    log.tests(&mut inside(&words(&["-W", "error", "bindings/python/tests/first_example.py"])))
}
