//! The npm package, and the one for this platform that it finds its native module in.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Job, Package};
use crate::Result;
use crate::bindings::{self, NODE};
use crate::setup::node;

pub(super) struct Npm;

impl Package for Npm {
    fn name(&self) -> &'static str {
        "npm"
    }

    fn make(&self, job: &Job<'_>) -> Result<()> {
        node::install(job.shop, job.log)?;
        node::packages(job.shop, job.log, &job.shop.root.join("bindings/node"))?;
        // No more than the build needs: the tests want a database as well.
        bindings::built(NODE, job.shop, job.log)?;
        let mut pack = node::command(job.shop, "node");
        job.log.run(pack.arg("bindings/node/scripts/pack.mjs").arg(&job.folder)).map(drop)
    }

    fn install(&self, job: &Job<'_>, clean: &Path) -> Result<Option<Command>> {
        fs::write(clean.join("package.json"), "{}")?;
        let tarballs = job.files()?.into_iter().filter(|name| name.ends_with(".tgz"));
        let mut install = node::command(job.shop, "npm");
        // Nothing may come from anywhere else, and nothing is built.
        install.args(["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"]);
        install.args(tarballs.map(|name| job.folder.join(name))).current_dir(clean);
        job.log.run(&mut install)?;
        fs::copy(job.shop.root.join("tests/packages/scene.mjs"), clean.join("scene.mjs"))?;
        let mut scene = node::command(job.shop, "node");
        scene.arg(clean.join("scene.mjs"));
        Ok(Some(scene))
    }
}
