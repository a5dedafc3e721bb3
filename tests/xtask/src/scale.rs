//! What is claimed of a million people, shown with a million: too long for every run.

use crate::Result;
use crate::workshop::Workshop;

/// Runs the tests of the core that take as many people as they are told to, in release mode. Returns whether they
/// passed.
///
/// # Errors
/// Cargo could not be started.
pub(crate) fn run(people: u64) -> Result<bool> {
    let shop = Workshop::open()?;
    let mut cargo =
        shop.cargo(&["test", "--release", "--locked", "--package", "fieldveil", "--test", "subjects"]);
    cargo.args(["--", "--nocapture", "--test-threads=1"]);
    Ok(cargo.env("FIELDVEIL_TEST_SUBJECTS", people.to_string()).status()?.success())
}
