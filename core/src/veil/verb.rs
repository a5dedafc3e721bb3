//! A verb with its options as one value, for programs that are told at run time what to do.

use std::borrow::Cow;
use std::io::{BufRead, Write};

use super::{DecryptOptions, EncryptOptions, MaskOptions, ReencryptOptions, Veil};
use crate::context::Context;
use crate::error::Result;
use crate::report::Report;

/// A verb and what its call says beside the document: the bindings, and whoever reads the verb from a configuration,
/// call every verb by it in one way.
///
/// ```
/// use fieldveil::{MaskOptions, Policy, Veil, Verb};
///
/// let veil = Veil::new(Policy::parse("{ version: 1, rules: [ { names: [password] } ] }")?);
/// let verb = Verb::Mask(MaskOptions::default());
/// assert_eq!(verb.run(&veil, br#"{"password":"hunter2"}"#)?, br#"{"password":"[REDACTED]"}"#);
/// # Ok::<(), fieldveil::Error>(())
/// ```
#[derive(Clone, Debug)]
pub enum Verb {
    /// [`Veil::mask`]
    Mask(MaskOptions),
    /// [`Veil::encrypt`]
    Encrypt(EncryptOptions),
    /// [`Veil::decrypt`]
    Decrypt(DecryptOptions),
    /// [`Veil::reencrypt`]
    Reencrypt(ReencryptOptions),
}

impl Verb {
    /// One document: JSON text in UTF-8 in, JSON text out.
    ///
    /// # Errors
    /// As the verb.
    pub fn run(&self, veil: &Veil, document: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Mask(options) => veil.mask(document, options),
            Self::Encrypt(options) => veil.encrypt(document, options),
            Self::Decrypt(options) => veil.decrypt(document, options),
            Self::Reencrypt(options) => veil.reencrypt(document, options),
        }
    }

    /// As [`run`](Self::run), with a report of what was done.
    ///
    /// # Errors
    /// As the verb.
    pub fn run_with_report(&self, veil: &Veil, document: &[u8]) -> Result<(Vec<u8>, Report)> {
        match self {
            Self::Mask(options) => veil.mask_with_report(document, options),
            Self::Encrypt(options) => veil.encrypt_with_report(document, options),
            Self::Decrypt(options) => veil.decrypt_with_report(document, options),
            Self::Reencrypt(options) => {
                veil.reencrypt_with_report(document, options).map(|done| (done.stored, done.report))
            }
        }
    }

    /// Every document under the context of its index, or under this verb's where there is none; the results come in
    /// the order of the documents.
    pub fn run_many(&self, veil: &Veil, documents: &[&[u8]], contexts: &[Context]) -> Vec<Result<Vec<u8>>> {
        veil.many(documents, |session, document, index| {
            session.run_on_text(&self.under(contexts.get(index)), document).map(|(answer, _)| answer)
        })
    }

    /// The caller's pairs.
    pub(super) fn context(&self) -> &Context {
        match self {
            Self::Mask(MaskOptions { context, .. })
            | Self::Encrypt(EncryptOptions { context, .. })
            | Self::Decrypt(DecryptOptions { context, .. })
            | Self::Reencrypt(ReencryptOptions { context, .. }) => context,
        }
    }

    /// The same verb under another context, where one is given.
    pub(super) fn under(&self, given: Option<&Context>) -> Cow<'_, Self> {
        let Some(given) = given else { return Cow::Borrowed(self) };
        let mut verb = self.clone();
        let (Self::Mask(MaskOptions { context, .. })
        | Self::Encrypt(EncryptOptions { context, .. })
        | Self::Decrypt(DecryptOptions { context, .. })
        | Self::Reencrypt(ReencryptOptions { context, .. })) = &mut verb;
        context.clone_from(given);
        Cow::Owned(verb)
    }

    /// JSON lines from a reader to a writer.
    ///
    /// # Errors
    /// As the verb over lines.
    pub fn run_lines(&self, veil: &Veil, reader: &mut dyn BufRead, writer: &mut dyn Write) -> Result<Report> {
        match self {
            Self::Mask(options) => veil.mask_lines(reader, writer, options, &mut |_| ()),
            Self::Encrypt(options) => veil.encrypt_lines(reader, writer, options, &mut |_| ()),
            Self::Decrypt(options) => veil.decrypt_lines(reader, writer, options, &mut |_| ()),
            Self::Reencrypt(options) => {
                veil.reencrypt_lines(reader, writer, options, &mut |_| ()).map(|done| done.report)
            }
        }
    }
}
