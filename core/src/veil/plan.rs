//! What a verb means to do with a document, before it has seen the first byte.

use super::keys::CallKeys;
use crate::context::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::json;
use crate::limits::Limits;
use crate::mask::Operator;
use crate::path::{Enter, WalkOptions};
use crate::policy::{Compiled, Container, DuplicateNames, Layout, RuleSet, Store, View};

/// Which way the document goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// Plain to stored.
    Encrypt,
    /// Stored to plain, or to stored under newer keys.
    Decrypt,
    /// Plain or stored to shown.
    Mask,
}

/// What a verb means to do with a document.
#[derive(Clone, Copy)]
pub(super) struct Plan<'p> {
    pub(super) verb: Verb,
    pub(super) rules: &'p RuleSet,
    pub(super) limits: Limits,
    /// The view of `mask`.
    pub(super) view: Option<&'p View>,
    /// Whether leaves that no rule names are wanted too.
    pub(super) unmatched: bool,
    /// Whether a member that is named twice is refused, if anything is found.
    pub(super) unique: bool,
}

/// What every verb is given.
#[derive(Clone, Copy)]
pub(super) struct Case<'c> {
    pub(super) policy: &'c Compiled,
    pub(super) keys: &'c CallKeys<'c>,
    /// The caller's pairs.
    pub(super) caller: &'c Context,
    /// The document.
    pub(super) doc: &'c [u8],
}

impl Case<'_> {
    /// Refuses a valid document that names a member twice, where the policy wants none in any verb.
    ///
    /// # Errors
    /// `unsupported_value`.
    pub(super) fn refuse_doubled(&self) -> Result<()> {
        if self.policy.duplicate_names == DuplicateNames::Reject {
            json::unique_names(self.doc)
        } else {
            Ok(())
        }
    }
}

impl<'p> Plan<'p> {
    /// What `encrypt`, `decrypt` and `reencrypt` mean to do.
    pub(super) fn of(verb: Verb, policy: &'p Compiled) -> Self {
        let unique = match policy.duplicate_names {
            DuplicateNames::All => false,
            DuplicateNames::Reject => verb == Verb::Encrypt,
            DuplicateNames::Unsaid => verb == Verb::Encrypt && policy.layout == Layout::Record,
        };
        Self { verb, rules: &policy.rules, limits: policy.limits, view: None, unmatched: false, unique }
    }

    /// What `mask` means to do.
    pub(super) fn of_view(policy: &'p Compiled, view: &'p View) -> Self {
        Self { view: Some(view), unmatched: view.unmatched_redact, ..Self::of(Verb::Mask, policy) }
    }
}

impl Plan<'_> {
    /// Whether anything depends on where a place stands: it is sealed, or opened.
    pub(super) fn binds(&self) -> bool {
        self.view.is_none_or(|view| view.open)
    }

    /// How a document is walked for it.
    pub(super) fn walk(&self) -> WalkOptions {
        WalkOptions { limits: self.limits, unmatched: self.unmatched }
    }

    /// Whether a container that a rule selects is one place, or its leaves are.
    ///
    /// # Errors
    /// `unsupported_value` where the rule refuses containers.
    pub(super) fn enter(&self, rules: &RuleSet, rule: usize) -> Result<Enter> {
        let Some(rule) = rules.rules.get(rule) else { return Ok(Enter::Take) };
        if rule.decode.is_some() {
            return Ok(Enter::Take);
        }
        // What is left as it is hides nothing, so it swallows nothing: a deeper rule still does its work.
        let clear = match (self.verb, &*rule.store) {
            (Verb::Mask, Store::Encrypt(_) | Store::Deterministic(_)) => false,
            (Verb::Mask, _) => matches!(self.operator(rule), Some(Operator::Keep | Operator::Reveal)),
            (_, store) => matches!(store, Store::Keep),
        };
        if clear {
            return Ok(Enter::Recurse);
        }
        match rule.container {
            Container::Replace => Ok(Enter::Take),
            Container::Recurse => Ok(Enter::Recurse),
            // A mask shows nothing of it, and says so in its report.
            Container::Error if self.verb == Verb::Mask => Ok(Enter::Take),
            Container::Error => {
                let message =
                    "the rule refuses objects and arrays; select their members, or say `container: replace`";
                Err(Error::new(ErrorCode::UnsupportedValue, message).under(&rule.path))
            }
        }
    }

    /// What the view shows of a rule's places.
    pub(super) fn operator<'a>(&'a self, rule: &'a crate::policy::Rule) -> Option<&'a Operator> {
        self.view.map(|view| view.operator(rule))
    }
}
