//! From paths to the automaton.
//!
//! A position is a path and how many of its segments have matched; a state is a set of positions. Where the sets
//! explode, each position becomes a state of its own: the walk carries as many as are in force.

mod subsets;

#[cfg(test)]
pub(crate) use subsets::STEPS;

use super::ast::{Segment, Select};
use super::machine::{Accept, Condition, Machine, State};
use super::names::{NameId, Names};
use super::numbers::{DEAD, StateId};
use crate::json::TypeSet;

/// What the end of a path means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    Rule(usize, TypeSet),
    Shadow(usize),
    Watch(usize),
}

#[derive(Debug, Default)]
struct Position {
    descendant: bool,
    names: Vec<NameId>,
    wildcard: bool,
    conditions: Vec<Condition>,
    meaning: Option<Meaning>,
}

/// The automaton of a set of paths; `filter` numbers their filters.
pub(super) fn build(
    paths: &[(&[Segment], Meaning)],
    mut filter: impl FnMut(&super::ast::Logical) -> usize,
) -> Machine {
    let mut names = Names::default();
    let mut positions = Vec::new();
    let mut starts = Vec::new();
    for (segments, meaning) in paths {
        starts.push(positions.len() as u32);
        for segment in *segments {
            positions.push(position(segment, &mut names, &mut filter));
        }
        positions.push(Position { meaning: Some(*meaning), ..Position::default() });
    }
    let mentioned: usize = positions.iter().map(|position| position.names.len()).sum();
    let budget = 100_000 + (positions.len() + mentioned) * 8;
    let (states, roots) =
        subsets::within(budget, &positions, &starts).unwrap_or_else(|| each_by_itself(&positions, &starts));
    Machine::new(names, states, roots)
}

fn position(
    segment: &Segment,
    names: &mut Names,
    filter: &mut impl FnMut(&super::ast::Logical) -> usize,
) -> Position {
    let mut position = Position { descendant: segment.descendant, ..Position::default() };
    for selector in &segment.selectors {
        match selector {
            Select::Name(name) => position.names.push(names.intern(name)),
            Select::Wildcard => position.wildcard = true,
            Select::Index(index) => position.conditions.push(Condition::Index(*index)),
            Select::Slice(slice) => position.conditions.push(Condition::Slice(*slice)),
            Select::Filter(logical) => position.conditions.push(Condition::Filter(filter(logical))),
        }
    }
    position.names.sort_unstable();
    position.names.dedup();
    position
}

fn accept<'a>(positions: impl Iterator<Item = &'a Position>) -> Accept {
    let mut accept = Accept::default();
    for position in positions {
        match position.meaning {
            Some(Meaning::Rule(rule, types)) => accept.rules.push((rule, types)),
            Some(Meaning::Shadow(shadow)) => accept.shadow = accept.shadow.or(Some(shadow)),
            Some(Meaning::Watch(watch)) => accept.watches.push(watch),
            None => {}
        }
    }
    accept.rules.sort_by_key(|(rule, _)| *rule);
    if let Some(last) = accept.rules.iter().position(|(_, types)| *types == TypeSet::ALL) {
        accept.rules.truncate(last + 1);
    }
    accept
}

/// A state for each position: nothing explodes, and a walk carries a list.
fn each_by_itself(positions: &[Position], starts: &[u32]) -> (Vec<State>, Vec<StateId>) {
    let id = |position: usize| position as StateId + 1;
    let mut states = vec![State::default()];
    for (at, position) in positions.iter().enumerate() {
        let next = id(at + 1);
        states.push(State {
            members: position.names.iter().map(|name| (*name, next)).collect(),
            fallback: DEAD,
            other: if position.wildcard { next } else { DEAD },
            elements: if position.wildcard { next } else { DEAD },
            conditions: position.conditions.iter().map(|c| (c.clone(), next)).collect(),
            sticky: position.descendant,
            accept: accept(std::iter::once(position)),
            ..State::default()
        });
    }
    (states, starts.iter().map(|start| id(*start as usize)).collect())
}
