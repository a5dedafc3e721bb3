//! Which states a child is in: all that its container's lead to.

use super::super::machine::{Condition, DEAD, State, StateId, index_selects};
use super::super::visit::Visit;
use super::Walker;
use crate::json::text;

/// What is known of a child before its value is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Label<'d> {
    /// The bytes of a member's name between its quotes.
    Member(&'d [u8]),
    /// The index of an element, and the array's length if it is known.
    Element(u64, u64),
}

impl<'a, V: Visit> Walker<'a, V> {
    /// Appends the states of a child to the list, at `from`; those of its container begin at `parent`.
    pub(super) fn step(&mut self, parent: usize, from: usize, label: Label<'a>, node: u32) {
        if parent == from {
            return;
        }
        let machine = &self.selection.machine;
        let known = match label {
            Label::Member(raw) => machine.names.find(&text::decode(raw)),
            Label::Element(..) => None,
        };
        for at in parent..from {
            let Some(&id) = self.states.get(at) else { break };
            let state = machine.state(id);
            if state.sticky {
                self.add(from, id);
            }
            self.add(from, machine.member(state, known));
            self.conditions(from, state, label, node);
            if state.fallback != DEAD {
                self.conditions(from, machine.state(state.fallback), label, node);
            }
        }
    }

    fn conditions(&mut self, from: usize, state: &'a State, label: Label<'a>, node: u32) {
        for (condition, to) in &state.conditions {
            let holds = match (condition, label) {
                (Condition::Filter(filter), _) => {
                    self.evaluator.as_mut().is_some_and(|e| e.holds(*filter, node))
                }
                (Condition::Index(wanted), Label::Element(index, length)) => {
                    index_selects(*wanted, index, length)
                }
                (Condition::Slice(slice), Label::Element(index, length)) => slice.selects(index, length),
                (_, Label::Member(_)) => false,
            };
            if holds {
                self.add(from, *to);
            }
        }
    }

    fn add(&mut self, from: usize, state: StateId) {
        if state != DEAD && !self.states.get(from..).is_some_and(|list| list.contains(&state)) {
            self.states.push(state);
        }
    }
}
