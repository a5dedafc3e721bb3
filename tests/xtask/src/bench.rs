//! The benches: everything that `benches/README.md` says, measured anew.

use crate::Result;
use crate::workshop::Workshop;

/// Runs the named benches, or all, and prints the tables of ratios. Returns whether they ran.
pub(crate) fn run(names: &[String]) -> Result<bool> {
    let shop = Workshop::open()?;
    let mut command = shop.cargo(&["bench", "--locked", "--quiet", "--manifest-path", "benches/Cargo.toml"]);
    for name in names {
        command.args(["--bench", name]);
    }
    Ok(command.args(["--", "--ratios"]).status()?.success())
}
