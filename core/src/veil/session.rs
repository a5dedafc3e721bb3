//! One call, one batch or one run of lines: the keys as they were when it began.

use std::borrow::Cow;

use super::keys::CallKeys;
use super::plan::Case;
use super::tally::Tally;
use super::watch::Done;
use super::{
    Action, Audit, DecryptOptions, EncryptOptions, MaskOptions, ReencryptOptions, Reencrypted, Veil, Verb,
};
use super::{decrypt, encrypt, mask, reencrypt};
use crate::context::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::keyring::Snapshot;
use crate::policy::{Compiled, View};
use crate::subject::Subject;

/// The verbs under one snapshot of the rings.
pub(super) struct Session<'v> {
    pub(super) veil: &'v Veil,
    rings: Cow<'v, Snapshot>,
    /// A record by itself may look for newer keys; a batch is under the same keys from start to end.
    alone: bool,
}

impl<'v> Session<'v> {
    /// Takes the snapshot, reloading first where that is due.
    ///
    /// # Errors
    /// `invalid_keyring` if, since a reload, two rings have a set of the same name.
    pub(super) fn begin(veil: &'v Veil) -> Result<Self> {
        Ok(Self { veil, rings: Cow::Owned(veil.rings.snapshot()?), alone: true })
    }

    /// The same for more than one record.
    pub(super) fn of_many(self) -> Self {
        Self { alone: false, ..self }
    }

    /// Goes on with the batch that took this snapshot.
    pub(super) fn of_batch(veil: &'v Veil, rings: &'v Snapshot) -> Self {
        Self { veil, rings: Cow::Borrowed(rings), alone: false }
    }

    /// Any verb over one text.
    pub(super) fn run_on_text(&self, verb: &Verb, doc: &[u8]) -> Result<(Vec<u8>, Tally)> {
        match verb {
            Verb::Mask(options) => self.mask(doc, options),
            Verb::Encrypt(options) => self.encrypt(doc, options),
            Verb::Decrypt(options) => self.decrypt(doc, options),
            Verb::Reencrypt(options) => {
                self.reencrypt(doc, options).map(|(renewed, tally)| (renewed.stored, tally))
            }
        }
    }

    pub(super) fn mask(&self, doc: &[u8], options: &MaskOptions) -> Result<(Vec<u8>, Tally)> {
        let (call, view) = self.showing(self.named_in(doc), options)?;
        self.run(&call, |keys, tally| {
            mask::mask(&self.case(keys, &options.context, doc), view, &self.veil.functions, tally)
        })
    }

    pub(super) fn encrypt(&self, doc: &[u8], options: &EncryptOptions) -> Result<(Vec<u8>, Tally)> {
        let EncryptOptions { context, subject, existing, audit } = options;
        let call = self.call(Action::Encrypted, self.named_in(doc), subject.as_ref(), audit.as_ref());
        self.run(&call, |keys, tally| encrypt::encrypt(&self.case(keys, context, doc), *existing, tally))
    }

    pub(super) fn decrypt(&self, doc: &[u8], options: &DecryptOptions) -> Result<(Vec<u8>, Tally)> {
        let DecryptOptions { context, subject, partial, audit } = options;
        let call = self.call(Action::Decrypted, self.named_in(doc), subject.as_ref(), audit.as_ref());
        self.run(&call, |keys, tally| decrypt::decrypt(&self.case(keys, context, doc), *partial, tally))
    }

    pub(super) fn reencrypt(
        &self,
        doc: &[u8],
        options: &ReencryptOptions,
    ) -> Result<(reencrypt::Renewed, Tally)> {
        let ReencryptOptions { context, subject, audit } = options;
        let call = self.call(Action::Reencrypted, self.named_in(doc), subject.as_ref(), audit.as_ref());
        self.run(&call, |keys, tally| reencrypt::reencrypt(&self.case(keys, context, doc), tally))
    }

    /// The same with its report.
    pub(super) fn reencrypted(&self, doc: &[u8], options: &ReencryptOptions) -> Result<Reencrypted> {
        let (renewed, tally) = self.reencrypt(doc, options)?;
        let report = tally.report(self.policy(), None);
        Ok(Reencrypted { stored: renewed.stored, report, before: renewed.before, after: renewed.after })
    }

    /// What a verb over a document goes by.
    pub(super) fn case<'c>(&self, keys: &'c CallKeys<'c>, caller: &'c Context, doc: &'c [u8]) -> Case<'c>
    where
        'v: 'c,
    {
        Case { policy: self.policy(), keys, caller, doc }
    }

