//! The context of a ciphertext: what it is bound to beside its key.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorCode, Result};
use crate::limits::{MAX_CONTEXT_BYTES, MAX_CONTEXT_PAIRS};
use crate::seal;

/// Name-value pairs (`tenant=acme`) that a ciphertext is bound to: under another context there is no plaintext.
///
/// The pairs are compared as Unicode scalar values without normalization, and sorted by the bytes of the name.
///
/// ```
/// # use fieldveil::Context;
/// let context = Context::new().with("tenant", "acme")?.with("table", "orders")?;
/// assert_eq!(context.get("tenant"), Some("acme"));
/// # Ok::<(), fieldveil::Error>(())
/// ```
///
/// # Security
/// A context is authenticated, not encrypted, and it is not stored in the token: whoever decrypts must know it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Context {
    pairs: BTreeMap<String, String>,
}

impl Context {
    /// A context without pairs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same context with one more pair.
    ///
    /// # Errors
    /// As [`insert`](Self::insert).
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Result<Self> {
        self.insert(name, value)?;
        Ok(self)
    }

    /// Adds one pair.
    ///
    /// # Errors
    /// `invalid_context` for an empty name, a name that begins with `fv-`, or a name that is there with another
    /// value; `limit_exceeded` beyond 64 pairs or 64 KiB.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<String>) -> Result<()> {
        let (name, value) = (name.into(), value.into());
        if name.is_empty() {
            return Err(invalid("a context name is empty; give every pair a name"));
        }
        if name.starts_with("fv-") {
            return Err(invalid("context names that begin with `fv-` are reserved; choose another name"));
        }
        match self.pairs.get(&name) {
            Some(there) if *there == value => return Ok(()),
            Some(_) => {
                let message =
                    format!("the context gives `{name}` two values; the policy, or one call, says it once");
                return Err(Error::new(ErrorCode::InvalidContext, message));
            }
            None => {}
        }
        let size: usize = self.pairs.iter().map(|(n, v)| n.len() + v.len()).sum();
        if self.pairs.len() >= MAX_CONTEXT_PAIRS || size + name.len() + value.len() > MAX_CONTEXT_BYTES {
            let message = "a context holds at most 64 pairs and 64 KiB; bind to fewer or shorter pairs";
            return Err(Error::new(ErrorCode::LimitExceeded, message));
        }
        self.pairs.insert(name, value);
        Ok(())
    }

    /// The value of a pair.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.get(name).map(String::as_str)
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// `u32 n ‖ LP(name) ‖ LP(value) …`, the form that keys are derived from.
    pub(crate) fn encode(&self) -> Vec<u8> {
        encode(self.pairs.iter())
    }

    /// The same over only those pairs that an operator's `scope` lists.
    ///
    /// # Errors
    /// `invalid_context` where a listed pair is missing.
    pub(crate) fn encode_scope(&self, scope: &[String]) -> Result<Vec<u8>> {
        let mut listed = BTreeMap::new();
        for name in scope {
            let value = self.pairs.get(name).ok_or_else(|| {
                invalid(format!(
                    "the scope lists `{name}` and the context lacks it; pass it or read it from the record"
                ))
            })?;
            listed.insert(name, value);
        }
        Ok(encode(listed.into_iter()))
    }
}

/// Names and values may both be personal: only the number of pairs is shown.
impl std::fmt::Debug for Context {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Context({} pairs)", self.pairs.len())
    }
}

fn encode<'a>(pairs: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<u8> {
    seal::context::encode(pairs.map(|(name, value)| (name.as_str(), value.as_str())))
}

fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidContext, message)
}
