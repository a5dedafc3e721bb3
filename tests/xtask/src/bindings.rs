//! The languages: how each one's package is built and tested here, and how its agent is started.

mod cli;
mod kotlin;
mod mobile;
mod node;
mod python;
mod swift;

pub(crate) use cli::program;
pub(crate) use mobile::{library, published as native_library};
pub(crate) use node::link;
pub(crate) use python::{install_wheel, interpreter, wheel};

use std::process::Command;

use crate::Result;
use crate::once::once;
use crate::step::Log;
use crate::suite::Outcome;
use crate::workshop::Workshop;

/// One language's package.
pub(crate) trait Language: Sync {
    /// The language, and the name of its suite.
    fn name(&self) -> &'static str;

    /// What this machine lacks to run the package, and cannot be given.
    fn lacks(&self) -> Option<&'static str> {
        None
    }

    /// Installs what the build and the tests need.
    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()>;

    /// Builds the package.
    fn build(&self, shop: &Workshop, log: &Log) -> Result<()>;

    /// Runs the package's own tests.
    fn test(&self, shop: &Workshop, log: &Log) -> Result<Outcome>;

    /// The command of the agent that answers for the language (`tests/interop/agents.py`).
    fn agent(&self, shop: &Workshop) -> Vec<String>;

    /// Builds what the package's bench measures; returns the bench's command, if cargo is not its runner.
    fn bench(&self, _shop: &Workshop, _log: &Log) -> Result<Option<Command>> {
        Ok(None)
    }
}

pub(crate) const CLI: &dyn Language = &cli::Cli;
pub(crate) const PYTHON: &dyn Language = &python::Python;
pub(crate) const NODE: &dyn Language = &node::Node;
pub(crate) const KOTLIN: &dyn Language = &kotlin::Kotlin;
pub(crate) const SWIFT: &dyn Language = &swift::Swift;

/// All of them; Rust itself runs the vectors as one of the core's own tests.
pub(crate) const ALL: &[&dyn Language] = &[CLI, PYTHON, NODE, KOTLIN, SWIFT];

/// Installs what a language needs, once a run.
pub(crate) fn prepared(language: &dyn Language, shop: &Workshop, log: &Log) -> Result<()> {
    once(&format!("what {} needs", language.name()), || language.prepare(shop, log))
}

/// Installs what a language needs and builds its package, once a run.
pub(crate) fn ready(language: &dyn Language, shop: &Workshop, log: &Log) -> Result<()> {
    prepared(language, shop, log)?;
    built(language, shop, log)
}

/// Builds a language's package where what the build needs is there, once a run.
pub(crate) fn built(language: &dyn Language, shop: &Workshop, log: &Log) -> Result<()> {
    once(language.name(), || language.build(shop, log))
}

/// The script `agent.sh` of a package, which starts its agent.
fn script(shop: &Workshop, folder: &str) -> Vec<String> {
    vec!["sh".to_owned(), shop.root.join(folder).join("agent.sh").to_string_lossy().into_owned()]
}
