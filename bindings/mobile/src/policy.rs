//! A compiled policy.

use std::sync::Arc;

use crate::error::Outcome;

/// Which fields are sensitive and what happens to them.
#[derive(uniffi::Object)]
pub struct NativePolicy(pub(crate) fieldveil::Policy);

#[uniffi::export]
impl NativePolicy {
    /// Reads a policy from a file.
    #[uniffi::constructor]
    pub fn load(path: String) -> Outcome<Arc<Self>> {
        Ok(Arc::new(Self(fieldveil::Policy::load(path)?)))
    }

    /// Reads a policy from YAML or JSON text.
    #[uniffi::constructor]
    pub fn parse(text: String) -> Outcome<Arc<Self>> {
        Ok(Arc::new(Self(fieldveil::Policy::parse(&text)?)))
    }

    /// The SHA-256 of its text, in hex.
    pub fn sha256(&self) -> String {
        self.0.sha256().to_owned()
    }

    /// The name that it gives itself.
    pub fn id(&self) -> Option<String> {
        self.0.id().map(str::to_owned)
    }
}
