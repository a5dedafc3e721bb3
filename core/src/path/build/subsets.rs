//! Each state a set of positions.
//!
//! Descendant segments keep their position for everything below, so a state is (loops, own): the positions that stay,
//! and those that were just reached. What the own ones say nothing of is looked up in the state (loops, nothing), as
//! Aho and Corasick do with failure links: a hundred rules `$..a.b` cost the space of a hundred rules.
//!
//! Wildcards and several descendant segments can make the sets explode. Where many names are in force wildcards lead to
//! states apart; the number of steps is bounded, and beyond it they do so everywhere.

use std::rc::Rc;

use super::{Position, accept};
use crate::path::hash::QuickMap;
use crate::path::machine::{Condition, State};
use crate::path::names::NameId;
use crate::path::numbers::{DEAD, StateId};

type Set = Vec<u32>;

/// Up to so many names in force go along with a wildcard: each of them is one more state.
const TOGETHER: usize = 16;

/// The states and the root's, or nothing if the sets explode: if they take more steps than these.
pub(super) fn within(
    budget: usize,
    positions: &[Position],
    starts: &[u32],
) -> Option<(Vec<State>, Vec<StateId>)> {
    [TOGETHER, 0].into_iter().find_map(|together| Builder::new(positions, budget, together).run(starts))
}

struct Builder<'a> {
    positions: &'a [Position],
    /// Up to so many names in force a wildcard leads into one state with each of them; beyond, into one beside them.
    together: usize,
    /// Steps that are left; none means that the sets explode.
    budget: usize,
    states: Vec<State>,
    /// What each state stands for: the number of its loops, and its own positions.
    sets: Vec<(usize, Rc<[u32]>)>,
    /// The states of each loops, by their own positions.
    known: Vec<QuickMap<Rc<[u32]>, StateId>>,
    loops: Vec<Rc<Loops>>,
    known_loops: QuickMap<Set, usize>,
    /// The own positions of the state that is being reached; one memory for all of them.
    own: Set,
}

/// Positions that stay in force, and where they lead.
#[derive(Debug, Default)]
struct Loops {
    set: Set,
    by_name: QuickMap<NameId, Set>,
    wild: Set,
}

impl<'a> Builder<'a> {
    fn new(positions: &'a [Position], budget: usize, together: usize) -> Self {
        let nothing: Rc<[u32]> = Rc::default();
        Self {
            positions,
            together,
            budget,
            states: vec![State::default()],
            sets: vec![(0, Rc::clone(&nothing))],
            known: vec![QuickMap::from_iter([(nothing, DEAD)])],
            loops: vec![Rc::default()],
            known_loops: QuickMap::from_iter([(Set::new(), 0)]),
            own: Set::new(),
        }
    }

    /// The states and the root's, or nothing if there would be too many.
    fn run(mut self, starts: &[u32]) -> Option<(Vec<State>, Vec<StateId>)> {
        let root = self.reach(0, starts)?;
        let mut at = 1;
        while at < self.states.len() {
            self.fill(at)?;
            at += 1;
        }
        Some((self.states, if root == DEAD { Vec::new() } else { vec![root] }))
    }

