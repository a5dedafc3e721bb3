//! One call, one batch or one run of lines: the keys as they were when it began.

use std::borrow::Cow;

use super::keys::CallKeys;
use super::observe::{Action, Done};
use super::tally::Tally;
use super::{Audit, DecryptOptions, EncryptOptions, MaskOptions, ReencryptOptions, Reencrypted, Veil};
use super::{decrypt, encrypt, mask, reencrypt};
use crate::error::{ErrorCode, Result};
use crate::keyring::Snapshot;
use crate::subject::Subject;

/// The verbs under one snapshot of the rings.
pub(super) struct Session<'v> {
    veil: &'v Veil,
    rings: Snapshot,
    /// A record by itself may look for newer keys; a batch is under the same keys from start to end.
    alone: bool,
}

impl<'v> Session<'v> {
    /// Takes the snapshot, reloading first where that is due.
    ///
    /// # Errors
    /// `invalid_keyring` if, since a reload, two rings have a set of the same name.
    pub(super) fn begin(veil: &'v Veil) -> Result<Self> {
        Ok(Self { veil, rings: veil.rings.snapshot()?, alone: true })
    }

    /// The same for more than one record.
    pub(super) fn of_many(self) -> Self {
        Self { alone: false, ..self }
    }

    pub(super) fn mask(&self, doc: &[u8], options: &MaskOptions) -> Result<(Vec<u8>, Tally)> {
        let policy = self.veil.policy.compiled();
        let view = policy.view(options.view.as_deref())?;
        let subject = if view.open { self.subject(options.subject.as_ref(), doc)? } else { None };
        let keys = self.keys(&self.rings, subject.as_deref())?;
        let mut tally = Tally::new(policy);
        let shown = mask::mask(policy, view, &keys, &self.veil.functions, doc, &options.context, &mut tally);
        let shown = self.watched(
            Action::Masked,
            &keys,
            &tally,
            options.audit.as_ref(),
            Some(options.view_name()),
            shown,
        )?;
        Ok((shown, tally))
    }

    pub(super) fn encrypt(&self, doc: &[u8], options: &EncryptOptions) -> Result<(Vec<u8>, Tally)> {
        let policy = self.veil.policy.compiled();
        let subject = self.subject(options.subject.as_ref(), doc)?;
        let keys = self.keys(&self.rings, subject.as_deref())?;
        let mut tally = Tally::new(policy);
        let stored = encrypt::encrypt(policy, &keys, doc, &options.context, options.existing, &mut tally);
        let stored = self.watched(Action::Encrypted, &keys, &tally, options.audit.as_ref(), None, stored)?;
        Ok((stored, tally))
    }

    pub(super) fn decrypt(&self, doc: &[u8], options: &DecryptOptions) -> Result<(Vec<u8>, Tally)> {
        let policy = self.veil.policy.compiled();
        let subject = self.subject(options.subject.as_ref(), doc)?;
        self.opening(subject.as_deref(), |keys| {
            let mut tally = Tally::new(policy);
            let plain = decrypt::decrypt(policy, keys, doc, &options.context, options.partial, &mut tally);
            let plain = self.watched(Action::Decrypted, keys, &tally, options.audit.as_ref(), None, plain)?;
            Ok((plain, tally))
        })
    }

    pub(super) fn reencrypt(
        &self,
        doc: &[u8],
        options: &ReencryptOptions,
    ) -> Result<(reencrypt::Renewed, Tally)> {
        let policy = self.veil.policy.compiled();
        let subject = self.subject(options.subject.as_ref(), doc)?;
        self.opening(subject.as_deref(), |keys| {
            let mut tally = Tally::new(policy);
            let renewed = reencrypt::reencrypt(policy, keys, doc, &options.context, &mut tally);
            let renewed =
                self.watched(Action::Reencrypted, keys, &tally, options.audit.as_ref(), None, renewed)?;
            Ok((renewed, tally))
        })
    }

    /// The same with its report.
    pub(super) fn reencrypted(&self, doc: &[u8], options: &ReencryptOptions) -> Result<Reencrypted> {
        let (renewed, tally) = self.reencrypt(doc, options)?;
        let report = tally.report(self.veil.policy.compiled(), None);
        Ok(Reencrypted { stored: renewed.stored, report, before: renewed.before, after: renewed.after })
    }

    /// Opens with the rings as they are; once more if they were rotated since they were read.
    fn opening<T>(&self, subject: Option<&Subject>, open: impl Fn(&CallKeys) -> Result<T>) -> Result<T> {
        match open(&self.keys(&self.rings, subject)?) {
            Err(error) if self.alone && error.code() == ErrorCode::UnknownKey => {
                match self.veil.rings.newer_than(&self.rings)? {
                    Some(rings) => open(&self.keys(&rings, subject)?),
                    None => Err(error),
                }
            }
            result => result,
        }
    }

    /// Whose key a record is under: of whom the call names, else of whom the record names.
    fn subject<'s>(&self, given: Option<&'s Subject>, doc: &[u8]) -> Result<Option<Cow<'s, Subject>>> {
        match (given, &self.veil.subjects) {
            (Some(given), _) => Ok(Some(Cow::Borrowed(given))),
            (None, Some(subjects)) => {
                let name = match self.veil.policy.subject_of(doc) {
                    // A record of nobody is under nobody's key: the verb says what follows from that.
                    Err(error) if error.code() == ErrorCode::MissingField => None,
                    name => name?,
                };
                Ok(name.and_then(|name| subjects.named(name)).map(Cow::Owned))
            }
            (None, None) => Ok(None),
        }
    }

    fn keys(&self, rings: &Snapshot, subject: Option<&Subject>) -> Result<CallKeys> {
        CallKeys::new(rings.clone(), subject, self.veil.watch.is_some())
    }

    /// Tells the observer, if there is one; gives the result back.
    fn watched<T>(
        &self,
        action: Action,
        keys: &CallKeys,
        tally: &Tally,
        audit: Option<&Audit>,
        view: Option<&str>,
        result: Result<T>,
    ) -> Result<T> {
        if let Some(watch) = &self.veil.watch {
            let outcome = result.as_ref().err().map(crate::Error::code);
            watch.tell(&Done { action, keys, tally, audit, view, outcome });
        }
        result
    }
}
