//! What the states of a value ask of it, and who watches.

use super::super::asked::Asked;
use super::super::numbers::UNMATCHED;
use super::super::visit::Visit;
use super::Walker;
use super::spot::Spot;
use super::stop::Stop;
use crate::json::Kind;

impl<V: Visit> Walker<'_, V> {
    /// The states of a value, which begin at `from` in the list.
    pub(super) fn asked(&self, from: usize) -> Asked<'_, '_> {
        Asked { machine: &self.selection.machine, states: self.stack.states.get(from..).unwrap_or_default() }
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
