//! The verbs: a record comes in, its places are found, an operator works on each, the rest goes out verbatim.

mod batch;
mod batches;
mod decrypt;
mod edit;
mod encrypt;
mod facts;
mod find;
mod found;
mod free_text;
mod functions;
mod header;
mod indexes;
mod keys;
mod lines;
mod look_up;
mod many;
mod mask;
mod message;
mod moved;
mod objects;
mod observe;
mod opening;
mod options;
mod placed;
mod plan;
mod reencrypt;
mod sealing;
mod session;
mod tally;
mod usage;
mod verb;
mod verbs;
mod watch;

use std::sync::Arc;

pub use batch::Batch;
pub use observe::{Action, Event, JsonLines, KeyUse, Observer};
pub use options::{
    Audit, DecryptOptions, EncryptOptions, Existing, MaskOptions, ReencryptOptions, Reencrypted,
};
pub use verb::Verb;

use functions::Functions;
use watch::Watch;

use crate::error::{Error, ErrorCode, Result};
use crate::keyring::{Keyring, Rings};
use crate::policy::Policy;
use crate::subject::Subjects;

/// Masks, encrypts and decrypts records by one policy.
///
/// Immutable and thread-safe: make one, share it, clone it freely.
///
/// ```
/// use fieldveil::{MaskOptions, Policy, Veil};
///
/// let policy = Policy::parse("{version: 1, rules: [{path: $.email, show: email}]}")?;
/// let shown = Veil::new(policy).mask(br#"{"email":"maria@example.org"}"#, &MaskOptions::default())?;
/// assert_eq!(shown, br#"{"email":"m***@example.org"}"#);
/// # Ok::<(), fieldveil::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Veil {
    policy: Policy,
    rings: Rings,
    functions: Functions,
    watch: Option<Arc<Watch>>,
    subjects: Option<Arc<Subjects>>,
}

impl Veil {
    /// A Veil without keys: it masks.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { policy, rings: Rings::default(), functions: Functions::default(), watch: None, subjects: None }
    }

    /// The same Veil with one more keyring to seal and open with.
    ///
    /// # Errors
    /// `invalid_keyring` if two of its rings have a key set of the same name.
    pub fn with_keyring(self, keyring: Keyring) -> Result<Self> {
        self.with_keyrings([keyring])
    }

    /// The same Veil with more keyrings to seal and open with.
    ///
    /// # Errors
    /// `invalid_keyring` if two of its rings have a key set of the same name.
    pub fn with_keyrings(mut self, keyrings: impl IntoIterator<Item = Keyring>) -> Result<Self> {
        self.rings = self.rings.with(keyrings)?;
        if let Some(watch) = &self.watch {
            watch.listen(&self.rings);
        }
        Ok(self)
    }

    /// The same Veil with a function that the operator `custom` calls by this name.
    ///
    /// # Security
    /// A function that returns nothing, or panics, redacts the value.
    #[must_use]
    pub fn with_custom(
        mut self,
        name: impl Into<String>,
        function: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.functions.register(name.into(), Arc::new(function));
        self
    }

    /// The same Veil with the keys of many people: a record is under the key of the one that the policy's `subject`
    /// names, unless the call names another.
    ///
    /// Who is not among them is as if erased: `encrypt` says `missing_subject`, `decrypt` `unknown_key`, and `mask`
    /// redacts.
    ///
    /// # Errors
    /// `invalid_policy` if the policy does not say where a record names its subject.
    pub fn with_subjects(mut self, subjects: Subjects) -> Result<Self> {
        if self.policy.compiled().subject.is_none() {
            let message =
                "the policy does not say whose data a record is; give it `subject`, the path of a name";
            return Err(Error::new(ErrorCode::InvalidPolicy, message));
        }
        self.subjects = Some(Arc::new(subjects));
        Ok(self)
    }

    /// The same Veil, watched: who did what, with which keys, and how it went; never a value.
    #[must_use]
    pub fn with_observer(mut self, observer: impl Observer + 'static) -> Self {
        let watch = Arc::new(Watch::new(Arc::new(observer)));
        watch.listen(&self.rings);
        self.watch = Some(watch);
        self
    }

    /// The policy that this Veil works by.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }
}
