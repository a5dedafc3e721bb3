//! Fieldveil for Kotlin and Swift: convert, call, map the error. No decision is taken here.
//!
//! UniFFI generates a Kotlin and a Swift source from this crate; the facades of the two packages, which are what an
//! application sees, stand on them. Documents go in as bytes without a copy and come out as text, whose bytes UniFFI
//! moves as a whole; those of a batch are read where they lie.

#![allow(
    clippy::result_large_err,
    reason = "an error crosses as the bytes that UniFFI writes; a box would spare none"
)]
#![allow(unreachable_pub, reason = "what is exported is reached through the scaffolding of UniFFI")]

mod batch;
// What the command line writes its files by: one habit, and no package for it alone.
#[path = "../../cli/src/draft.rs"]
mod draft;
mod edit;
mod error;
mod files;
mod keyring;
mod look_up;
mod options;
mod policy;
mod provider;
mod report;
mod ring_info;
mod values;
mod veil;
mod watch;

uniffi::setup_scaffolding!("fieldveil");

/// Every error code, in the order of the reference.
#[uniffi::export]
pub fn error_codes() -> Vec<String> {
    fieldveil::ErrorCode::ALL.iter().map(|code| code.to_string()).collect()
}
