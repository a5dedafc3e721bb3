//! Files of any size.

use clap::{ArgAction, Args};

use super::{Files, Ring};

#[derive(Args)]
pub(crate) struct Seal {
    /// The key set that encrypts
    #[arg(long, value_name = "NAME")]
    pub(crate) set: String,
    #[command(flatten)]
    pub(crate) stream: Stream,
}

#[derive(Args)]
pub(crate) struct Stream {
    #[command(flatten)]
    pub(crate) files: Files,
    /// A pair that the file is bound to
    #[arg(long, value_name = "NAME=VALUE", action = ArgAction::Append)]
    pub(crate) context: Vec<String>,
    #[command(flatten)]
    pub(crate) ring: Ring,
}
