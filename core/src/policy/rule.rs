//! One rule, and the rules over one document.

use std::sync::Arc;

use crate::Position;
use crate::json::{Kind, TypeSet};
use crate::mask::Operator;
use crate::path::{Selection, Selector};

use super::store::Store;

/// Rules over one document: the record, or a string decoded as JSON.
#[derive(Debug)]
pub(crate) struct RuleSet {
    /// In the order of the policy: the first that selects a place wins.
    pub(crate) rules: Vec<Rule>,
    pub(crate) selection: Selection,
    /// What each of the selection's shadows is.
    pub(crate) shadows: Vec<ShadowRole>,
}

/// Why a member is no part of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShadowRole {
    /// It is the record header.
    Header,
    /// It is the index member of the rule at this index.
    Index(usize),
}

/// One rule.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Unique in the policy, those inside `decode` included, in the order of the text.
    pub(crate) number: usize,
    /// The id that the policy gives, else the path or names.
    pub(crate) id: String,
    /// The path or names as written: what a message may show.
    pub(crate) path: String,
    /// What it selects: compiled in [`RuleSet::selection`], and here for the linter.
    pub(crate) selector: Selector,
    /// The JSON types that it selects.
    pub(crate) types: TypeSet,
    pub(crate) class: Option<usize>,
    pub(crate) store: Arc<Store>,
    pub(crate) show: Show,
    pub(crate) required: bool,
    pub(crate) migrating: bool,
    pub(crate) container: Container,
    pub(crate) bind_index: Option<bool>,
    pub(crate) decode: Option<Box<RuleSet>>,
    pub(crate) position: Position,
    /// The preset that it comes from.
    pub(crate) preset: Option<&'static str>,
    /// What a rule of a preset goes back to: a paragraph of a law, a requirement of a standard.
    pub(crate) source: Option<String>,
}

/// What `mask` does at a place: [`View::operator`](super::View::operator) resolves it.
#[derive(Clone, Debug)]
pub(crate) enum Show {
    /// What the view says of the class.
    Class(usize),
    /// The same in every view.
    Own(Operator),
}

/// What becomes of a selected object or array.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Container {
    /// It is one place.
    #[default]
    Replace,
    /// Each of its leaves is a place, unless a deeper rule selects it.
    Recurse,
    /// It is refused.
    Error,
}

impl Rule {
    /// Whether it can still take a place in a record that is stored: what `encrypt` takes out of it is gone, and what
    /// it writes may be of a type that the rule does not select.
    pub(crate) fn meets_stored(&self) -> bool {
        match &*self.store {
            Store::Keep | Store::Encrypt(_) | Store::Deterministic(_) => true,
            Store::Operator(Operator::Remove) => false,
            Store::Operator(Operator::Nullify) => self.types.contains(Kind::Null),
            Store::Operator(Operator::TypeMask | Operator::AgeCap(_)) => true,
            Store::Operator(_) => self.types.contains(Kind::String),
        }
    }

    /// Whether `encrypt` changes something at its places, or inside the strings that it decodes.
    pub(crate) fn stores(&self) -> bool {
        self.store.changes() || self.decode.iter().any(|inner| inner.rules.iter().any(Self::stores))
    }
}

impl RuleSet {
    /// Every rule in the order of the text, each before those inside its `decode`.
    pub(crate) fn all(&self) -> Vec<&Rule> {
        all(&self.rules)
    }
}

/// Every rule of a list in the order of the text, each before those inside its `decode`.
pub(super) fn all(rules: &[Rule]) -> Vec<&Rule> {
    let mut found = Vec::new();
    // Decoding nests three levels at most, so this recursion is bounded.
    for rule in rules {
        found.push(rule);
        found.extend(rule.decode.iter().flat_map(|inner| inner.all()));
    }
    found
}
