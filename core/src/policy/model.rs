//! A policy, compiled: what the verbs read. All of it is resolved; nothing is looked up by name on the way.

use std::sync::Arc;

use crate::mask::{Operator, Scan};
use crate::{Error, ErrorCode, Limits, Position, Result};

use super::kind::DataKind;
use super::moved::Moved;
use super::rule::{Rule, RuleSet, Show};
use super::store::Store;

/// Everything that a policy says.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) id: Option<String>,
    pub(crate) sha256: String,
    pub(crate) rules: RuleSet,
    /// How many rules there are, those inside `decode` included; their [`Rule::number`]s are below it.
    pub(crate) rule_count: usize,
    pub(crate) classes: Vec<Class>,
    /// The view `default` is always among them.
    pub(crate) views: Vec<View>,
    /// The pairs that every token is bound to.
    pub(crate) context: Vec<(String, Source)>,
    /// The watch that names the record's subject.
    pub(crate) subject: Option<usize>,
    /// The singular paths that a walk reports, as written: of `context`, `subject` and shifted dates. The index in
    /// this list is the watch's number in [`RuleSet::selection`] of [`Self::rules`].
    pub(crate) watches: Vec<String>,
    pub(crate) layout: Layout,
    /// The set whose fields share a record header: the first `encrypt` rule's unless the policy names one; none in
    /// value layout and where nothing is encrypted.
    pub(crate) record_set: Option<String>,
    /// The name of the root member that holds the record header.
    pub(crate) header: String,
    pub(crate) duplicate_names: DuplicateNames,
    pub(crate) limits: Limits,
    pub(crate) moved: Vec<Moved>,
    /// What `mask_text` looks for: every strong detector, and the policy's own.
    pub(crate) free_text: Scan,
}

/// A kind of sensitive data.
#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) name: String,
    pub(crate) kind: DataKind,
    pub(crate) store: Arc<Store>,
    pub(crate) show: Operator,
    pub(crate) position: Position,
    /// The preset that it comes from.
    pub(crate) preset: Option<&'static str>,
}

/// A named audience, with what it inherits.
#[derive(Debug)]
pub(crate) struct View {
    pub(crate) name: String,
    /// Whether it opens tokens.
    pub(crate) open: bool,
    /// Whether it redacts every leaf that no rule names.
    pub(crate) unmatched_redact: bool,
    /// What it shows of each class.
    pub(crate) by_class: Vec<Operator>,
    /// The classes that it says an operator for itself.
    pub(crate) own: Vec<usize>,
    pub(crate) position: Position,
}

/// Where the value of a context pair comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The scalar at the watch of this number.
    Watch(usize),
    /// The policy itself.
    Value(String),
}

/// Where the fields of a record have their salt and commitment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Layout {
    /// In one header.
    #[default]
    Record,
    /// Each in its own token.
    Value,
}

/// Whether a document may name a member twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DuplicateNames {
    /// Nothing was written: every occurrence counts, and `encrypt` in record layout refuses duplicates.
    #[default]
    Unsaid,
    /// `all` was written: every occurrence counts, in every verb.
    All,
    /// Duplicates are refused by every verb.
    Reject,
}

impl Compiled {
    /// The view of that name; `default` if none is named.
    ///
    /// # Errors
    /// `unknown_view` if the policy has none of that name.
    pub(crate) fn view(&self, name: Option<&str>) -> Result<&View> {
        let name = name.unwrap_or(View::DEFAULT);
        self.views.iter().find(|view| view.name == name).ok_or_else(|| {
            let known: Vec<_> = self.views.iter().map(|view| format!("`{}`", view.name)).collect();
            let message = format!("unknown view `{name}`, the policy has {}", known.join(", "));
            Error::new(ErrorCode::UnknownView, message)
        })
    }

    /// The class of that name.
    pub(crate) fn class(&self, name: &str) -> Option<&Class> {
        self.classes.iter().find(|class| class.name == name)
    }

    /// Whether the values of a rule are fields of the record rather than value tokens, if the root is an object.
    pub(crate) fn is_field(&self, rule: &Rule) -> bool {
        match &*rule.store {
            Store::Encrypt(encrypt) => self.record_set.as_ref() == Some(&encrypt.set),
            _ => false,
        }
    }

    /// The watch of a path, as written.
    pub(crate) fn watch(&self, path: &str) -> Option<usize> {
        self.watches.iter().position(|watched| watched == path)
    }
}

impl View {
    /// The view that is shown when none is named.
    pub(crate) const DEFAULT: &str = "default";

    /// What this view does at the places of a rule.
    pub(crate) fn operator<'a>(&'a self, rule: &'a Rule) -> &'a Operator {
        match &rule.show {
            Show::Own(operator) => operator,
            // Every class has an entry in every view; to remove is what an impossible gap comes down to.
            Show::Class(class) => self.by_class.get(*class).unwrap_or(&Operator::Remove),
        }
    }
}
