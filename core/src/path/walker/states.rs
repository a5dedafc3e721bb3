//! Which states a child is in: all that its container's lead to.

use super::super::machine::{Condition, State, index_selects};
use super::super::numbers::{DEAD, StateId};
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
        self.seen.begin(from - parent, machine.states.len());
        let known = match label {
            Label::Member(raw) => machine.names.find(&text::decode(raw)),
            Label::Element(..) => None,
        };
        for at in parent..from {
            let Some(&id) = self.stack.states.get(at) else { break };
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
                (Condition::Any, _) => true,
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
        if state == DEAD {
            return;
        }
        let list = self.stack.states.get(from..).unwrap_or_default();
        if self.seen.is_new(state).unwrap_or_else(|| !list.contains(&state)) {
            self.stack.states.push(state);
        }
    }
}

/// Which states a child has already, where so many are in force that to look through their list would cost the square of
/// it.
#[derive(Debug, Default)]
pub(in crate::path) struct Seen {
    /// The number of the child that last had each state.
    last: Vec<u64>,
    child: u64,
    many: bool,
}

/// Up to this many states of a container, the list of a child is looked through.
const FEW: usize = 16;

impl Seen {
    /// Begins another child, of a container with so many states out of `all`.
    pub(in crate::path) fn begin(&mut self, states: usize, all: usize) {
        self.many = states > FEW;
        if self.many {
            self.child += 1;
            self.last.resize(all, 0);
        }
    }

    /// Whether the child does not have the state yet; nothing if that is not kept here.
    pub(in crate::path) fn is_new(&mut self, state: StateId) -> Option<bool> {
        let last = self.last.get_mut(state as usize).filter(|_| self.many)?;
        Some(std::mem::replace(last, self.child) != self.child)
    }
}
