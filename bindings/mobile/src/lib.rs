//! Fieldveil for Kotlin and Swift: convert, call, map the error. No decision is taken here.

mod error;

pub use error::{FieldveilError, ProviderError};

uniffi::setup_scaffolding!("fieldveil");

/// Every error code, in the order of the reference.
#[uniffi::export]
pub fn error_codes() -> Vec<String> {
    fieldveil::ErrorCode::ALL.iter().map(|code| code.to_string()).collect()
}
