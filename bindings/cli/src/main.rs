//! The command line of Fieldveil: it converts, calls the core and maps its errors. No decision is taken here.
#![forbid(unsafe_code)]

mod apart;
mod args;
mod bar;
mod commands;
mod context;
mod draft;
mod failure;
mod input;
mod key_file;
mod notice;
mod output;
mod records;
mod ring;
mod tour;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};

fn main() -> ExitCode {
    let done = match &Cli::parse().command {
        Command::Tour => tour::run(),
        Command::Init(args) => commands::init::run(args),
        Command::Mask(args) => commands::mask::run(args),
        Command::Encrypt(args) => commands::encrypt::run(args),
        Command::Decrypt(args) => commands::decrypt::run(args),
        Command::Reencrypt(args) => commands::reencrypt::run(args),
        Command::Check(args) => commands::check::run(args),
        Command::Inspect(args) => commands::inspect::run(args),
        Command::Key(command) => commands::key::run(command),
        Command::Seal(args) => commands::seal::seal(args),
        Command::Open(args) => commands::seal::open(args),
    };
    match done {
        Ok(done) => done.exit_code(),
        Err(failure) => {
            notice::error(&failure);
            failure.exit_code()
        }
    }
}
