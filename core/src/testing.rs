//! What tests share.

use std::path::PathBuf;

/// A file or folder of the public test suites, or a plain word that they are not here.
pub(crate) fn data(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("FIELDVEIL_TEST_DATA")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let path = root.join(name);
    if path.exists() {
        return Some(path);
    }
    println!(
        "SKIPPED: {} is not there; set FIELDVEIL_TEST_DATA to the folder of the test suites",
        path.display()
    );
    None
}

/// How often a random test rolls: all of its rounds when optimized, a tenth of them otherwise.
pub(crate) fn rounds(all: usize) -> usize {
    if cfg!(debug_assertions) { all / 10 } else { all }
}

/// How many times as much a test does in the long run, which `FIELDVEIL_LONG` asks for: `times`, and once otherwise.
pub(crate) fn long_run(times: usize) -> usize {
    if std::env::var_os("FIELDVEIL_LONG").is_some() { times } else { 1 }
}
