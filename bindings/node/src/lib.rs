//! The native module behind the package: convert, call, map the error. No decision is taken here.
#![cfg_attr(test, allow(dead_code, reason = "what Node calls, no test of Rust does"))]
#![allow(unreachable_pub, reason = "what Node sees is public in its module")]

use napi_derive::napi;

mod batch;
mod custom;
mod edit;
mod error;
mod events;
mod keyring;
mod options;
mod provider;
mod stream;
mod values;
mod veil;

/// Every error code, in the order of the reference.
#[napi]
pub fn error_codes() -> Vec<&'static str> {
    fieldveil::ErrorCode::ALL.iter().map(|code| code.as_str()).collect()
}
