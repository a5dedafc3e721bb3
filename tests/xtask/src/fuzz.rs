//! The fuzz targets of `core/fuzz`: a corpus to begin with, made of the vectors, and runs of a given length.
//!
//! Built by cargo itself with the flags that cargo-fuzz would pass: the stable compiler knows them, and nothing has to
//! be installed but a C++ compiler, for libFuzzer.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Result;
use crate::workshop::{Workshop, has};

/// Counts every branch and traces every comparison, in the core and in the oracles, and keeps their assertions.
///
/// The core forbids unsafe code, so a sanitizer of memory would find nothing here and cost half of the speed.
const COVERAGE: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Cdebug-assertions";

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
        return Err("libFuzzer needs a C++ compiler; install `g++` or `clang`".into());
    }
    let shop = Workshop::open()?;
    if !build(&shop)?.status()?.success() {
        return Err("the targets do not compile".into());
    }
    for (target, _) in TARGETS {
        println!("{target}, {seconds} s");
        if !command(&shop, target, seconds)?.status()?.success() {
            println!("{target} found something: see core/fuzz/artifacts/{target}");
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether this machine can build the targets.
pub(crate) fn ready() -> bool {
    ["c++", "g++", "clang++"].into_iter().any(has)
}

/// Everything compiled, and nothing run.
pub(crate) fn build(shop: &Workshop) -> Result<Command> {
    // Named, the target keeps the flags away from build scripts and macros.
    let mut command = shop.cargo(&["build", "--locked", "--release", "--bins", "--target", &shop.host()?]);
    command.arg("--target-dir").arg(built(shop)).env("RUSTFLAGS", COVERAGE);
    command.current_dir(shop.root.join("core/fuzz"));
    Ok(command)
}

/// One target for so many seconds, with what it begins with. What it learns is kept for the next run.
pub(crate) fn command(shop: &Workshop, target: &str, seconds: u32) -> Result<Command> {
    let folder = shop.root.join("core/fuzz");
    let (corpus, artifacts) = (folder.join("corpus").join(target), folder.join("artifacts").join(target));
    fs::create_dir_all(&artifacts)?;
    seed(shop, target, &corpus)?;
    let mut command = shop.command(built(shop).join(shop.host()?).join("release").join(target));
    command.arg(corpus).args([
        format!("-artifact_prefix={}/", artifacts.display()),
        format!("-max_total_time={seconds}"),
        "-timeout=20".to_owned(),
        "-max_len=4096".to_owned(),
        "-print_final_stats=1".to_owned(),
    ]);
    Ok(command)
}

fn built(shop: &Workshop) -> PathBuf {
    shop.scratch.join("fuzz")
}

/// Writes the inputs that a target begins with, unless they are there.
fn seed(shop: &Workshop, target: &str, corpus: &Path) -> Result<()> {
    if corpus.join("seed-0").exists() {
        return Ok(());
    }
    fs::create_dir_all(corpus)?;
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
