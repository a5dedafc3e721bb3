//! Which keyring, and what opens it. No secret is ever an argument: files, descriptors, a program, the
//! environment.

use std::path::PathBuf;

use clap::{ArgAction, Args};

/// The keyrings of a command, and what opens them.
#[derive(Args)]
pub(crate) struct Ring {
    /// The keyring file; `FIELDVEIL_KEYRING` unless given; records may need several
    #[arg(short, long, value_name = "RING", action = ArgAction::Append)]
    pub(crate) keyring: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) openers: Openers,
}

/// Whatever is given here is tried; the environment only if nothing is.
#[derive(Args)]
#[command(next_help_heading = "Opening the keyring")]
pub(crate) struct Openers {
    /// A file that holds the passphrase; or `FIELDVEIL_PASSPHRASE_FILE`, `FIELDVEIL_PASSPHRASE`
    #[arg(long, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// A file descriptor that holds the passphrase
    #[arg(long, value_name = "FD")]
    pub(crate) passphrase_fd: Option<u32>,
    /// A file that holds 32 bytes, raw or as text; or `FIELDVEIL_KEK_FILE`, `FIELDVEIL_KEK`
    #[arg(long, value_name = "FILE")]
    pub(crate) kek_file: Option<PathBuf>,
    /// A file descriptor that holds 32 bytes, raw or as text
    #[arg(long, value_name = "FD")]
    pub(crate) kek_fd: Option<u32>,
    /// A file that holds an HPKE private key, X25519
    #[arg(long, value_name = "FILE")]
    pub(crate) hpke_private: Option<PathBuf>,
    /// A program that wraps and unwraps: called with `wrap` or `unwrap`, a line of base64 in and out
    #[arg(long, value_name = "PROG ARGS", requires = "kek_name")]
    pub(crate) kek_command: Option<String>,
    /// The name under which the ring knows that program
    #[arg(long, value_name = "NAME", requires = "kek_command")]
    pub(crate) kek_name: Option<String>,
}
