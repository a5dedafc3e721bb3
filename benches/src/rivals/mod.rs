//! What a user would pick instead: each replaces what the paths select by `"[REDACTED]"`, or does less than that.

pub mod datafog_core;
mod ignored_any;
mod jsonpath_rust;
pub mod redact_core;
mod rsonpath;
mod serde_json_path;
mod sonic;

pub use self::ignored_any::ignored_any;
pub use self::jsonpath_rust::JsonpathRust;
pub use self::rsonpath::Rsonpath;
pub use self::serde_json_path::SerdeJsonPath;
pub use self::sonic::sonic;

const REDACTED: &str = "[REDACTED]";
