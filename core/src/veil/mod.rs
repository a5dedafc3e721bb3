//! The verbs: a record comes in, its places are found, an operator works on each, the rest goes out verbatim.

mod decrypt;
mod edit;
mod encrypt;
mod facts;
mod found;
mod free_text;
mod functions;
mod indexes;
mod keys;
mod lines;
mod look_up;
mod many;
mod mask;
mod moved;
mod opening;
mod options;
mod plan;
mod reencrypt;
mod sealing;
mod tally;

use std::io::{BufRead, Write};
use std::sync::Arc;

pub use options::{
    Audit, DecryptOptions, EncryptOptions, Existing, MaskOptions, ReencryptOptions, Reencrypted,
};

use functions::Functions;
use keys::CallKeys;
use lines::BadLine;
use tally::Tally;

use crate::error::{ErrorCode, Result};
use crate::keyring::{Keyring, Rings};
use crate::policy::Policy;
use crate::report::Report;
use crate::subject::Subject;

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
}

impl Veil {
    /// A Veil without keys: it masks.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        Self { policy, rings: Rings::default(), functions: Functions::default() }
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

    /// The policy that this Veil works by.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Shows a plain or stored record to an audience: JSON text in UTF-8 in, JSON text out.
    ///
    /// # Errors
    /// `unknown_view`; `invalid_json` and `limit_exceeded` of the document; `invalid_context`.
    ///
    /// # Security
    /// Fails closed: what an operator cannot work on, and every token that the view does not open, is redacted.
    pub fn mask(&self, doc: &[u8], options: &MaskOptions) -> Result<Vec<u8>> {
        self.mask_with_report(doc, options).map(|(shown, _)| shown)
    }

    /// As [`mask`](Self::mask), with a report of what was done.
    ///
    /// # Errors
    /// As [`mask`](Self::mask).
    pub fn mask_with_report(&self, doc: &[u8], options: &MaskOptions) -> Result<(Vec<u8>, Report)> {
        let policy = self.policy.compiled();
        let view = policy.view(options.view.as_deref())?;
        let keys = self.keys(options.subject.as_ref().filter(|_| view.open))?;
        let mut tally = Tally::new(policy);
        let shown = mask::mask(policy, view, &keys, &self.functions, doc, &options.context, &mut tally)?;
        Ok((shown, tally.report(policy, Some(options.view.as_deref().unwrap_or("default")))))
    }

    /// Encrypts the fields of a plain record, as their rules store them.
    ///
    /// # Errors
    /// `invalid_json` and `limit_exceeded` of the document; `already_encrypted`, `unsupported_value`,
    /// `missing_field`, `invalid_context`; the errors of the keys. With an error there are no bytes.
    pub fn encrypt(&self, doc: &[u8], options: &EncryptOptions) -> Result<Vec<u8>> {
        self.encrypt_with_report(doc, options).map(|(stored, _)| stored)
    }

    /// As [`encrypt`](Self::encrypt), with a report of what was done.
    ///
    /// # Errors
    /// As [`encrypt`](Self::encrypt).
    pub fn encrypt_with_report(&self, doc: &[u8], options: &EncryptOptions) -> Result<(Vec<u8>, Report)> {
        let policy = self.policy.compiled();
        let keys = self.keys(options.subject.as_ref())?;
        let mut tally = Tally::new(policy);
        let stored = encrypt::encrypt(policy, &keys, doc, &options.context, options.existing, &mut tally)?;
        Ok((stored, tally.report(policy, None)))
    }

    /// Restores the plain record, byte for byte where every `store` is reversible.
    ///
    /// # Errors
    /// `wrong_key`, `tampered`, `not_encrypted`, `invalid_token` and the other codes of damage;
    /// the errors of the keys and of the document. With an error there are no bytes.
    ///
    /// # Security
    /// The whole record is authenticated, its context and the place of each field with it, before a byte of it is
    /// returned.
    pub fn decrypt(&self, doc: &[u8], options: &DecryptOptions) -> Result<Vec<u8>> {
        self.decrypt_with_report(doc, options).map(|(plain, _)| plain)
    }

