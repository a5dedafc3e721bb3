//! What Kotlin and Swift share: the native library and the sources that UniFFI generates from it.

use std::sync::{Mutex, PoisonError};

use crate::Result;
use crate::step::Log;
use crate::workshop::Workshop;

/// Builds both, once a run.
pub(crate) fn library(shop: &Workshop, log: &Log) -> Result<()> {
    static BUILT: Mutex<bool> = Mutex::new(false);
    once(&BUILT, || log.run(shop.command("sh").arg("bindings/mobile/build.sh")).map(drop))
}

/// Builds both as they are published, in place of those for the tests; once a run.
pub(crate) fn published(shop: &Workshop, log: &Log) -> Result<()> {
    static BUILT: Mutex<bool> = Mutex::new(false);
    once(&BUILT, || log.run(shop.command("sh").args(["bindings/mobile/build.sh", "release"])).map(drop))
}

/// Does `work` unless it was done in this run.
pub(super) fn once(done: &Mutex<bool>, work: impl FnOnce() -> Result<()>) -> Result<()> {
    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
    if !*done {
        work()?;
        *done = true;
    }
    Ok(())
}
