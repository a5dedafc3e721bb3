//! The fuzz targets of `core/fuzz`: a corpus to begin with, made of the vectors, and runs of a given length.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::Result;
use crate::workshop::{Workshop, has};

/// Each target, and the vectors whose inputs it begins with.
pub(crate) const TARGETS: &[(&str, &[&str])] = &[
    ("document", &["documents"]),
    ("path", &["paths"]),
    ("policy", &["policies", "operators"]),
    ("record", &["documents", "records"]),
    ("text", &["documents", "operators"]),
    ("token", &["tokens", "records"]),
];

/// Runs every target for so many seconds, on the terminal. Returns whether none found anything.
pub(crate) fn run(seconds: u32) -> Result<bool> {
    if !ready() {
        return Err("cargo-fuzz is not installed: `cargo install --locked cargo-fuzz`, and clang".into());
    }
    let shop = Workshop::open()?;
    for (target, _) in TARGETS {
        seed(&shop, target)?;
        println!("{target}, {seconds} s");
        if !command(&shop, target, seconds).status()?.success() {
            println!("{target} found something: see core/fuzz/artifacts/{target}");
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether this machine can build the targets.
pub(crate) fn ready() -> bool {
    has("cargo-fuzz") && has("clang")
}

/// Everything compiled, and nothing run.
pub(crate) fn build(shop: &Workshop) -> Command {
    let mut command = cargo_fuzz(shop, "build");
    command.args(["--fuzz-dir", "."]);
    command
}

/// One target for so many seconds.
pub(crate) fn command(shop: &Workshop, target: &str, seconds: u32) -> Command {
    let mut command = cargo_fuzz(shop, "run");
    command.args(["--fuzz-dir", ".", target, "--"]);
    command.args([
        format!("-max_total_time={seconds}"),
        "-timeout=20".to_owned(),
        "-max_len=4096".to_owned(),
    ]);
    command
}

fn cargo_fuzz(shop: &Workshop, verb: &str) -> Command {
    let mut command = shop.cargo(&["fuzz", verb]);
    // The core forbids unsafe code, so a sanitizer of memory would find nothing and cost half of the speed. Coverage
    // is a flag of the nightly compiler.
    command
        .args(["--sanitizer", "none"])
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(shop.root.join("core/fuzz"));
    command
}

/// Writes the inputs that a target begins with, unless they are there.
pub(crate) fn seed(shop: &Workshop, target: &str) -> Result<()> {
    let corpus = shop.root.join("core/fuzz/corpus").join(target);
    if corpus.join("seed-0").exists() {
        return Ok(());
    }
    fs::create_dir_all(&corpus)?;
    let vectors = TARGETS.iter().find(|(name, _)| *name == target).map(|(_, vectors)| *vectors);
    let mut inputs = Vec::new();
    for name in vectors.unwrap_or_default() {
        inputs.extend(inputs_of(&shop.root.join("tests/vectors").join(name).with_extension("json"), target)?);
    }
    inputs.sort();
    inputs.dedup();
    for (number, input) in inputs.iter().enumerate() {
        fs::write(corpus.join(format!("seed-{number}")), input)?;
    }
    Ok(())
}

/// The inputs of a file of vectors, as a target reads them.
fn inputs_of(vectors: &Path, target: &str) -> Result<Vec<String>> {
    let vectors: Value = serde_json::from_str(&fs::read_to_string(vectors)?)?;
    let policies = vectors.get("policies").and_then(Value::as_object);
    if target == "policy" {
        let texts = policies.into_iter().flatten().filter_map(|(_, policy)| policy.as_str());
        let checked = cases(&vectors).filter(|case| case.get("operation").is_some_and(|op| op == "check"));
        let checked = checked.filter_map(|case| case.get("input")?.as_str());
        return Ok(texts.chain(checked).map(str::to_owned).collect());
    }
    let inputs = cases(&vectors).filter_map(|case| {
        let input = case.get("input")?.as_str()?;
        match target {
            // The first line is the path, by which the policy is called there.
            "path" => Some(format!("{}\n{input}", case.get("policy")?.as_str()?)),
            _ => Some(input.to_owned()),
        }
    });
    Ok(inputs.collect())
}

fn cases(vectors: &Value) -> impl Iterator<Item = &Value> {
    vectors.get("cases").and_then(Value::as_array).into_iter().flatten()
}
