//! Which states a child is in, and what they say of it.

use std::ops::Range;

use super::super::asked::Asked;
use super::super::machine::{Condition, State, index_selects};
use super::super::numbers::{DEAD, StateId, UNMATCHED};
use super::super::visit::Visit;
use super::{Around, Walker, place};
use crate::json::Kind;
use crate::tree::{Name, Tree};

impl<'w, T: Tree, V: Visit> Walker<'w, T, V> {
    /// Appends the states of a member; those of its object begin at `parent`.
    pub(super) fn step_to_member(&mut self, parent: usize, from: usize, name: &Name<'_>) {
        if parent == from {
            return;
        }
        let machine = &self.selection.machine;
        match (name, self.plain(parent, from)) {
            (Name::Text(name), Some(state)) => {
                let to = machine.by_name(state, name.as_bytes());
                self.states.extend((to != DEAD).then_some(to));
            }
            (Name::Text(name), None) => {
                let known = machine.names.find(name.as_bytes());
                self.step(parent, from, |state| machine.member(state, known), |_| false);
            }
            // A lone surrogate equals nothing.
            (Name::Json(_), _) => self.step(parent, from, |state| machine.member(state, None), |_| false),
        }
    }

    /// Appends the states of an element; those of its array begin at `parent`.
    pub(super) fn step_to_element(&mut self, parent: usize, from: usize, index: u64, length: u64) {
        if let Some(State { other, .. }) = self.plain(parent, from) {
            return self.states.extend((*other != DEAD).then_some(*other));
        }
        let holds = |condition: &Condition| match condition {
            Condition::Index(wanted) => index_selects(*wanted, index, length),
            Condition::Slice(slice) => slice.selects(index, length),
            Condition::Any | Condition::Filter(_) => false,
        };
        self.step(parent, from, |state| state.other, holds);
    }

    /// The one state of a container, if names alone lead on from it.
    fn plain(&self, parent: usize, from: usize) -> Option<&'w State> {
        let [id] = self.states.get(parent..from)? else { return None };
        Some(self.selection.machine.state(*id)).filter(|state| state.short.plain)
    }

    /// The one state of an object if nobody asks anything but of the members that it names.
    pub(super) fn few(&self, parent: usize, from: usize, around: Around) -> Option<&'w State> {
        let all = self.unmatched || around.inherited != UNMATCHED || !self.selection.names.is_empty();
        let state = if all || around.in_array { None } else { self.plain(parent, from) };
        state.filter(|state| state.other == DEAD)
    }

    fn step(
        &mut self,
        parent: usize,
        from: usize,
        other: impl Fn(&State) -> StateId,
        holds: impl Fn(&Condition) -> bool,
    ) {
        let machine = &self.selection.machine;
        self.seen.begin(from - parent, machine.states.len());
        for at in parent..from {
            let Some(&id) = self.states.get(at) else { break };
            let state = machine.state(id);
            if state.sticky {
                self.add(from, id);
            }
            self.add(from, other(state));
            let below = if state.fallback == DEAD { None } else { Some(machine.state(state.fallback)) };
            for (condition, to) in [Some(state), below].into_iter().flatten().flat_map(|it| &it.conditions) {
                if matches!(condition, Condition::Any) || holds(condition) {
                    self.add(from, *to);
                }
            }
        }
    }

    fn add(&mut self, from: usize, state: StateId) {
        if state == DEAD {
            return;
        }
        let list = self.states.get(from..).unwrap_or_default();
        if self.seen.is_new(state).unwrap_or_else(|| !list.contains(&state)) {
            self.states.push(state);
        }
    }

    /// Whether nobody asks about a value, nor about anything in it, but for the rules of its name.
    pub(super) fn silent(&self, kind: Kind, from: usize, around: Around) -> bool {
        let leaves = !around.taken && (around.inherited != UNMATCHED || self.unmatched);
        let states = self.states.get(from..).unwrap_or_default();
        if kind.is_container() {
            states.is_empty() && !leaves && (around.taken || self.selection.names.is_empty())
        } else {
            let quiet = |id: &StateId| self.selection.machine.state(*id).short.quiet;
            !leaves
                && match states {
                    [] => true,
                    [one] => quiet(one),
                    many => many.iter().all(quiet),
                }
        }
    }

    /// The rule that takes a value, if any does, where its one state tells at a glance that it is reported to nobody else.
    #[inline]
    pub(super) fn told(&self, from: usize) -> Option<Option<usize>> {
        let [id] = self.states.get(from..)? else { return None };
        let short = &self.selection.machine.state(*id).short;
        let rule = Some(short.sole).filter(|rule| *rule != UNMATCHED);
        (short.quiet || rule.is_some()).then_some(rule)
    }

    /// The states of a value, which begin at `from` in the list.
    pub(super) fn asked(&self, from: usize) -> Asked<'_, '_> {
        Asked { machine: &self.selection.machine, states: self.states.get(from..).unwrap_or_default() }
    }

    /// Tells whoever watches the value.
    pub(super) fn watch(
        &mut self,
        from: usize,
        kind: Kind,
        value: Range<usize>,
        around: Around,
    ) -> Result<(), T::Error> {
        if !self.selection.watches {
            return Ok(());
        }
        for at in from..self.states.len() {
            let Some(&id) = self.states.get(at) else { break };
            for watch in &self.selection.machine.state(id).accept.watches {
                let place = place(&self.text, &self.trail, UNMATCHED, kind, value.clone(), around);
                self.visitor.watch(*watch, &place)?;
            }
        }
        Ok(())
    }
}
