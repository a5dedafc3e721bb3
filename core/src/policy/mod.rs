//! The policy: which fields are sensitive, what is stored for them, and what each audience is shown.

mod checks;
mod compile;
mod explain;
mod kind;
mod lint;
mod model;
mod moved;
mod paths;
mod places;
mod presets;
mod rule;
mod store;
mod subject;
mod written;

pub use explain::{Explained, Explanation, Suspect};
pub(crate) use kind::DataKind;
pub use lint::{Finding, Severity};
pub(crate) use model::{Class, Compiled, DuplicateNames, Layout, Source, View};
pub(crate) use moved::{Moved, MovedStep};
pub(crate) use rule::{Container, Rule, RuleSet, ShadowRole};
pub(crate) use store::{Deterministic, Encrypt, Index, Store};

use std::sync::Arc;

use crate::{Error, Limits, Result, json};

/// Which fields of a record are sensitive, what is stored for them, and what each audience is shown.
///
/// A policy that exists is valid. It is immutable, cheap to clone, and shared between threads.
///
/// ```
/// use fieldveil::Policy;
///
/// let policy = Policy::parse("{version: 1, rules: [{path: $.customer.email, show: email}]}")?;
/// let explained = policy.explain(br#"{"customer":{"email":"ada@example.org"},"cc":"bob@example.org"}"#)?;
/// assert_eq!(explained.places[0].path, "$['customer']['email']");
/// assert_eq!(explained.suspects[0].path, "$['cc']"); // looks like an e-mail address, and no rule takes it
/// # Ok::<(), fieldveil::Error>(())
/// ```
#[derive(Clone)]
pub struct Policy(Arc<Compiled>);

impl Policy {
    /// Reads and compiles the text of a policy, YAML or JSON.
    ///
    /// # Errors
    /// `invalid_policy` and `invalid_path` with line and column; `limit_exceeded` if it is too large.
    pub fn parse(text: &str) -> Result<Self> {
        compile::compile(text).map(|compiled| Self(Arc::new(compiled)))
    }

    /// Reads and compiles a policy from a file.
    ///
    /// # Errors
    /// `io` if the file cannot be read; else as [`parse`](Self::parse).
    pub fn load(path: impl AsRef<std::path::Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes = std::fs::read(path).map_err(|error| Error::of_file("read", path, &error))?;
        let text =
            simdutf8::compat::from_utf8(&bytes).map_err(|error| not_utf8(&bytes, error.valid_up_to()))?;
        Self::parse(text)
    }

    /// The SHA-256 of the policy's text, lower-case hex: which policy this is.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// The `id` that the policy gives itself.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// What a document may be, at most.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// The names of the views, `default` among them.
    pub fn views(&self) -> impl Iterator<Item = &str> {
        self.0.views.iter().map(|view| view.name.as_str())
    }

    /// The JSON Schema (2020-12) of a policy's form, for editors.
    #[must_use]
    pub const fn schema() -> &'static str {
        include_str!("../../schema/policy.schema.json")
    }

    /// What the linter has to say: errors first, then in the order of the text.
    #[must_use]
    pub fn lint(&self) -> Vec<Finding> {
        lint::lint(&self.0)
    }

    /// The name of the subject whose record this is, where the policy says `subject`.
    ///
    /// # Errors
    /// `missing_field` if the record does not say; `invalid_json` and `limit_exceeded` as every verb.
    pub fn subject_of(&self, document: &[u8]) -> Result<Option<String>> {
        subject::subject_of(&self.0, document)
    }

    /// Which rule takes which place of a sample, which takes none, and what looks sensitive and is taken by none.
    ///
    /// # Errors
    /// `invalid_json` and `limit_exceeded` as every verb.
    ///
    /// # Security
    /// The answer names members of the sample: it is for whoever owns it, not for a log.
    pub fn explain(&self, document: &[u8]) -> Result<Explanation> {
        explain::explain(&self.0, document)
    }

    /// Which indexes have too many or too few bits for a number of distinct values.
    #[must_use]
    pub fn lint_population(&self, distinct_values: u64) -> Vec<Finding> {
        lint::population(&self.0, distinct_values)
    }

    /// What the verbs read.
    pub(crate) fn compiled(&self) -> &Compiled {
        &self.0
    }
}

/// A policy holds no secret, but a whole one is no line of a log: its id and hash say which it is.
impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy").field("id", &self.0.id).field("sha256", &self.0.sha256).finish()
    }
}

fn not_utf8(bytes: &[u8], offset: usize) -> Error {
    crate::document::invalid("the policy is not UTF-8; save it as UTF-8", json::locate(bytes, offset))
}

#[cfg(test)]
mod tests;
