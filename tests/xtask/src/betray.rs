//! One constant of the format changed, in a copy of everything that the tests have built: the vectors must notice it in
//! every language.
//!
//! The constant is a label that keys are derived under. It is replaced in the compiled code, which is the very code that
//! the tests run; building six packages anew for one byte would take half an hour. (On a Mac a changed library would have to
//! be signed again: this runs on Linux.)

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Result;
use crate::bindings::{self, CLI, KOTLIN, Language, NODE, PYTHON, SWIFT};
use crate::counts::Counts;
use crate::step::Log;
use crate::workshop::Workshop;

/// What every key of a value is derived under, with its length before it, and what it becomes.
const LABEL: &[u8] = b"\0\0\0\x09fv1/value";
const OTHER: &[u8] = b"\0\0\0\x09fv1/valve";

/// Runs the vectors in every language with the changed constant, and prints how many fail. Returns whether some do in each.
pub(crate) fn run() -> Result<bool> {
    let shop = Workshop::for_tests()?;
    let log = Log::create(shop.scratch.join("logs/betray.log"))?;
    let scratch = shop.scratch.join("betrayed");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    fs::create_dir_all(&scratch)?;
    println!("the label of values is changed by one letter; the log is {}", log.path().display());
    let mut noticed = true;
    let mut report = |name: &str, command: &mut Command| -> Result<()> {
        let counts = Counts::read(&log.attempt(command)?.output);
        println!("{name:7} {:5} vectors passed, {:4} failed", counts.passed, counts.failed);
        noticed &= counts.failed > 0;
        Ok(())
    };
    report("rust", &mut rust(&shop, &log, &scratch)?)?;
    for language in bindings::ALL {
        bindings::ready(*language, &shop, &log)?;
        report(language.name(), &mut betrayed(*language, &shop, &scratch)?)?;
    }
    Ok(noticed)
}

/// The core's own test of the vectors.
fn rust(shop: &Workshop, log: &Log, scratch: &Path) -> Result<Command> {
    let arguments = [
        "test",
        "--locked",
        "--package",
        "fieldveil",
        "--test",
        "vectors",
        "--no-run",
        "--message-format",
        "json",
    ];
    let output = log.run(&mut shop.cargo(&arguments))?;
    let mut built = output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let program = built.find_map(|message| Some(message.get("executable")?.as_str()?.to_owned()));
    let copy = scratch.join("rust");
    change(Path::new(&program.ok_or("cargo names no test program")?), &copy)?;
    Ok(shop.command(copy))
}

/// The vectors through a language's agent, which finds the changed code where it would find its own.
fn betrayed(language: &dyn Language, shop: &Workshop, scratch: &Path) -> Result<Command> {
    let folder = scratch.join(language.name());
    fs::create_dir_all(&folder)?;
    let mut agent = language.agent(shop);
    let mut run = shop.command("python3");
    run.args(["tests/vectors/run.py", "--"]);
    match language.name() {
        name if name == CLI.name() => {
            change(&bindings::program(shop), &folder.join("fieldveil"))?;
            agent = vec![shown(&folder.join("fieldveil"))];
        }
        name if name == PYTHON.name() => {
            let python = agent.first().ok_or("an agent is a command")?;
            let asked = "import fieldveil, os; print(os.path.dirname(fieldveil.__file__))";
            let package = String::from_utf8(shop.command(python).args(["-c", asked]).output()?.stdout)?;
            copy(shop, Path::new(package.trim()), &folder)?;
            change_in(&folder.join("fieldveil"), ".so")?;
            run.env("PYTHONPATH", &folder);
        }
        name if name == NODE.name() => {
            let package = folder.join("node_modules/fieldveil");
            fs::create_dir_all(&package)?;
            for part in ["package.json", "native.cjs", "dist"] {
                copy(shop, &shop.root.join("bindings/node").join(part), &package)?;
            }
            copy(shop, &library(&shop.root.join("bindings/node"), ".node")?, &package)?;
            change_in(&package, ".node")?;
            let script = agent.last_mut().ok_or("an agent is a command")?;
            fs::copy(&*script, folder.join("agent.mjs"))?;
            *script = shown(&folder.join("agent.mjs"));
        }
        name if name == KOTLIN.name() => {
            let resources = shop.root.join("bindings/mobile/target/kotlin/resources");
            let platform = fs::read_dir(resources)?.next().ok_or("no native library")??.path();
            change(&library(&platform, ".so")?, &folder.join("libfieldveil_mobile.so"))?;
            run.env("JAVA_TOOL_OPTIONS", format!("-Djna.library.path={}", folder.display()));
        }
        name if name == SWIFT.name() => {
            // Beside its own, where the chroot sees it.
            let built = shop.root.join("bindings/mobile/swift/.build/debug");
            change(&built.join("Agent"), &built.join("Betrayed"))?;
            agent = vec![
                "sh".to_owned(),
                "-c".to_owned(),
                "cd bindings/mobile/swift && exec sh ./in-chroot.sh .build/debug/Betrayed".to_owned(),
            ];
        }
        name => return Err(format!("nobody has said how {name} is betrayed").into()),
    }
    run.args(agent);
    Ok(run)
}

/// Writes a copy of a program or library with the other label.
fn change(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)?;
    let mut code = fs::read(from)?;
    let places: Vec<usize> = code
        .windows(LABEL.len())
        .enumerate()
        .filter(|(_, bytes)| *bytes == LABEL)
        .map(|(at, _)| at)
        .collect();
    if places.is_empty() {
        return Err(format!("the label is not in {}", from.display()).into());
    }
    for at in places {
        if let Some(bytes) = code.get_mut(at..at + OTHER.len()) {
            bytes.copy_from_slice(OTHER);
        }
    }
    Ok(fs::write(to, code)?)
}

/// The same, in the place of the one library of a folder.
fn change_in(folder: &Path, ends: &str) -> Result<()> {
    let library = library(folder, ends)?;
    change(&library, &folder.join("changed"))?;
    Ok(fs::rename(folder.join("changed"), library)?)
}

fn library(folder: &Path, ends: &str) -> Result<PathBuf> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if shown(&path).ends_with(ends) {
            return Ok(path);
        }
    }
    Err(format!("no {ends} in {}", folder.display()).into())
}

fn copy(shop: &Workshop, from: &Path, into: &Path) -> Result<()> {
    let done = shop.command("cp").arg("-R").arg(from).arg(into).status()?;
    if done.success() { Ok(()) } else { Err(format!("{} could not be copied", from.display()).into()) }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
