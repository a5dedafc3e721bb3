//! The whole command line, as `fieldveil help` shows it. Nothing here does anything.

mod document;
mod key;
mod ring;
mod seal;

pub(crate) use document::{
    Check, Decrypt, Document, Encrypt, Existing, Files, Init, Inspect, Mask, Reencrypt,
};
pub(crate) use key::{AddSet, Create, Destroy, KeyCommand, List, Promote, Rewrap, Step, StepOf, WrapChange};
pub(crate) use ring::{Openers, Ring};
pub(crate) use seal::{Seal, Stream};

use clap::{Parser, Subcommand};

/// Hide the sensitive parts of a record and leave the rest of it alone.
#[derive(Parser)]
#[command(name = "fieldveil", version, arg_required_else_help = true, max_term_width = 100)]
#[command(after_help = "\
Exit codes: 0 done · 1 done, but bad lines were replaced · 2 usage · 3 policy · 4 input · 5 keys · \
6 authentication · 7 io · 70 internal\n\
Begin with `fieldveil tour`: the life of a record in a few seconds.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Show the life of a record on sample orders, in a temporary folder
    Tour,
    /// Write a starter policy and keyring, and say what to do next
    Init(Init),
    /// Show a record as one audience may see it
    Mask(Mask),
    /// Encrypt the sensitive fields of a record
    Encrypt(Encrypt),
    /// Restore a record, byte for byte
    Decrypt(Decrypt),
    /// Move every token to the primary version of its key set
    Reencrypt(Reencrypt),
    /// Lint a policy, and explain what it does to a sample
    Check(Check),
    /// Count tokens, suites and key ids; needs no key
    Inspect(Inspect),
    /// Make a keyring, and lead its keys through their life
    #[command(subcommand)]
    Key(KeyCommand),
    /// Encrypt a file of any size
    Seal(Seal),
    /// Decrypt a file of any size
    Open(Stream),
}
