//! The wheel for this platform, and the sources of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Job, Package};
use crate::Result;
use crate::bindings::{self, PYTHON};
use crate::setup::python;
use crate::workshop::QUICK;

pub(super) struct Wheel;

impl Package for Wheel {
    fn name(&self) -> &'static str {
        "wheel"
    }

    fn make(&self, job: &Job<'_>) -> Result<()> {
        bindings::prepared(PYTHON, job.shop, job.log)?;
        maturin(job, &["sdist"])?;
        if job.published {
            return maturin(job, &["build", "--release", "--locked"]);
        }
        bindings::ready(PYTHON, job.shop, job.log)?;
        let wheel = bindings::wheel(job.shop)?;
        fs::copy(&wheel, job.folder.join(wheel.file_name().ok_or("a wheel has a name")?))?;
        Ok(())
    }

    fn install(&self, job: &Job<'_>, clean: &Path) -> Result<Option<Command>> {
        if job.published {
            // From its sources; what builds it comes from the registry, as it does for a user.
            let mut from_source = pip(job, &clean.join("source"))?;
            from_source
                .args(["--no-binary", "fieldveil"])
                .arg(job.folder.join(format!("fieldveil-{}.tar.gz", job.version)));
            // Compiled to be tried, not to be given to anybody.
            job.log.run(from_source.env("CARGO_TARGET_DIR", job.shop.target()).envs(QUICK))?;
        }
        let mut from_wheel = pip(job, &clean.join("wheel"))?;
        job.log.run(from_wheel.arg("--no-index").arg(job.file("fieldveil-", ".whl")?))?;
        let mut scene = job.shop.command(clean.join("wheel/bin/python"));
        scene.arg(job.shop.root.join("tests/packages/scene.py"));
        Ok(Some(scene))
    }
}

fn maturin(job: &Job<'_>, arguments: &[&str]) -> Result<()> {
    let mut maturin = job.shop.command(python::interpreter(job.shop, "python"));
    maturin.args(["-m", "maturin"]).args(arguments).arg("--manifest-path");
    maturin.arg(job.shop.root.join("bindings/python/Cargo.toml")).arg("--out").arg(&job.folder);
    job.log.run(&mut maturin).map(drop)
}

/// `pip install` in an environment that is empty before.
fn pip(job: &Job<'_>, environment: &Path) -> Result<Command> {
    job.log.run(job.shop.command("python3").args(["-m", "venv"]).arg(environment))?;
    let mut pip = job.shop.command(environment.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet"]);
    Ok(pip)
}
