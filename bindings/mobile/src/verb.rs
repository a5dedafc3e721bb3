//! A verb of the core with its options, ready to be called once or many times.

use std::io::{BufRead, Write};

use fieldveil::{
    Context, DecryptOptions, EncryptOptions, MaskOptions, ReencryptOptions, Report, Result, Veil,
};

/// One verb and what the call says beside the document.
pub(crate) enum Verb {
    Mask(MaskOptions),
    Encrypt(EncryptOptions),
    Decrypt(DecryptOptions),
    Reencrypt(ReencryptOptions),
}

impl Verb {
    pub(crate) fn run(&self, veil: &Veil, document: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Mask(options) => veil.mask(document, options),
            Self::Encrypt(options) => veil.encrypt(document, options),
            Self::Decrypt(options) => veil.decrypt(document, options),
            Self::Reencrypt(options) => veil.reencrypt(document, options),
        }
    }

    pub(crate) fn run_with_report(&self, veil: &Veil, document: &[u8]) -> Result<(Vec<u8>, Report)> {
        match self {
            Self::Mask(options) => veil.mask_with_report(document, options),
            Self::Encrypt(options) => veil.encrypt_with_report(document, options),
            Self::Decrypt(options) => veil.decrypt_with_report(document, options),
            Self::Reencrypt(options) => {
                veil.reencrypt_with_report(document, options).map(|done| (done.stored, done.report))
            }
        }
    }

    /// Every document under the context of its index, or under this verb's where there is none.
    pub(crate) fn run_many(
        &self,
        veil: &Veil,
        documents: &[&[u8]],
        contexts: &[Context],
    ) -> Vec<Result<Vec<u8>>> {
        let of = |index, unless: &Context| contexts.get(index).unwrap_or(unless).clone();
        match self {
            Self::Mask(it) => {
                veil.mask_many(documents, |at| MaskOptions { context: of(at, &it.context), ..it.clone() })
            }
            Self::Encrypt(it) => veil
                .encrypt_many(documents, |at| EncryptOptions { context: of(at, &it.context), ..it.clone() }),
            Self::Decrypt(it) => veil
                .decrypt_many(documents, |at| DecryptOptions { context: of(at, &it.context), ..it.clone() }),
            Self::Reencrypt(it) => {
                let options = |at| ReencryptOptions { context: of(at, &it.context), ..it.clone() };
                let done = veil.reencrypt_many(documents, options).into_iter();
                done.map(|done| done.map(|done| done.stored)).collect()
            }
        }
    }

    pub(crate) fn run_lines(
        &self,
        veil: &Veil,
        reader: &mut dyn BufRead,
        writer: &mut dyn Write,
    ) -> Result<Report> {
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
