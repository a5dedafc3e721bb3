//! A record that Python encrypts, Kafka carries and Node opens: the example with a real broker.

use std::path::PathBuf;

use super::providers::tell;
use crate::Result;
use crate::bindings::{self, KOTLIN, NODE, PYTHON};
use crate::counts::Counts;
use crate::setup::{node, python};
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

const FOLDER: &str = "examples/queue";

const TOLD: &[&str] = &[
    "sent A-1001",
    "ship A-1001 and write to ada@example.org",
    r#"for support {"order": "A-1001", "email": "a***@example.org", "card": {"number": "**** **** **** 1111"}"#,
    "ship A-1002 and write to grace@example.org",
    "the broker has tokens",
];

pub(crate) struct Queue;

impl Suite for Queue {
    fn name(&self) -> &'static str {
        "queue"
    }

    fn language(&self) -> &'static str {
        "all"
    }

    fn about(&self) -> &'static str {
        "from Python through Kafka to Node: the example with a real broker"
    }

    fn prepare(&self, shop: &Workshop, log: &Log) -> Result<()> {
        bindings::prepared(KOTLIN, shop, log)?; // Java and Maven, for the broker
        node::install(shop, log)?;
        node::packages(shop, log, &shop.root.join(FOLDER))?;
        environment(shop, log).map(drop)
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let python = environment(shop, log)?;
        for language in [bindings::CLI, PYTHON, NODE] {
            bindings::ready(language, shop, log)?;
        }
        bindings::install_wheel(shop, log, &python)?;
        bindings::link(
            shop.root.join("bindings/node"),
            shop.root.join(FOLDER).join("node_modules/fieldveil"),
        )?;
        let mut story = node::command(shop, "sh");
        story.arg(format!("{FOLDER}/run.sh")).env("PYTHON", python);
        let mut counts = Counts::default();
        tell(shop, log, &mut story, TOLD, &mut counts)?;
        Ok(Outcome::Ran(counts))
    }
}

fn environment(shop: &Workshop, log: &Log) -> Result<PathBuf> {
    python::required(shop, log, "queue", "examples/queue/requirements.txt")
}
