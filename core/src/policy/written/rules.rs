//! The rules of a policy, before it is known what their walk watches.

use crate::Position;
use crate::mask::Operator;
use crate::policy::rule::{self, Rule, Show};
use crate::policy::store::Store;

/// The rules over the record; those over the strings that it holds are compiled already.
pub(crate) struct Written {
    pub(crate) rules: Vec<Rule>,
    /// How many there are, those inside `decode` included.
    pub(crate) count: usize,
}

impl Written {
    /// Every rule in the order of the text, each before those inside its `decode`.
    pub(crate) fn all(&self) -> Vec<&Rule> {
        rule::all(&self.rules)
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
