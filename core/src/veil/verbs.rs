//! The verbs over one record.

use super::session::Session;
use super::{DecryptOptions, EncryptOptions, MaskOptions, ReencryptOptions, Reencrypted, Veil};
use crate::error::Result;
use crate::report::Report;

impl Veil {
    /// Shows a plain or stored record to an audience: JSON text in UTF-8 in, JSON text out.
    ///
    /// # Errors
    /// `unknown_view`; `invalid_json` and `limit_exceeded` of the document; `invalid_context`.
    ///
    /// # Security
    /// Fails closed: what an operator cannot work on, and every token that the view does not open, is redacted.
    pub fn mask(&self, doc: &[u8], options: &MaskOptions) -> Result<Vec<u8>> {
        Session::begin(self)?.mask(doc, options).map(|(bytes, _)| bytes)
    }

    /// As [`mask`](Self::mask), with a report of what was done.
    ///
    /// # Errors
    /// As [`mask`](Self::mask).
    pub fn mask_with_report(&self, doc: &[u8], options: &MaskOptions) -> Result<(Vec<u8>, Report)> {
        let (bytes, tally) = Session::begin(self)?.mask(doc, options)?;
        Ok((bytes, tally.report(self.policy.compiled(), Some(options.view_name()))))
    }

    /// Encrypts the fields of a plain record, as their rules store them.
    ///
    /// # Errors
    /// `invalid_json` and `limit_exceeded` of the document; `already_encrypted`, `unsupported_value`,
    /// `missing_field`, `invalid_context`; the errors of the keys. With an error there are no bytes.
    pub fn encrypt(&self, doc: &[u8], options: &EncryptOptions) -> Result<Vec<u8>> {
        Session::begin(self)?.encrypt(doc, options).map(|(bytes, _)| bytes)
    }

    /// As [`encrypt`](Self::encrypt), with a report of what was done.
    ///
    /// # Errors
    /// As [`encrypt`](Self::encrypt).
    pub fn encrypt_with_report(&self, doc: &[u8], options: &EncryptOptions) -> Result<(Vec<u8>, Report)> {
        let (bytes, tally) = Session::begin(self)?.encrypt(doc, options)?;
        Ok((bytes, tally.report(self.policy.compiled(), None)))
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
        Session::begin(self)?.decrypt(doc, options).map(|(bytes, _)| bytes)
    }

    /// As [`decrypt`](Self::decrypt), with a report of what was done.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt).
    pub fn decrypt_with_report(&self, doc: &[u8], options: &DecryptOptions) -> Result<(Vec<u8>, Report)> {
        let (bytes, tally) = Session::begin(self)?.decrypt(doc, options)?;
        Ok((bytes, tally.report(self.policy.compiled(), None)))
    }

    /// Moves every token and every index to the primary version of its set, keeping context and place; gives the same
    /// bytes back if there was nothing to do.
    ///
    /// # Errors
    /// As [`decrypt`](Self::decrypt). With an error there are no bytes.
    pub fn reencrypt(&self, doc: &[u8], options: &ReencryptOptions) -> Result<Vec<u8>> {
        Session::begin(self)?.reencrypt(doc, options).map(|(done, _)| done.stored)
    }

    /// As [`reencrypt`](Self::reencrypt), with a report of what was found and which key versions it is under.
    ///
    /// # Errors
    /// As [`reencrypt`](Self::reencrypt).
    pub fn reencrypt_with_report(&self, doc: &[u8], options: &ReencryptOptions) -> Result<Reencrypted> {
        Session::begin(self)?.reencrypted(doc, options)
    }
}
