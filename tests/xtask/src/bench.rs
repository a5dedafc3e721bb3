//! The benches: everything that `benches/README.md` says, measured anew.

use std::fs;

use crate::Result;
use crate::bindings;
use crate::setup::python;
use crate::step::Log;
use crate::workshop::Workshop;

/// The one that is no bench of cargo: what detectors of several languages find in the same texts.
const DETECTORS: &str = "detectors";

/// Runs the named benches, or all, and prints the tables. Returns whether they ran.
pub(crate) fn run(names: &[String]) -> Result<bool> {
    let shop = Workshop::open()?;
    let all = names.is_empty();
    let of_cargo: Vec<&String> = names.iter().filter(|name| *name != DETECTORS).collect();
    let mut success = true;
    if all || !of_cargo.is_empty() {
        let mut command =
            shop.cargo(&["bench", "--locked", "--quiet", "--manifest-path", "benches/Cargo.toml"]);
        for name in of_cargo {
            command.args(["--bench", name]);
        }
        success = command.args(["--", "--ratios"]).status()?.success();
    }
    if all || names.iter().any(|name| name == DETECTORS) {
        success &= detectors(&shop)?;
    }
    Ok(success)
}

/// Needs what the suite of foreign texts needs, and Presidio.
fn detectors(shop: &Workshop) -> Result<bool> {
    let log = Log::create(shop.scratch.join("logs/bench-detectors.log"))?;
    let requirements = |path: &str| fs::read_to_string(shop.root.join(path));
    let texts = requirements("tests/foreign/requirements.txt")?;
    let presidio = requirements("benches/text/requirements.txt")?;
    let python = python::environment(shop, &log, "detectors", &presidio)?;
    log.run(shop.command(&python).args(["-m", "pip", "install", "--quiet"]).args(texts.lines()))?;
    bindings::CLI.build(shop, &log)?;
    let mut compare = shop.command(&python);
    compare.arg("benches/text/compare.py").env("FIELDVEIL_CLI", bindings::program(shop));
    Ok(compare.status()?.success())
}
