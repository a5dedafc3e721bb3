//! What the states of a value say: the rule that wins, a shadow, and who watches.

use std::ops::Range;

use super::super::machine::Accept;
use super::super::patterns::Candidate;
use super::super::visit::{UNMATCHED, Visit};
use super::super::walk::Stop;
use super::Walker;
use super::spot::Spot;
use crate::json::{Kind, text};
use crate::token;

impl<'a, V: Visit> Walker<'a, V> {
    fn accepts(&self, from: usize) -> impl Iterator<Item = &'a Accept> + '_ {
        let machine = &self.selection.machine;
        let states = self.stack.states.get(from..).unwrap_or_default();
        states.iter().map(move |id| &machine.state(*id).accept)
    }

    /// The member is no part of the document.
    pub(super) fn shadow(&self, from: usize) -> Option<usize> {
        self.accepts(from).find_map(|accept| accept.shadow)
    }

    /// The first rule that selects the value and takes its type; `named` are those that its name satisfies.
    pub(super) fn winner(
        &self,
        from: usize,
        named: Range<usize>,
        kind: Kind,
        value: Range<usize>,
    ) -> Option<usize> {
        let fits =
            |(_, types): &&Candidate| types.contains(kind) || kind == Kind::String && self.is_token(&value);
        let selected = self.accepts(from).filter_map(|accept| accept.rules.iter().find(fits));
        selected.chain(self.remembered.get(named).iter().find(fits)).map(|(rule, _)| *rule).min()
    }

    /// A string that has a token's mark passes any `types`: what was stored is of no type any more.
    fn is_token(&self, value: &Range<usize>) -> bool {
        let raw = self.doc.get(value.start + 1..value.end.saturating_sub(1)).unwrap_or_default();
        token::looks_like(&text::decode(raw))
    }

    /// Tells whoever watches the value, of a container its first byte alone.
    pub(super) fn watch(&mut self, from: usize, kind: Kind, spot: &Spot, end: usize) -> Result<(), Stop> {
        if !self.selection.watches {
            return Ok(());
        }
        for at in from..self.stack.states.len() {
            let Some(&id) = self.stack.states.get(at) else { break };
            for watch in &self.selection.machine.state(id).accept.watches {
                let place = spot.place(self.doc, &self.stack.frames, UNMATCHED, kind, end);
                self.visitor.watch(*watch, &place)?;
            }
        }
        Ok(())
    }
}
