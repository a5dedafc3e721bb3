//! Which key seals and which key opens, for the length of one call.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::observe::KeyUse;
use crate::error::{Error, ErrorCode, Result};
use crate::keyring::{Purpose, Snapshot, SubjectKey};
use crate::seal::Material;
use crate::subject::Subject;

/// The rings at the moment when the call began, and the subject's key if the call names one.
pub(super) struct CallKeys<'s> {
    pub(super) rings: &'s Snapshot,
    pub(super) subject: Option<SubjectKey>,
    /// How often each key was used, where somebody watches.
    uses: Option<RefCell<BTreeMap<u32, u64>>>,
}

impl<'s> CallKeys<'s> {
    /// The keys of a call that names no subject.
    pub(super) fn new(rings: &'s Snapshot, watched: bool) -> Self {
        Self { rings, subject: None, uses: watched.then(RefCell::default) }
    }

    /// Names the subject of the call, if it has one.
    ///
    /// # Errors
    /// Those of the token that the subject's key is stored as.
    pub(super) fn name(&mut self, subject: Option<&Subject>) -> Result<()> {
        self.subject = subject.map(|subject| self.rings.subject(&subject.name, &subject.key)).transpose()?;
        Ok(())
    }

    /// A key sealed or opened one token.
    pub(super) fn count(&self, id: u32) {
        if let Some(uses) = &self.uses {
            *uses.borrow_mut().entry(id).or_default() += 1;
        }
    }

    /// How often each key was used.
    pub(super) fn used(&self) -> Vec<KeyUse> {
        let uses = self.uses.as_ref().map(|uses| uses.borrow().clone()).unwrap_or_default();
        let set = |id: u32| match &self.subject {
            Some(subject) if subject.material().id() == id => subject.set().to_owned(),
            _ => self.rings.by_id(id).map(|version| version.set().to_owned()).unwrap_or_default(),
        };
        uses.into_iter().map(|(id, count)| KeyUse { set: set(id), id, count }).collect()
    }

    /// The key that seals for a set: its primary version, or the subject's own.
    ///
    /// # Errors
    /// `unknown_key_set`, `key_not_usable` of the set; `missing_subject` where it is a subject set and the call
    /// names none.
    pub(super) fn sealing(&self, set: &str) -> Result<&Material> {
        if self.rings.purpose(set)? == Purpose::Subject {
            return self.subject_of(set)?.ok_or_else(|| {
                let message = format!("key set `{set}` seals for one person at a time; pass `subject`");
                Error::new(ErrorCode::MissingSubject, message)
            });
        }
        self.rings.primary(set, Purpose::Data)?.material()
    }

    /// The key that a token names, if it is of the set that the rule names.
    ///
    /// # Errors
    /// `unknown_key_set`, `unknown_key`, `key_not_usable`.
    pub(super) fn opening(&self, set: &str, id: u32) -> Result<&Material> {
        if self.rings.purpose(set)? == Purpose::Subject {
            let subject = self.subject_of(set)?.filter(|material| material.id() == id);
            return subject.ok_or_else(|| {
                let message =
                    "the call names no subject with that key; pass the `subject` that the record belongs to";
                Error::new(ErrorCode::UnknownKey, message)
            });
        }
        self.rings.of_set(id, set, Purpose::Data)?.material()
    }

    /// The key that seals for a deterministic set.
    ///
    /// # Errors
    /// `unknown_key_set`, `key_not_usable`.
    pub(super) fn sealing_equal(&self, set: &str) -> Result<&Material> {
        self.rings.primary(set, Purpose::Deterministic)?.material()
    }

    /// The key that a deterministic token names.
    ///
    /// # Errors
    /// `unknown_key_set`, `unknown_key`, `key_not_usable`.
    pub(super) fn opening_equal(&self, set: &str, id: u32) -> Result<&Material> {
        self.rings.of_set(id, set, Purpose::Deterministic)?.material()
    }

    fn subject_of(&self, set: &str) -> Result<Option<&Material>> {
        let Some(subject) = &self.subject else { return Ok(None) };
        if subject.set() != set {
            let message = format!("the subject's key is not of set `{set}`; pass a key that this set wraps");
            return Err(Error::new(ErrorCode::KeyNotUsable, message));
        }
        Ok(Some(subject.material()))
    }
}
