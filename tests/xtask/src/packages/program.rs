//! The command line: an archive for this platform.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Job, Package, archive};
use crate::Result;
use crate::bindings;

pub(super) struct Program;

impl Package for Program {
    fn name(&self) -> &'static str {
        "command line"
    }

    fn make(&self, job: &Job<'_>) -> Result<()> {
        bindings::ready(bindings::CLI, job.shop, job.log)?;
        let folder = archive::staged(job, &name(job))?;
        fs::copy(bindings::program(job.shop), folder.join("fieldveil"))?;
        fs::copy(job.shop.root.join("README.md"), folder.join("README.md"))?;
        archive::pack(job, &folder)
    }

    fn install(&self, job: &Job<'_>, clean: &Path) -> Result<Option<Command>> {
        archive::unpack(job, &job.folder.join(format!("{}.tar.gz", name(job))), clean)?;
        let mut scene = job.shop.command("sh");
        scene.arg(job.shop.root.join("tests/packages/scene.sh"));
        scene.env("FIELDVEIL", clean.join(name(job)).join("fieldveil"));
        Ok(Some(scene))
    }
}

fn name(job: &Job<'_>) -> String {
    format!("fieldveil-{}-{}", job.version, job.host)
}
