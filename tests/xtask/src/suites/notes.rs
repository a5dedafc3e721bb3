//! The note-taking clients of Kotlin and Swift, and the Python server that opens what they sync.

use serde_json::{Map, Value};

use crate::Result;
use crate::bindings;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::workshop::Workshop;

pub(crate) struct Notes;

impl Suite for Notes {
    fn name(&self) -> &'static str {
        "notes"
    }

    fn language(&self) -> &'static str {
        "all"
    }

    fn about(&self) -> &'static str {
        "notes that a phone encrypts and syncs open on a Python server"
    }

    fn run(&self, shop: &Workshop, log: &Log) -> Result<Outcome> {
        let mut clients = Map::new();
        for language in [bindings::KOTLIN, bindings::SWIFT] {
            if language.lacks().is_some() {
                continue;
            }
            bindings::ready(language, shop, log)?;
            let name = language.name();
            clients.insert(name.to_owned(), vec!["sh", &format!("bindings/mobile/{name}/example.sh")].into());
        }
        bindings::ready(bindings::PYTHON, shop, log)?;
        let mut notes = shop.command(bindings::interpreter(shop));
        notes.arg("tests/interop/notes.py").arg(Value::from(clients).to_string());
        Ok(Outcome::Ran(log.tests(&mut notes)?))
    }
}