    fn policy(&self) -> &'v Compiled {
        self.veil.policy.compiled()
    }

    /// Whom a record names.
    fn named_in<'d>(&self, doc: &'d [u8]) -> impl FnOnce() -> Result<Option<String>> + use<'d, 'v> {
        let policy = &self.veil.policy;
        move || match policy.subject_of(doc) {
            // A record of nobody is under nobody's key: the verb says what follows from that.
            Err(error) if error.code() == ErrorCode::MissingField => Ok(None),
            name => name,
        }
    }

    /// A call that shows a view of a record that names somebody.
    pub(super) fn showing<'c>(
        &self,
        named: impl FnOnce() -> Result<Option<String>>,
        options: &'c MaskOptions,
    ) -> Result<(Call<'c>, &'v View)> {
        let view = self.policy().view(options.view.as_deref())?;
        let subject = if view.open { self.subject(options.subject.as_ref(), named) } else { Ok(None) };
        let (audit, name) = (options.audit.as_ref(), Some(options.view_name()));
        Ok((Call { action: Action::Masked, subject, audit, view: name }, view))
    }

    /// A call that needs keys, of a verb that knows no views.
    pub(super) fn call<'c>(
        &self,
        action: Action,
        named: impl FnOnce() -> Result<Option<String>>,
        subject: Option<&'c Subject>,
        audit: Option<&'c Audit>,
    ) -> Call<'c> {
        Call { action, subject: self.subject(subject, named), audit, view: None }
    }

    /// Runs a verb with the rings as they are; once more if it met an unknown key, of a token or of the subject's own
    /// key, and the rings were rotated since they were read. Tells the observer of the outcome.
    pub(super) fn run<T>(
        &self,
        call: &Call<'_>,
        verb: impl Fn(&CallKeys<'_>, &mut Tally) -> Result<T>,
    ) -> Result<(T, Tally)> {
        let newer;
        let mut attempt = self.attempt(call, &self.rings, &verb);
        if self.alone
            && attempt.lacks_a_key()
            && let Some(rings) = self.veil.rings.newer_than(&self.rings)?
        {
            newer = rings;
            attempt = self.attempt(call, &newer, &verb);
        }
        let Attempt { keys, tally, result } = attempt;
        if let Some(watch) = &self.veil.watch {
            let outcome = result.as_ref().err().map(Error::code);
            let Call { action, audit, view, .. } = *call;
            watch.tell(&Done { action, keys: &keys, tally: &tally, audit, view, outcome });
        }
        Ok((result?, tally))
    }

    fn attempt<'r, T>(
        &self,
        call: &Call<'_>,
        rings: &'r Snapshot,
        verb: impl Fn(&CallKeys<'_>, &mut Tally) -> Result<T>,
    ) -> Attempt<'r, T> {
        let mut keys = CallKeys::new(rings, self.veil.watch.is_some());
        let mut tally = Tally::new(self.policy());
        let named = call.subject.as_ref().map_err(Error::clone);
        let result =
            named.and_then(|subject| keys.name(subject.as_deref())).and_then(|()| verb(&keys, &mut tally));
        Attempt { keys, tally, result }
    }

    /// Whose key a record is under: of whom the call names, else of whom the record names.
    fn subject<'s>(
        &self,
        given: Option<&'s Subject>,
        named: impl FnOnce() -> Result<Option<String>>,
    ) -> Result<Option<Cow<'s, Subject>>> {
        match (given, &self.veil.subjects) {
            (Some(given), _) => Ok(Some(Cow::Borrowed(given))),
            (None, Some(subjects)) => Ok(named()?.and_then(|name| subjects.named(name)).map(Cow::Owned)),
            (None, None) => Ok(None),
        }
    }
}

/// What is done, for whom, and who asks.
pub(super) struct Call<'c> {
    action: Action,
    /// Or why the record names nobody: a failure of the call, and of it the observer hears.
    subject: Result<Option<Cow<'c, Subject>>>,
    audit: Option<&'c Audit>,
    view: Option<&'c str>,
}

/// A verb that ran under one state of the rings.
struct Attempt<'r, T> {
    keys: CallKeys<'r>,
    tally: Tally,
    result: Result<T>,
}

impl<T> Attempt<'_, T> {
    /// Whether a key was asked for that the rings do not have; a view redacts such a token and goes on.
    fn lacks_a_key(&self) -> bool {
        match &self.result {
            Ok(_) => self.tally.lacks_a_key(),
            Err(error) => error.code() == ErrorCode::UnknownKey,
        }
    }
}
