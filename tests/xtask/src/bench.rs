//! The benches: everything that `benches/README.md` says, measured anew.

use std::fs;

use crate::Result;
use crate::bindings::{self, Language};
use crate::setup::python;
use crate::step::Log;
use crate::workshop::Workshop;

/// What is no bench of cargo: what detectors of several languages find in the same texts.
const DETECTORS: &str = "detectors";
/// Nor are these: a package beside the same work in Rust.
const PACKAGES: &[&dyn Language] = &[bindings::KOTLIN, bindings::SWIFT];

/// Runs the named benches, or all, and prints the tables. Returns whether they ran.
pub(crate) fn run(names: &[String]) -> Result<bool> {
    let shop = Workshop::open()?;
    let all = names.is_empty();
    let asked = |name: &str| all || names.iter().any(|asked| asked == name);
    let other = |name: &str| name == DETECTORS || PACKAGES.iter().any(|package| package.name() == name);
    let of_cargo: Vec<&String> = names.iter().filter(|name| !other(name)).collect();
    let mut success = true;
    if all || !of_cargo.is_empty() {
        let mut command =
            shop.cargo(&["bench", "--locked", "--quiet", "--manifest-path", "benches/Cargo.toml"]);
        for name in of_cargo {
            command.args(["--bench", name]);
        }
        success = command.args(["--", "--ratios"]).status()?.success();
    }
    if asked(DETECTORS) {
        success &= detectors(&shop)?;
    }
    for package in PACKAGES.iter().filter(|package| asked(package.name())) {
        success &= beside_rust(*package, &shop)?;
    }
    Ok(success)
}

/// Needs what the package's own tests need.
fn beside_rust(package: &dyn Language, shop: &Workshop) -> Result<bool> {
    let name = package.name();
    let log = Log::create(shop.scratch.join(format!("logs/bench-{name}.log")))?;
    bindings::prepared(package, shop, &log)?;
    match package.bench(shop, &log)? {
        Some(mut bench) => Ok(bench.status()?.success()),
        None => Err(format!("{name} has no bench").into()),
    }
}

/// Needs what the suite of foreign texts needs, and Presidio.
fn detectors(shop: &Workshop) -> Result<bool> {
    let log = Log::create(shop.scratch.join("logs/bench-detectors.log"))?;
    let requirements = |path: &str| fs::read_to_string(shop.root.join(path));
    let texts = requirements("tests/foreign/requirements.txt")?;
    let presidio = requirements("benches/text/requirements.txt")?;
    let python = python::environment(shop, &log, "detectors", &presidio)?;
    log.run(shop.command(&python).args(["-m", "pip", "install", "--quiet"]).args(texts.lines()))?;
    bindings::ready(bindings::CLI, shop, &log)?;
    let mut compare = shop.command(&python);
    compare.arg("benches/text/compare.py").env("FIELDVEIL_CLI", bindings::program(shop));
    Ok(compare.status()?.success())
}
