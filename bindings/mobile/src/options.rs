//! What a call may say beside the document.

use std::collections::HashMap;

use fieldveil::{
    Audit, Context, DecryptOptions, EncryptOptions, Existing, MaskOptions, ReencryptOptions, Result, Subject,
    Verb,
};

/// The verbs.
#[derive(Clone, Copy, uniffi::Enum)]
pub enum NativeVerb {
    /// Show to an audience.
    Mask,
    /// Plain to stored.
    Encrypt,
    /// Stored to plain.
    Decrypt,
    /// To the primary versions.
    Reencrypt,
}

/// What `encrypt` does with a token that is there already.
#[derive(Clone, Copy, uniffi::Enum)]
pub enum NativeExisting {
    /// Refuse.
    Error,
    /// Open it and leave it.
    Keep,
    /// Encrypt it like any other text.
    Seal,
}

/// A person, whose data is sealed under a key of their own.
#[derive(uniffi::Record)]
pub struct NativeSubject {
    /// The name that the key was made for.
    pub name: String,
    /// The stored form of the key.
    pub key: String,
}

/// One verb and everything that is said beside the document; what a verb has no use for is passed over.
#[derive(uniffi::Record)]
pub struct NativeCall {
    /// What is done.
    pub verb: NativeVerb,
    /// Pairs that tokens are bound to.
    pub context: HashMap<String, String>,
    /// Whose key seals and opens.
    pub subject: Option<NativeSubject>,
    /// The view that `mask` shows.
    pub view: Option<String>,
    /// What `encrypt` does with a token.
    pub existing: NativeExisting,
    /// Whether `decrypt` lets fields be missing.
    pub partial: bool,
    /// Who asks; for the observer.
    pub actor: Option<String>,
    /// Why; for the observer.
    pub reason: Option<String>,
}

impl NativeCall {
    /// The verb of the core.
    pub(crate) fn verb(self) -> Result<Verb> {
        let context = context(self.context)?;
        let subject = self.subject.map(subject);
        let watched = self.actor.is_some() || self.reason.is_some();
        let audit = watched.then_some(Audit { actor: self.actor, reason: self.reason });
        Ok(match self.verb {
            NativeVerb::Mask => Verb::Mask(MaskOptions { view: self.view, context, subject, audit }),
            NativeVerb::Encrypt => {
                let existing = existing(self.existing);
                Verb::Encrypt(EncryptOptions { context, subject, existing, audit })
            }
            NativeVerb::Decrypt => {
                Verb::Decrypt(DecryptOptions { context, subject, partial: self.partial, audit })
            }
            NativeVerb::Reencrypt => Verb::Reencrypt(ReencryptOptions { context, subject, audit }),
        })
    }
}

/// The context of a map.
pub(crate) fn context(pairs: HashMap<String, String>) -> Result<Context> {
    pairs.into_iter().try_fold(Context::new(), |context, (name, value)| context.with(name, value))
}

/// The subject of the core.
pub(crate) fn subject(given: NativeSubject) -> Subject {
    Subject { name: given.name, key: given.key }
}

fn existing(given: NativeExisting) -> Existing {
    match given {
        NativeExisting::Error => Existing::Error,
        NativeExisting::Keep => Existing::Keep,
        NativeExisting::Seal => Existing::Seal,
    }
}
