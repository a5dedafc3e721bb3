//! `cargo xtask`: one command for every check of this project, the same for a developer and for CI.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a command-line tool talks on standard output")]

mod bench;
mod betray;
mod bindings;
mod counts;
mod fuzz;
mod once;
mod packages;
mod run;
mod sanitize;
mod scale;
mod setup;
mod step;
mod suite;
mod suites;
mod table;
mod workshop;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What every fallible step here returns; the text is for a person.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Every check of Fieldveil by one command")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs every suite that this machine's toolchains allow, or the named ones
    Test {
        /// The suites to run; without a name all but the long ones
        names: Vec<String>,
        /// Runs the long ones too
        #[arg(long, conflicts_with = "names")]
        all: bool,
        /// Prints the suites and runs none
        #[arg(long)]
        list: bool,
    },
    /// Measures beside the rivals and prints the tables of ratios
    Bench {
        /// The benches to run; all without a name
        names: Vec<String>,
    },
    /// Makes every package of this version in an empty folder, each with its bill of materials, and their checksums
    Package {
        /// Where they go
        folder: PathBuf,
        /// Also installs each from there in a clean environment and tries it
        #[arg(long = "try")]
        attempt: bool,
    },
    /// Changes one constant of the format in everything that was built, and shows that the vectors notice it in every language
    Betray,
    /// Runs every fuzz target of `core/fuzz`
    Fuzz {
        /// How long each of them runs
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
    /// Runs the core's own tests under AddressSanitizer, over either backend
    Sanitize,
    /// Erases one of a million people, and changes the passphrase over a million records
    Scale {
        /// How many people
        #[arg(default_value_t = 1_000_000)]
        people: u64,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Test { list: true, .. } => run::list(),
        Command::Test { names, all, list: false } => run::run(&names, all),
        Command::Bench { names } => bench::run(&names),
        Command::Betray => betray::run(),
        Command::Package { folder, attempt } => packages::run(&folder, attempt),
        Command::Fuzz { seconds } => fuzz::run(seconds),
        Command::Sanitize => sanitize::run(),
        Command::Scale { people } => scale::run(people),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("error: {error}");
            ExitCode::from(2)
        }
    }
}
