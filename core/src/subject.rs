//! One person, whose data can be erased by itself.

use std::fmt;

/// One person, whose data is sealed under a key of their own.
#[derive(Clone)]
pub struct Subject {
    /// The subject's name, as given when its key was made.
    pub name: String,
    /// The stored form of the subject's key: a token of the subject set.
    pub key: String,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject([REDACTED])")
    }
}
