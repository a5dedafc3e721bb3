//! The Node package: built by napi and tsc in its folder, tested by Node's own runner.

use std::path::PathBuf;
use std::{fs, io};

use super::Language;
use crate::Result;
use crate::setup::{apt, node};
use crate::step::Log;
use crate::suite::Outcome;
use crate::workshop::Workshop;

pub(crate) struct Node;

const FOLDER: &str = "bindings/node";

impl Language for Node {
    fn name(&self) -> &'static str {
        "node"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        node::install(shop, log)?;
        // The columns of Drizzle and Prisma are tested in a server that the tests start.
        apt::install(&["postgresql"], log)?;
        node::packages(shop, log, &shop.root.join(FOLDER))?;
        node::packages(shop, log, &shop.root.join(FOLDER).join("test/prisma"))
    }

    fn build(&self, shop: &Workshop, log: &Log) -> Result<()> {
        let mut build = node::command(shop, "npm");
        log.run(build.args(["run", "build"]).current_dir(shop.root.join(FOLDER)))?;
        // The agent imports the package by its name, as an application does.
        let modules = shop.scratch.join("agent/node_modules");
        fs::create_dir_all(&modules)?;
        link(shop.root.join(FOLDER), modules.join("fieldveil"))?;
        fs::copy(shop.root.join("tests/interop/agent.mjs"), agent(shop))?;
        Ok(())
    }

    fn test(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        super::ready(self, shop, log)?;
        let mut test = node::command(shop, "npm");
        test.args(["test"])
            .current_dir(shop.root.join(FOLDER))
            .env("FIELDVEIL_CLI", super::cli::program(shop));
        Ok(Outcome::Ran(log.tests(&mut test)?))
    }

    fn agent(&self, shop: &Workshop) -> Vec<String> {
        let node = node::command(shop, "node").get_program().to_string_lossy().into_owned();
        vec![node, agent(shop).to_string_lossy().into_owned()]
    }
}

fn agent(shop: &Workshop) -> PathBuf {
    shop.scratch.join("agent/agent.mjs")
}

/// A link that stays if it is there already.
pub(crate) fn link(to: PathBuf, at: PathBuf) -> Result<()> {
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(to, at);
    #[cfg(windows)]
    let made = std::os::windows::fs::symlink_dir(to, at);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}
