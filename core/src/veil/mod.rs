//! The verbs: a record comes in, its places are found, an operator works on each, the rest goes out verbatim.

mod options;

pub use options::{Audit, DecryptOptions, EncryptOptions, Existing, MaskOptions, ReencryptOptions};
