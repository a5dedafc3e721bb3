//! What the maskers and engines of Rust make of a record; the case is the argument.

use redact_core::anonymizers::{AnonymizationStrategy, AnonymizerConfig, AnonymizerRegistry};
use redact_core::types::{EntityType, RecognizerResult};
use rsonpath::engine::{Compiler, Engine, RsonpathEngine};
use rsonpath::input::BorrowedBytes;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("rsonpath-escaped") => println!("{}", count("$..email", r#"{"\u0065mail":"maria@example.org"}"#)?),
        Some("rsonpath-twice") => {
            println!("{}", count("$.email", r#"{"email":"maria@example.org","email":"ada@example.org"}"#)?)
        }
        Some("redact-core-short") => println!("{}", masked("pin 123456", 4, 10)?),
        _ => return Err("which case?".into()),
    }
    Ok(())
}

/// How many places a path finds.
fn count(path: &str, document: &str) -> Result<u64> {
    let engine = RsonpathEngine::compile_query(&rsonpath_syntax::parse(path)?)?;
    Ok(engine.count(&BorrowedBytes::new(document.as_bytes()))?)
}

/// A text with everything from `start` to `end` masked but the first two and the last four characters.
fn masked(text: &str, start: usize, end: usize) -> Result<String> {
    let found = RecognizerResult::new(EntityType::PhoneNumber, start, end, 0.9, "pin");
    let strategy = AnonymizationStrategy::Mask;
    let config = AnonymizerConfig { strategy, mask_start_chars: 2, mask_end_chars: 4, ..Default::default() };
    Ok(AnonymizerRegistry::new().anonymize(text, vec![found], &config)?.text)
}
