//! `fieldveil inspect`: tokens, suites and key ids, counted; needs no key.

use std::fmt::Write as _;

use fieldveil::{TokenCount, inspect_reader};
use serde_json::{Value, json};

use crate::args::Inspect;
use crate::failure::{Done, Result};
use crate::{input, output};

/// Runs it over a document, JSON lines, a sealed file or any other text.
///
/// # Errors
/// `io` if the input cannot be read.
pub(crate) fn run(args: &Inspect) -> Result<Done> {
    let from = args.input.as_deref();
    let counts = inspect_reader(&mut input::open(from)?.reader, input::is_lines(from))
        .map_err(|error| input::cannot_read(from, &error))?;
    if args.json {
        output::json(None, &json!({ "tokens": counts.iter().map(row).collect::<Vec<_>>() }))?;
    } else {
        output::whole(None, table(&counts).as_bytes())?;
    }
    Ok(Done::Whole)
}

fn row(TokenCount { suite, id, count }: &TokenCount) -> Value {
    json!({ "suite": suite, "id": id, "count": count })
}

fn table(counts: &[TokenCount]) -> String {
    if counts.is_empty() {
        return "no tokens\n".to_owned();
    }
    let mut text = "suite          id       count\n".to_owned();
    for TokenCount { suite, id, count } in counts {
        let id = id.map_or_else(|| "no header".to_owned(), |id| id.to_string());
        // A string takes what is written to it.
        let _ = writeln!(text, "{suite:<5}  {id:>10}  {count:>10}");
    }
    text
}
