//! A Node that is new enough, and the packages of a lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::step::Log;
use crate::workshop::{Workshop, has};

/// The oldest Node that the package supports.
const OLDEST: u32 = 20;

/// A command of Node's (`node`, `npm`, `npx`) in the source tree.
///
/// Where the machine's Node is older than supported, a newer one comes from the npm registry into `target/`.
pub(crate) fn command(shop: &Workshop, program: &str) -> Command {
    let mut command = shop.command(program);
    let own = own(shop);
    if own.exists() {
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", own.display()));
    }
    command
}

/// Makes `command` fit.
pub(crate) fn install(shop: &Workshop, log: &Log) -> Result<()> {
    if !has("npm") {
        return Err("please install Node and npm".into());
    }
    if !own(shop).exists() && major(shop, log).is_none_or(|major| major < OLDEST) {
        let folder = shop.scratch.join("node");
        fs::create_dir_all(&folder)?;
        log.run(
            shop.command("npm")
                .args(["install", "--no-audit", "--no-fund", "--prefix"])
                .arg(folder)
                .arg("node@22"),
        )?;
    }
    Ok(())
}

/// The packages of a folder's lock file, unless it is the lock file of last time.
///
/// `npm ci` installs exactly those.
pub(crate) fn packages(shop: &Workshop, log: &Log, folder: &Path) -> Result<()> {
    let lock = fs::read_to_string(folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.fieldveil-stamp");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == lock) {
        return Ok(());
    }
    let mut npm = command(shop, "npm");
    log.run(npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))?;
    Ok(fs::write(stamp, lock)?)
}

fn own(shop: &Workshop) -> PathBuf {
    shop.scratch.join("node/node_modules/.bin")
}

fn major(shop: &Workshop, log: &Log) -> Option<u32> {
    let version = log.run(shop.command("node").arg("--version")).ok()?;
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}
