//! What a call may say beside the document.

use std::collections::BTreeMap;

use crate::context::Context;
use crate::report::Report;
use crate::subject::Subject;

/// How [`mask`](crate::Veil::mask) is to be done.
#[derive(Clone, Debug, Default)]
pub struct MaskOptions {
    /// The view of the policy to show; none is `default`, where every class is as its `show` says.
    pub view: Option<String>,
    /// Pairs that tokens are bound to, beside those that the policy reads from the record.
    pub context: Context,
    /// Whose key opens tokens of a subject set.
    pub subject: Option<Subject>,
    /// Who asks, and why: goes to the observer and nowhere else.
    pub audit: Option<Audit>,
}

impl MaskOptions {
    /// The name of the view that is shown.
    pub(super) fn view_name(&self) -> &str {
        self.view.as_deref().unwrap_or("default")
    }
}

/// How [`encrypt`](crate::Veil::encrypt) is to be done.
#[derive(Clone, Debug, Default)]
pub struct EncryptOptions {
    /// Pairs that tokens are bound to, beside those that the policy reads from the record.
    pub context: Context,
    /// Whose key seals what the policy gives to a subject set.
    pub subject: Option<Subject>,
    /// What to do with a selected string that is a token already, or with a header.
    pub existing: Existing,
    /// Who asks, and why: goes to the observer and nowhere else.
    pub audit: Option<Audit>,
}

/// How [`decrypt`](crate::Veil::decrypt) is to be done.
#[derive(Clone, Debug, Default)]
pub struct DecryptOptions {
    /// The pairs that were given to `encrypt`.
    pub context: Context,
    /// Whose key opens tokens of a subject set.
    pub subject: Option<Subject>,
    /// Let fields be missing and plaintext pass. Every token that is there is still authenticated.
    pub partial: bool,
    /// Who asks, and why: goes to the observer and nowhere else.
    pub audit: Option<Audit>,
}

/// How [`reencrypt`](crate::Veil::reencrypt) is to be done.
#[derive(Clone, Debug, Default)]
pub struct ReencryptOptions {
    /// The pairs that were given to `encrypt`; they stay.
    pub context: Context,
    /// Whose key opens and seals tokens of a subject set.
    pub subject: Option<Subject>,
    /// Who asks, and why: goes to the observer and nowhere else.
    pub audit: Option<Audit>,
}

/// What `encrypt` does with a selected string that parses as a token, or with a record header.
///
/// # Security
/// `encrypt` never opens anything by itself. `Seal` is for documents that strangers write: what looks like a token
/// is data. `Keep` is for documents from one's own store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// Refuse with `already_encrypted`.
    #[default]
    Error,
    /// Open it under this call's keys and context; if it is authentic, leave it as it is.
    Keep,
    /// Encrypt it like any other string; a header is still refused.
    Seal,
}

/// Who asks, and why; for the observer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Who asks.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A record under the primary versions of its sets, and which versions it was under.
#[derive(Clone, Debug)]
pub struct Reencrypted {
    /// The stored record; the bytes that came if there was nothing to do.
    pub stored: Vec<u8>,
    /// What was found.
    pub report: Report,
    /// How many tokens and index terms each key version had, by its id. The fields of a record count once, as their
    /// header; tokens where no rule looks for them count too, and stay as they are.
    pub before: BTreeMap<u32, u64>,
    /// How many each has now.
    pub after: BTreeMap<u32, u64>,
}
