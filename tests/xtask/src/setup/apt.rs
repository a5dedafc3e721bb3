//! Debian packages, where this is a Debian machine and we may install them.

use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::Result;
use crate::step::Log;
use crate::workshop::has;

/// Installs those of these packages that are not there yet.
///
/// # Errors
/// The machine is not Debian's or we are not root: the text then says what to install by hand.
pub(crate) fn install(packages: &[&str], log: &Log) -> Result<()> {
    // One at a time, as `apt-get` would have it.
    static LOCK: Mutex<()> = Mutex::new(());
    let _lock = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !has("apt-get") || !is_root() {
        return Err(format!("please install {}", missing.join(", ")).into());
    }
    let get = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args([
            "-o",
            "Acquire::Retries=3",
            "-o",
            "DPkg::Lock::Timeout=300",
        ]);
        command
    };
    let install = || {
        let mut command = get();
        command.args(["install", "--yes", "--no-install-recommends"]).args(&missing);
        command
    };
    if log.attempt(&mut install())?.status.success() {
        return Ok(());
    }
    // The list of packages is missing or old.
    log.run(get().arg("update"))?;
    log.run(&mut install()).map(drop)
}

fn installed(package: &str) -> bool {
    let status = Command::new("dpkg-query").args(["--show", "--showformat=${Status}", package]).output();
    status.is_ok_and(|output| output.stdout.ends_with(b"install ok installed"))
}

/// Whether we may install packages, mount and change root.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
