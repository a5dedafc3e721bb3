//! Key sets, their versions and states, the providers that wrap them, and the file that holds them.
#![allow(dead_code, reason = "the rooms above are being built on these look-ups")]

mod purpose;
mod snapshot;

pub use purpose::{Purpose, State};
pub(crate) use snapshot::{Snapshot, Version};
