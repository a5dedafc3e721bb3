//! A folder with a record and its keys, made by the command line, that every package is tried on.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Job, Package};
use crate::Result;
use crate::bindings;

/// Installs a package into an empty folder outside of the source tree and plays the scene with it; nothing, where the
/// machine cannot.
///
/// # Errors
/// It could not be installed, failed, or printed other bytes than it must.
pub(super) fn play(job: &Job<'_>, package: &dyn Package) -> Result<Option<()>> {
    let clean = tempfile::Builder::new().prefix("fieldveil-").tempdir()?;
    let folder = clean.path().join("demo");
    let expected = set(job, &folder)?;
    let user = clean.path().join("user");
    fs::create_dir(&user)?;
    let Some(mut command) = package.install(job, &user)? else { return Ok(None) };
    // Not through the log: these are bytes to be compared.
    let done = command.arg(&folder).output()?;
    job.log.say(&String::from_utf8_lossy(&done.stderr))?;
    if done.stdout != expected {
        return Err(format!(
            "it ended with {} and printed {} bytes of {}",
            done.status,
            done.stdout.len(),
            expected.len()
        )
        .into());
    }
    Ok(Some(()))
}

/// Makes the scene; returns what must be printed of it.
fn set(job: &Job<'_>, folder: &Path) -> Result<Vec<u8>> {
    let fieldveil = |words: &[&str]| -> Command {
        let mut command = job.shop.command(bindings::program(job.shop));
        command.args(words);
        command
    };
    job.log.run(fieldveil(&["init"]).arg(folder))?;
    let with_keys = ["-p", "policy.yaml", "-k", "ring.json", "--kek-file", "ring.key"];
    let run = |words: &[&str]| job.log.run(fieldveil(words).args(with_keys).current_dir(folder));
    run(&["encrypt", "sample.json", "-o", "stored.json"])?;
    run(&["mask", "--view", "support", "stored.json", "-o", "support.json"])?;
    // Not the sample itself: what the policy of the scene does not store is gone.
    run(&["decrypt", "stored.json", "-o", "opened.json"])?;
    let opened = fs::read(folder.join("opened.json"))?;
    Ok([opened.clone(), fs::read(folder.join("support.json"))?, opened].concat())
}
