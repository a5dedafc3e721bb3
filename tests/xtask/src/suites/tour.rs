//! The commands that the README promises: each line of its shell blocks that begins with `cargo run`.

use crate::Result;
use crate::counts::Counts;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Tour;

impl Suite for Tour {
    fn name(&self) -> &'static str {
        "tour"
    }

    fn language(&self) -> &'static str {
        "cli"
    }

    fn about(&self) -> &'static str {
        "the commands of the README, as written"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let readme = std::fs::read_to_string(shop.root.join("README.md"))?;
        let commands: Vec<&str> =
            readme.lines().map(str::trim).filter(|line| line.starts_with("cargo run ")).collect();
        if commands.is_empty() {
            return Err("the README names no command to run".into());
        }
        for line in &commands {
            let words: Vec<&str> =
                line.split_whitespace().skip(1).take_while(|word| !word.starts_with('#')).collect();
            log.run(&mut shop.cargo(&words))?;
        }
        Ok(Outcome::Ran(Counts { passed: commands.len() as u64, ..Counts::default() }))
    }
}
