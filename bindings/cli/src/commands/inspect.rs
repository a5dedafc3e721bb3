//! `fieldveil inspect`: tokens, suites and key ids, counted; needs no key.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fieldveil::{TokenCount, inspect_document};
use serde_json::{Value, json};

use crate::args::Inspect;
use crate::failure::{Done, Result};
use crate::{input, output};

/// Counts, by suite and key id.
type Counts = BTreeMap<(String, Option<u32>), u64>;

/// Runs it over a document, JSON lines, a sealed file or any other text.
///
/// # Errors
/// `io` if the input cannot be read; `invalid_token` or `unsupported_version` if it is a single token that is none.
pub(crate) fn run(args: &Inspect) -> Result<Done> {
    let bytes = input::whole(args.input.as_deref())?;
    let mut counts = Counts::new();
    if input::is_lines(args.input.as_deref()) {
        bytes.split(|byte| *byte == b'\n').for_each(|line| add(&mut counts, inspect_document(line)));
    } else {
        add(&mut counts, inspect_document(&bytes));
    }
    if args.json {
        output::json(None, &json!({ "tokens": counts.iter().map(row).collect::<Vec<_>>() }))?;
    } else {
        output::whole(None, table(&counts).as_bytes())?;
    }
    Ok(Done::Whole)
}

fn add(counts: &mut Counts, more: Vec<TokenCount>) {
    for TokenCount { suite, id, count } in more {
        *counts.entry((suite, id)).or_default() += count;
    }
}

fn row(((suite, id), count): (&(String, Option<u32>), &u64)) -> Value {
    json!({ "suite": suite, "id": id, "count": count })
}

fn table(counts: &Counts) -> String {
    if counts.is_empty() {
        return "no tokens\n".to_owned();
    }
    let mut text = "suite          id       count\n".to_owned();
    for ((suite, id), count) in counts {
        let id = id.map_or_else(|| "no header".to_owned(), |id| id.to_string());
        // A string takes what is written to it.
        let _ = writeln!(text, "{suite:<5}  {id:>10}  {count:>10}");
    }
    text
}
