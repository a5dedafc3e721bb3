//! The life of keys.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, ArgGroup, Args, Subcommand};
use fieldveil::Purpose;

use super::Ring;

#[derive(Subcommand)]
pub(crate) enum KeyCommand {
    /// Make an empty keyring
    Create(Create),
    /// Add a key set; its first version is primary at once
    Add(AddSet),
    /// List sets, versions and what finds their tokens in a text column
    List(List),
    /// Add a pending version to a set: everybody can read it, nobody writes it yet
    Rotate(Step),
    /// Make the pending version primary: from now on it writes
    Promote(Promote),
    /// Give up a pending version
    Retire(StepOf),
    /// Refuse a retired version from now on; it can be enabled again
    Disable(StepOf),
    /// Allow a disabled version again
    Enable(StepOf),
    /// Delete a version's material for ever
    Destroy(Destroy),
    /// Change who can open the ring; touches no record
    Rewrap(Rewrap),
}

#[derive(Args)]
pub(crate) struct Create {
    /// Seconds that a version stays pending at least, so that every reader has it before anyone writes
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    pub(crate) min_pending: u64,
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args)]
pub(crate) struct AddSet {
    /// The name by which policies know it
    #[arg(long, value_name = "NAME")]
    pub(crate) set: String,
    /// What the set is for
    #[arg(long, default_value = "data")]
    #[arg(value_parser = PossibleValuesParser::new(Purpose::ALL.iter().map(|purpose| purpose.as_str())))]
    pub(crate) purpose: String,
    /// The suite; each purpose has a usual one
    #[arg(long, value_parser = ["aes-256-gcm", "chacha20-poly1305", "aes-256-siv", "hmac-sha-256"])]
    pub(crate) suite: Option<String>,
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args)]
pub(crate) struct List {
    /// Print one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args)]
pub(crate) struct Step {
    /// The key set
    #[arg(long, value_name = "NAME")]
    pub(crate) set: String,
    #[command(flatten)]
    pub(crate) ring: Ring,
}

#[derive(Args)]
pub(crate) struct Promote {
    /// Do not wait until the version has been pending long enough: every reader has it already
    #[arg(long)]
    pub(crate) now: bool,
    #[command(flatten)]
    pub(crate) step: Step,
}

#[derive(Args)]
pub(crate) struct StepOf {
    /// The version's id, a decimal number
    #[arg(long, value_name = "ID")]
    pub(crate) id: u32,
    #[command(flatten)]
    pub(crate) step: Step,
}

#[derive(Args)]
#[command(group = ArgGroup::new("leave").args(["usage", "force"]).required(true))]
pub(crate) struct Destroy {
    /// Usage reports that `reencrypt` wrote: none may show the version
    #[arg(long, value_name = "FILE", num_args = 1.., action = ArgAction::Append)]
    pub(crate) usage: Vec<PathBuf>,
    /// Whatever still needs the version is lost
    #[arg(long)]
    pub(crate) force: bool,
    #[command(flatten)]
    pub(crate) of: StepOf,
}

#[derive(Args)]
pub(crate) struct Rewrap {
    #[command(flatten)]
    pub(crate) ring: Ring,
    #[command(flatten)]
    pub(crate) change: WrapChange,
}

#[derive(Args)]
#[group(required = true, multiple = true)]
#[command(next_help_heading = "What to change")]
pub(crate) struct WrapChange {
    /// Also open by the passphrase in this file
    #[arg(long, value_name = "FILE")]
    pub(crate) add_passphrase_file: Option<PathBuf>,
    /// Also open by the 32 bytes in this file
    #[arg(long, value_name = "FILE")]
    pub(crate) add_kek_file: Option<PathBuf>,
    /// Also open by the holder of the private key to this public one
    #[arg(long, value_name = "NAME=FILE")]
    pub(crate) add_hpke_public: Option<String>,
    /// Also open by this program
    #[arg(long, value_name = "PROG ARGS", requires = "add_kek_name")]
    pub(crate) add_kek_command: Option<String>,
    /// The name under which the ring knows that program
    #[arg(long, value_name = "NAME", requires = "add_kek_command")]
    pub(crate) add_kek_name: Option<String>,
    /// Take out the wrap of this number, as `key list` counts them
    #[arg(long, value_name = "N", action = ArgAction::Append)]
    pub(crate) remove: Vec<usize>,
    /// A new ring key: wraps every version anew; needed when a removed one may still be in somebody's hands
    #[arg(long)]
    pub(crate) new_ring_key: bool,
}
