//! The ciphers by themselves, of the backend that the core is built with: what sealing cannot cost less than.

#[cfg(feature = "aws-lc")]
mod aws;
#[cfg(not(feature = "aws-lc"))]
mod rust;

#[cfg(feature = "aws-lc")]
pub use aws::{Aead, NAME, Prk};
#[cfg(not(feature = "aws-lc"))]
pub use rust::{Aead, NAME, Prk};

/// What a tag is long.
pub const TAG: usize = 16;
