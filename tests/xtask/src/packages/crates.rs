//! The crates for crates.io. The library's is compiled into a project of its own; the command line's is the same program as
//! the archive's.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Job, Package, archive};
use crate::Result;

pub(super) struct Crates;

impl Package for Crates {
    fn name(&self) -> &'static str {
        "crates"
    }

    fn make(&self, job: &Job<'_>) -> Result<()> {
        let target = job.shop.scratch.join("crates");
        // Compiled when it is tried. A working copy may be packed, too; the crate then says so in `.cargo_vcs_info.json`.
        let arguments =
            ["package", "--locked", "--no-verify", "--allow-dirty", "-p", "fieldveil", "-p", "fieldveil-cli"];
        job.log.run(job.shop.cargo(&arguments).arg("--target-dir").arg(&target))?;
        for name in ["fieldveil", "fieldveil-cli"] {
            let file = format!("{name}-{}.crate", job.version);
            fs::copy(target.join("package").join(&file), job.folder.join(&file))?;
        }
        Ok(())
    }

    fn install(&self, job: &Job<'_>, clean: &Path) -> Result<Option<Command>> {
        let name = format!("fieldveil-{}", job.version);
        archive::unpack(job, &job.folder.join(format!("{name}.crate")), clean)?;
        fs::write(clean.join("Cargo.toml"), manifest(job, &name)?)?;
        fs::copy(job.shop.root.join("Cargo.lock"), clean.join("Cargo.lock"))?;
        fs::create_dir(clean.join("src"))?;
        fs::copy(job.shop.root.join("tests/packages/scene.rs"), clean.join("src/main.rs"))?;
        let target = job.shop.target();
        let mut build = job.shop.cargo(&["build", "--quiet"]);
        job.log.run(build.current_dir(clean).env("CARGO_TARGET_DIR", target))?;
        Ok(Some(job.shop.command(target.join("debug/scene"))))
    }
}

/// A project with this one dependency. It has the profiles of the workspace, by which what it shares with it is compiled
/// once.
fn manifest(job: &Job<'_>, unpacked: &str) -> Result<String> {
    let workspace = fs::read_to_string(job.shop.root.join("Cargo.toml"))?;
    let profiles =
        workspace.split_once("[profile.").map_or(String::new(), |(_, rest)| format!("[profile.{rest}"));
    Ok(format!(
        "[package]\nname = \"scene\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\nfieldveil = {{ path = \"{unpacked}\" }}\n\n{profiles}"
    ))
}
