//! The crates for crates.io. A project of its own has the library as its dependency; the command line is compiled beside
//! it, and is the same program as the archive's.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Job, Package, archive};
use crate::Result;

const CRATES: [&str; 2] = ["fieldveil", "fieldveil-cli"];

pub(super) struct Crates;

impl Package for Crates {
    fn name(&self) -> &'static str {
        "crates"
    }

    fn make(&self, job: &Job<'_>) -> Result<()> {
        let target = job.shop.scratch.join("crates");
        // Compiled when it is tried. A working copy may be packed, too; the crate then says so in `.cargo_vcs_info.json`.
        let mut package = job.shop.cargo(&["package", "--locked", "--no-verify", "--allow-dirty"]);
        job.log.run(
            package.args(CRATES.map(|name| format!("--package={name}"))).arg("--target-dir").arg(&target),
        )?;
        for name in CRATES {
            let file = format!("{name}-{}.crate", job.version);
            fs::copy(target.join("package").join(&file), job.folder.join(&file))?;
        }
        Ok(())
    }

    fn install(&self, job: &Job<'_>, clean: &Path) -> Result<Option<Command>> {
        for name in CRATES {
            archive::unpack(job, &job.folder.join(format!("{name}-{}.crate", job.version)), clean)?;
        }
        fs::write(clean.join("Cargo.toml"), manifest(job)?)?;
        fs::copy(job.shop.root.join("Cargo.lock"), clean.join("Cargo.lock"))?;
        fs::create_dir(clean.join("src"))?;
        fs::copy(job.shop.root.join("tests/packages/scene.rs"), clean.join("src/main.rs"))?;
        let target = job.shop.target();
        let mut build = job.shop.cargo(&["build", "--quiet", "--workspace"]);
        job.log.run(build.current_dir(clean).env("CARGO_TARGET_DIR", target))?;
        Ok(Some(job.shop.command(target.join("debug/scene"))))
    }
}

/// A project with this one dependency, which the command line takes from the same folder. It has the profiles of the
/// workspace, by which what it shares with it is compiled once.
fn manifest(job: &Job<'_>) -> Result<String> {
    let workspace = fs::read_to_string(job.shop.root.join("Cargo.toml"))?;
    let profiles =
        workspace.split_once("[profile.").map_or(String::new(), |(_, rest)| format!("[profile.{rest}"));
    let version = &job.version;
    Ok(format!(
        r#"[package]
name = "scene"
edition = "2024"

[workspace]
members = ["fieldveil-cli-{version}"]

[dependencies]
fieldveil = "={version}"

[patch.crates-io]
fieldveil = {{ path = "fieldveil-{version}" }}

{profiles}"#
    ))
}