    /// As [`decrypt`](Self::decrypt), with a report of what was done.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn decrypt_with_report(&self, doc: &[u8], options: &DecryptOptions) -> Result<(Vec<u8>, Report)> {
        let policy = self.policy.compiled();
        self.opening(options.subject.as_ref(), |keys| {
            let mut tally = Tally::new(policy);
            let plain = decrypt::decrypt(policy, keys, doc, &options.context, options.partial, &mut tally)?;
            Ok((plain, tally.report(policy, None)))
        })
    }

    /// Moves every token and every index to the primary version of its set, keeping context and place; gives the same
    /// bytes back if there was nothing to do.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt). With an error there are no bytes.
    pub fn reencrypt(&self, doc: &[u8], options: &ReencryptOptions) -> Result<Vec<u8>> {
        self.reencrypt_with_report(doc, options).map(|done| done.stored)
    }

    /// As [`reencrypt`](Self::reencrypt), with a report of what was found and which key versions it is under.
    ///
    /// # Errors
    /// As [`reencrypt`](Self::reencrypt).
    pub fn reencrypt_with_report(&self, doc: &[u8], options: &ReencryptOptions) -> Result<Reencrypted> {
        let policy = self.policy.compiled();
        self.opening(options.subject.as_ref(), |keys| {
            let mut tally = Tally::new(policy);
            let renewed = reencrypt::reencrypt(policy, keys, doc, &options.context, &mut tally)?;
            Ok(Reencrypted {
                stored: renewed.stored,
                report: tally.report(policy, None),
                before: renewed.before,
                after: renewed.after,
            })
        })
    }

    /// Re-encrypts many records on all cores; the results are in order.
    pub fn reencrypt_many(
        &self,
        docs: &[impl AsRef<[u8]> + Sync],
        options: impl Fn(usize) -> ReencryptOptions + Sync,
    ) -> Vec<Result<Reencrypted>> {
        many::each(docs.len(), |index| {
            self.reencrypt_with_report(docs.get(index).map_or(&[], AsRef::as_ref), &options(index))
        })
    }

    /// Re-encrypts JSON lines; stops at the first line that cannot be opened, with its number.
    ///
    /// # Errors
    /// `io`; what [`reencrypt`](Self::reencrypt) says of a line.
    pub fn reencrypt_lines(
        &self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        options: &ReencryptOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Report> {
        let policy = self.policy.compiled();
        let empty = Tally::new(policy).nothing(policy, None);
        let work =
            |line: &[u8]| self.reencrypt_with_report(line, options).map(|done| (done.stored, done.report));
        lines::run(reader, writer, policy.limits.document, BadLine::Stop, empty, progress, &work)
    }

    /// Masks many records on all cores, each under options of its own; the results are in order.
    pub fn mask_many(
        &self,
        docs: &[impl AsRef<[u8]> + Sync],
        options: impl Fn(usize) -> MaskOptions + Sync,
    ) -> Vec<Result<Vec<u8>>> {
        many::each(docs.len(), |index| {
            docs.get(index).map_or(Ok(Vec::new()), |doc| self.mask(doc.as_ref(), &options(index)))
        })
    }

    /// Encrypts many records on all cores, each under options of its own; the results are in order.
    pub fn encrypt_many(
        &self,
        docs: &[impl AsRef<[u8]> + Sync],
        options: impl Fn(usize) -> EncryptOptions + Sync,
    ) -> Vec<Result<Vec<u8>>> {
        many::each(docs.len(), |index| {
            docs.get(index).map_or(Ok(Vec::new()), |doc| self.encrypt(doc.as_ref(), &options(index)))
        })
    }

    /// Decrypts many records on all cores, each under options of its own; the results are in order.
    pub fn decrypt_many(
        &self,
        docs: &[impl AsRef<[u8]> + Sync],
        options: impl Fn(usize) -> DecryptOptions + Sync,
    ) -> Vec<Result<Vec<u8>>> {
        many::each(docs.len(), |index| {
            docs.get(index).map_or(Ok(Vec::new()), |doc| self.decrypt(doc.as_ref(), &options(index)))
        })
    }

    /// Masks JSON lines: a bad line becomes `{"fieldveil_error":"…","line":N}` and the run goes on.
    ///
    /// `progress` hears how many bytes of input were done since it was last called.
    ///
    /// # Errors
    /// `io`; `unknown_view`.
    pub fn mask_lines(
        &self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        options: &MaskOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Report> {
        let policy = self.policy.compiled();
        policy.view(options.view.as_deref())?;
        let empty = Tally::new(policy).nothing(policy, Some(options.view.as_deref().unwrap_or("default")));
        let work = |line: &[u8]| self.mask_with_report(line, options);
        lines::run(reader, writer, policy.limits.document, BadLine::Replace, empty, progress, &work)
    }

    /// Encrypts JSON lines; stops at the first line that cannot be encrypted, with its number.
    ///
    /// # Errors
    /// `io`; what [`encrypt`](Self::encrypt) says of a line.
    pub fn encrypt_lines(
        &self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        options: &EncryptOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Report> {
        let policy = self.policy.compiled();
        let empty = Tally::new(policy).nothing(policy, None);
        let work = |line: &[u8]| self.encrypt_with_report(line, options);
        lines::run(reader, writer, policy.limits.document, BadLine::Stop, empty, progress, &work)
    }

    /// Decrypts JSON lines; stops at the first line that cannot be decrypted, with its number.
    ///
    /// # Errors
    /// `io`; what [`decrypt`](Self::decrypt) says of a line.
    pub fn decrypt_lines(
        &self,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
        options: &DecryptOptions,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Report> {
        let policy = self.policy.compiled();
        let empty = Tally::new(policy).nothing(policy, None);
        let work = |line: &[u8]| self.decrypt_with_report(line, options);
        lines::run(reader, writer, policy.limits.document, BadLine::Stop, empty, progress, &work)
    }

    /// Opens with the rings as they are; once more if they were rotated since they were read.
    fn opening<T>(&self, subject: Option<&Subject>, open: impl Fn(&CallKeys) -> Result<T>) -> Result<T> {
        let keys = self.keys(subject)?;
        match open(&keys) {
            Err(error) if error.code() == ErrorCode::UnknownKey => {
                match self.rings.newer_than(&keys.rings)? {
                    Some(rings) => open(&CallKeys::new(rings, subject)?),
                    None => Err(error),
                }
            }
            result => result,
        }
    }

    /// One snapshot of the rings, and the subject's key, for the length of one call.
    fn keys(&self, subject: Option<&Subject>) -> Result<CallKeys> {
        CallKeys::new(self.rings.snapshot()?, subject)
    }
}
