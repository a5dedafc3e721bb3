//! What the states that a value is in ask of it, all together.

use super::machine::{Accept, Machine};
use super::numbers::StateId;
use super::patterns::Candidate;
use crate::json::{Kind, text};
use crate::token;

/// The states of one value.
#[derive(Clone, Copy)]
pub(super) struct Asked<'m, 's> {
    pub(super) machine: &'m Machine,
    pub(super) states: &'s [StateId],
}

impl<'m> Asked<'m, '_> {
    fn accepts(&self) -> impl Iterator<Item = &'m Accept> {
        self.states.iter().map(|id| &self.machine.state(*id).accept)
    }

    /// The member is no part of the document.
    pub(super) fn shadow(&self) -> Option<usize> {
        self.accepts().find_map(|accept| accept.shadow)
    }

    /// The first rule that selects the value, whose JSON text is `raw`, and takes its type; `named` are those that its
    /// name satisfies. Of a container no text is needed.
    pub(super) fn winner(&self, named: &[Candidate], kind: Kind, raw: &[u8]) -> Option<usize> {
        let fits = |(_, types): &&Candidate| types.contains(kind) || kind == Kind::String && is_token(raw);
        let selected = self.accepts().filter_map(|accept| accept.rules.iter().find(fits));
        selected.chain(named.iter().find(fits)).map(|(rule, _)| *rule).min()
    }
}

/// A string that has a token's mark passes any `types`: what was stored is of no type any more.
fn is_token(raw: &[u8]) -> bool {
    let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    token::looks_like(&text::decode(inside))
}
