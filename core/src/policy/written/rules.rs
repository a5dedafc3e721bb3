//! The rules with their names resolved, before their selectors become one automaton.

use std::sync::Arc;

use crate::Position;
use crate::json::TypeSet;
use crate::mask::Operator;
use crate::path::Selector;
use crate::policy::model::{Container, Show};
use crate::policy::store::Store;

/// Rules over one document as they are written, with their names resolved.
pub(crate) struct Written {
    pub(crate) rules: Vec<WrittenRule>,
}

/// One rule with its selector, as the policy writes it.
pub(crate) struct WrittenRule {
    pub(crate) selector: Selector,
    pub(crate) types: TypeSet,
    pub(crate) id: Option<(String, Position)>,
    /// The path or names as written.
    pub(crate) text: String,
    pub(crate) class: Option<usize>,
    pub(crate) store: Arc<Store>,
    pub(crate) show: Show,
    pub(crate) required: bool,
    pub(crate) migrating: bool,
    pub(crate) container: Container,
    pub(crate) bind_index: Option<bool>,
    pub(crate) decode: Option<Written>,
    pub(crate) position: Position,
    pub(crate) preset: Option<&'static str>,
    pub(crate) source: Option<String>,
}

impl WrittenRule {
    /// Whether `encrypt` changes something at its places, or inside the strings that it decodes.
    pub(crate) fn stores(&self) -> bool {
        self.store.changes() || self.decode.iter().any(|inner| inner.rules.iter().any(Self::stores))
    }
}

impl Written {
    /// Every rule in the order of the text, each before those inside its `decode`.
    pub(crate) fn all(&self) -> Vec<&WrittenRule> {
        let mut found = Vec::new();
        for rule in &self.rules {
            found.push(rule);
            found.extend(rule.decode.iter().flat_map(Self::all));
        }
        found
    }

    /// The sets that rules encrypt to, in the order of the rules.
    pub(in crate::policy) fn encrypt_sets(&self) -> Vec<&str> {
        let mut sets = Vec::new();
        for rule in self.all() {
            if let Store::Encrypt(encrypt) = &*rule.store {
                sets.push(encrypt.set.as_str());
            }
        }
        sets
    }

    /// The operators that rules write themselves.
    pub(in crate::policy) fn operators(&self) -> Vec<(&Operator, Position)> {
        let mut found = Vec::new();
        for rule in self.all() {
            if let Show::Own(operator) = &rule.show {
                found.push((operator, rule.position));
                found.extend(rule.store.operator().map(|operator| (operator, rule.position)));
            }
        }
        found
    }

    /// What rules store themselves.
    pub(in crate::policy) fn stores(&self) -> impl Iterator<Item = (&Store, Position)> {
        self.all().into_iter().filter(|rule| rule.class.is_none()).map(|rule| (&*rule.store, rule.position))
    }
}
