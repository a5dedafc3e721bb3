//! Rules in, one automaton out.

use super::{NamePattern, Path};
use crate::Result;
use crate::json::TypeSet;

/// What a rule selects by.
#[derive(Clone, Debug)]
pub(crate) enum Selector {
    /// The locations of a path.
    Path(Path),
    /// Members at any depth whose decoded name matches any of these.
    Names(Vec<NamePattern>),
}

/// One rule. Its index in the list is the rule's index, and the lowest index wins.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) selector: Selector,
    pub(crate) types: TypeSet,
}

/// A member that is no part of the document for rules, wildcards, filters and `unmatched`.
#[derive(Clone, Debug)]
pub(crate) enum Shadow {
    /// A member of the root object: the header.
    Root(String),
    /// A member beside the members that a target selects: an index member.
    Beside { target: usize, name: String },
}

/// All rules of a policy, compiled. Immutable, shared between threads.
#[derive(Clone, Debug)]
pub(crate) struct Selection {}

impl Selection {
    /// Compiles rules, shadows and watches into one automaton.
    ///
    /// # Errors
    /// `invalid_path` if a watch is not singular, `limit_exceeded` if there are more positions than memory is meant for.
    pub(crate) fn compile(_targets: &[Target], _shadows: &[Shadow], _watches: &[Path]) -> Result<Self> {
        Ok(Self {})
    }
}