    fn position(&self, at: u32) -> Option<&'a Position> {
        self.positions.get(at as usize)
    }

    fn spend(&mut self, steps: usize) -> Option<()> {
        #[cfg(test)]
        STEPS.with(|taken| taken.set(taken.get() + steps));
        self.budget = self.budget.checked_sub(steps)?;
        Some(())
    }

    /// The state of loops that are in force and positions that were just reached.
    fn reach(&mut self, loops: usize, reached: &[u32]) -> Option<StateId> {
        self.spend(reached.len() + 1)?;
        let mut own = std::mem::take(&mut self.own);
        own.clear();
        let mut stay = Set::new();
        for p in reached {
            let descendant = self.position(*p).is_some_and(|p| p.descendant);
            if descendant { &mut stay } else { &mut own }.push(*p);
        }
        let loops = if stay.is_empty() { loops } else { self.with_loops(loops, stay)? };
        own.sort_unstable();
        own.dedup();
        let known = self.known.get_mut(loops)?;
        let id = known.get(own.as_slice()).copied().unwrap_or_else(|| {
            let (id, set) = (self.states.len() as StateId, Rc::<[u32]>::from(own.as_slice()));
            known.insert(Rc::clone(&set), id);
            self.sets.push((loops, set));
            self.states.push(State::default());
            id
        });
        self.own = own;
        Some(id)
    }

    /// The number of the loops in force together with these positions.
    fn with_loops(&mut self, in_force: usize, mut stay: Set) -> Option<usize> {
        let set = &self.loops.get(in_force)?.set;
        stay.retain(|p| set.binary_search(p).is_err());
        if stay.is_empty() {
            return Some(in_force);
        }
        let mut set = [set.as_slice(), &stay].concat();
        set.sort_unstable();
        set.dedup();
        self.spend(set.len())?;
        if let Some(known) = self.known_loops.get(&set) {
            return Some(*known);
        }
        self.spend(named(self.positions, &set).count())?;
        let number = self.loops.len();
        self.known.push(QuickMap::default());
        self.known_loops.insert(set.clone(), number);
        let (by_name, wild) = (by_name(self.positions, &set), wild(self.positions, &set));
        self.loops.push(Rc::new(Loops { set, by_name, wild }));
        Some(number)
    }

    /// Fills in where a state leads and what it selects.
    fn fill(&mut self, at: usize) -> Option<()> {
        let (loops, own) = self.sets.get(at).cloned()?;
        let below = Rc::clone(self.loops.get(loops)?);
        let fallback = if own.is_empty() { DEAD } else { self.reach(loops, &[])? };
        let mut own_wild = wild(self.positions, &own);
        let mut conditions = Vec::new();
        let mut elements = None;
        if !own_wild.is_empty() && below.by_name.len() > self.together {
            let wild: Set = own_wild.iter().chain(&below.wild).copied().collect();
            elements = Some(self.reach(loops, &wild)?);
            conditions.push((Condition::Any, self.reach(0, &own_wild)?));
            own_wild.clear();
        }
        let everywhere: Set = own_wild.iter().chain(&below.wild).copied().collect();

        let mut own_names: Vec<(NameId, u32)> = named(self.positions, &own).collect();
        own_names.sort_unstable();
        let mut members = Vec::with_capacity(own_names.len());
        let mut reached = Set::new();
        for steps in own_names.chunk_by(|a, b| a.0 == b.0) {
            let Some((name, _)) = steps.first() else { continue };
            reached.clear();
            reached.extend(steps.iter().map(|(_, to)| to));
            reached.extend(below.by_name.get(name).into_iter().flatten());
            reached.extend(&everywhere);
            members.push((*name, self.reach(loops, &reached)?));
        }
        if own.is_empty() || !own_wild.is_empty() {
            // A wildcard of its own goes along with every name that the loops know: no fallback can say that.
            self.spend(below.by_name.len())?;
            for (name, steps) in &below.by_name {
                if own_names.binary_search_by_key(name, |(own, _)| *own).is_err() {
                    reached.clear();
                    reached.extend(steps.iter().chain(&everywhere));
                    members.push((*name, self.reach(loops, &reached)?));
                }
            }
        }
        members.sort_unstable();

        let other = self.reach(loops, &everywhere)?;
        let elements = elements.unwrap_or(other);
        for p in if own.is_empty() { below.set.as_slice() } else { &own } {
            for condition in &self.position(*p)?.conditions {
                conditions.push((condition.clone(), self.reach(0, &[p + 1])?));
            }
        }
        let accept = accept(own.iter().filter_map(|p| self.position(*p)));
        *self.states.get_mut(at)? =
            State { members, fallback, other, elements, conditions, accept, ..State::default() };
        Some(())
    }
}

/// Where a set of positions leads whatever the child is called.
fn wild(positions: &[Position], set: &[u32]) -> Set {
    set.iter().filter(|p| positions.get(**p as usize).is_some_and(|p| p.wildcard)).map(|p| p + 1).collect()
}

/// Each name that a set of positions mentions, and where it leads from one of them.
fn named(positions: &[Position], set: &[u32]) -> impl Iterator<Item = (NameId, u32)> {
    let names = |p: &u32| positions.get(*p as usize).map(|p| p.names.as_slice()).unwrap_or_default();
    set.iter().flat_map(move |p| names(p).iter().map(move |name| (*name, p + 1)))
}

/// Where each name leads that a set of positions mentions.
fn by_name(positions: &[Position], set: &[u32]) -> QuickMap<NameId, Set> {
    let mut steps = QuickMap::<NameId, Set>::default();
    for (name, to) in named(positions, set) {
        steps.entry(name).or_default().push(to);
    }
    steps
}

// How many steps were taken: that they grow with the paths and not with their square is then no matter of a clock.
#[cfg(test)]
thread_local! {
    pub(crate) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}
