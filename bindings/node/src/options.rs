//! What a call may say beside the document, from JavaScript's options.

use std::collections::HashMap;

use fieldveil::{
    Audit, Context, DecryptOptions, EncryptOptions, Existing, MaskOptions, ReencryptOptions, Subject, Verb,
};
use napi_derive::napi;

use crate::error::OrThrow;

/// The options of every verb; each reads its own.
#[napi(object, object_to_js = false)]
pub struct NativeOptions {
    /// The view of `mask`.
    #[napi(ts_type = "string")]
    pub view: Option<String>,
    /// Pairs that tokens are bound to.
    #[napi(ts_type = "Readonly<Record<string, string>>")]
    pub context: Option<HashMap<String, String>>,
    /// Whose key.
    #[napi(ts_type = "NativeSubject")]
    pub subject: Option<NativeSubject>,
    /// What `encrypt` does with tokens.
    #[napi(ts_type = "string")]
    pub existing: Option<String>,
    /// Whether `decrypt` lets fields be missing.
    #[napi(ts_type = "boolean")]
    pub partial: Option<bool>,
    /// Who asks, and why.
    #[napi(ts_type = "NativeAudit")]
    pub audit: Option<NativeAudit>,
}

/// One person.
#[napi(object, object_to_js = false)]
pub struct NativeSubject {
    /// Their name.
    pub name: String,
    /// The stored form of their key.
    pub key: String,
}

/// Who asks, and why.
#[napi(object, object_to_js = false)]
pub struct NativeAudit {
    /// Who asks.
    #[napi(ts_type = "string")]
    pub actor: Option<String>,
    /// Why.
    #[napi(ts_type = "string")]
    pub reason: Option<String>,
}

/// The context of an object's members.
pub(crate) fn context(given: Option<HashMap<String, String>>) -> napi::Result<Context> {
    let mut context = Context::new();
    for (name, value) in given.into_iter().flatten() {
        context.insert(name, value).or_throw()?;
    }
    Ok(context)
}

/// One person of the core's.
pub(crate) fn subject(given: Option<NativeSubject>) -> Option<Subject> {
    given.map(|it| Subject { name: it.name, key: it.key })
}

/// The verb of that number with its options.
pub(crate) fn verb(number: u32, given: Option<NativeOptions>) -> napi::Result<Verb> {
    let Some(given) = given else { return Ok(plain(number)) };
    let (context, subject) = (context(given.context)?, subject(given.subject));
    let audit = given.audit.map(|it| Audit { actor: it.actor, reason: it.reason });
    Ok(match number {
        0 => Verb::Mask(MaskOptions { view: given.view, context, subject, audit }),
        1 => {
            let existing = existing(given.existing.as_deref())?;
            Verb::Encrypt(EncryptOptions { context, subject, existing, audit })
        }
        2 => {
            let partial = given.partial.unwrap_or_default();
            Verb::Decrypt(DecryptOptions { context, subject, partial, audit })
        }
        _ => Verb::Reencrypt(ReencryptOptions { context, subject, audit }),
    })
}

fn plain(number: u32) -> Verb {
    match number {
        0 => Verb::Mask(MaskOptions::default()),
        1 => Verb::Encrypt(EncryptOptions::default()),
        2 => Verb::Decrypt(DecryptOptions::default()),
        _ => Verb::Reencrypt(ReencryptOptions::default()),
    }
}

fn existing(word: Option<&str>) -> napi::Result<Existing> {
    match word {
        None | Some("error") => Ok(Existing::Error),
        Some("keep") => Ok(Existing::Keep),
        Some("seal") => Ok(Existing::Seal),
        Some(_) => Err(napi::Error::from_reason("`existing` is `error`, `keep` or `seal`")),
    }
}
