//! The automaton of all rules: states, what leads from one to the next, and what a state selects.

use super::ast::Slice;
use super::exits::{Exits, Mentions, Way};
use super::names::{NameId, Names};
use super::numbers::{DEAD, StateId, UNMATCHED};
use crate::json::TypeSet;

/// A compiled set of paths. A walk carries a list of states for each container, mostly of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Machine {
    pub(super) names: Names,
    pub(super) states: Vec<State>,
    /// The states of the root.
    pub(super) roots: Vec<StateId>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// Where members of these names lead, sorted by name.
    pub(super) members: Vec<(NameId, StateId)>,
    /// Whose `members` and `conditions` count where this state has none of its own.
    pub(super) fallback: StateId,
    /// Where all other members, and elements, lead.
    pub(super) other: StateId,
    /// Where elements lead by that and by [`Condition::Any`] together: no name of theirs can multiply a wildcard.
    pub(super) elements: StateId,
    /// What leads on by more than a name.
    pub(super) conditions: Vec<(Condition, StateId)>,
    /// Stays in force for all descendants.
    pub(super) sticky: bool,
    pub(super) accept: Accept,
    pub(super) short: Short,
    /// The names of members of which somebody may ask.
    pub(super) asked: Mentions,
    /// The same of `members`, and of those of the fallback, for a quick look.
    pub(super) exits: Exits,
}

/// What a walk asks of a state most often, answered beforehand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    /// A value in this state is reported to nobody.
    pub(super) quiet: bool,
    /// Elements are such values.
    pub(super) elements_quiet: bool,
    /// No member, or element, leads anywhere.
    pub(super) no_members: bool,
    pub(super) no_elements: bool,
    /// One state leads to one state, by names alone; and to one by its elements.
    pub(super) plain: bool,
    pub(super) plain_elements: bool,
    /// The only one to whom a value in this state is reported, a rule that takes every type; or [`UNMATCHED`].
    pub(super) sole: usize,
}

impl Default for Short {
    /// Nothing leads anywhere.
    fn default() -> Self {
        Self::NOTHING
    }
}

impl Short {
    /// In an object, or else in an array, one state leads to one state.
    #[inline]
    pub(super) fn plain(&self, object: bool) -> bool {
        if object { self.plain } else { self.plain_elements }
    }

    /// Nothing in an object, or else in an array, leads anywhere.
    #[inline]
    pub(super) fn ends(&self, object: bool) -> bool {
        if object { self.no_members } else { self.no_elements }
    }

    const NOTHING: Self = Self {
        quiet: true,
        elements_quiet: true,
        no_members: true,
        no_elements: true,
        plain: true,
        plain_elements: true,
        sole: UNMATCHED,
    };
}

/// What a value is when it is reached in a state.
#[derive(Clone, Debug, Default)]
pub(super) struct Accept {
    /// Rules by index, ascending; none behind the first that takes every type.
    pub(super) rules: Vec<(usize, TypeSet)>,
    pub(super) shadow: Option<usize>,
    pub(super) watches: Vec<usize>,
}

impl Accept {
    fn is_nothing(&self) -> bool {
        self.rules.is_empty() && self.shadow.is_none() && self.watches.is_empty()
    }
}

/// A step that depends on the index, the length or the value of the child.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    /// Every child: a wildcard that would otherwise be multiplied by all names that are in force.
    Any,
    Index(i64),
    Slice(Slice),
    Filter(usize),
}

impl Machine {
    pub(super) fn new(names: Names, mut states: Vec<State>, roots: Vec<StateId>) -> Self {
        let bare: Vec<bool> = states.iter().map(|s| s.conditions.is_empty() && !s.sticky).collect();
        let named: Vec<bool> = states.iter().map(|s| !s.members.is_empty()).collect();
        let quiet: Vec<bool> = states.iter().map(|s| s.accept.is_nothing()).collect();
        let own = |state: &State| {
            Exits::new(state.members.iter().filter_map(|(name, to)| Some((names.get(*name)?, *to))))
        };
        let exits: Vec<Exits> = states.iter().map(own).collect();
        for (state, own) in states.iter_mut().zip(&exits) {
            state.exits =
                exits.get(state.fallback as usize).map_or_else(|| own.clone(), |below| own.or(below));
            let of = |list: &[bool], id: StateId| list.get(id as usize).copied().unwrap_or(false);
            let fallback = state.fallback;
            let plain = state.conditions.is_empty() && !state.sticky && of(&bare, fallback);
            let any = |(condition, _): &(Condition, StateId)| matches!(condition, Condition::Any);
            let plain_elements = state.conditions.iter().all(any) && !state.sticky && of(&bare, fallback);
            let accept = &state.accept;
            let others_quiet = of(&quiet, state.other);
            state.asked = if others_quiet { state.exits.mentions() } else { Mentions::ALL };
            state.short = Short {
                quiet: accept.is_nothing(),
                elements_quiet: of(&quiet, state.elements),
                no_members: plain && state.other == DEAD && state.members.is_empty() && !of(&named, fallback),
                no_elements: plain_elements && state.elements == DEAD,
                plain,
                plain_elements,
                sole: match accept.rules.as_slice() {
                    [(rule, TypeSet::ALL)] if accept.shadow.is_none() && accept.watches.is_empty() => *rule,
                    _ => UNMATCHED,
                },
            };
        }
        Self { names, states, roots }
    }

    #[inline]
    pub(super) fn state(&self, id: StateId) -> &State {
        static NOTHING: State = State {
            members: Vec::new(),
            fallback: DEAD,
            other: DEAD,
            elements: DEAD,
            conditions: Vec::new(),
            sticky: false,
            accept: Accept { rules: Vec::new(), shadow: None, watches: Vec::new() },
            short: Short::NOTHING,
            asked: Mentions::NONE,
            exits: Exits::NONE,
        };
        self.states.get(id as usize).unwrap_or(&NOTHING)
    }

    /// Where a member of this name leads, as it stands between its quotes; there are no escapes in it.
    #[inline]
    pub(super) fn by_name(&self, state: &State, name: &[u8]) -> StateId {
        match state.exits.by(name) {
            Way::Other => state.other,
            Way::To(id) => id,
            Way::Ask => self.member(state, self.names.find(name)),
        }
    }

    /// Where a member leads whose name is known to the table, or not.
    #[inline]
    pub(super) fn member(&self, state: &State, name: Option<NameId>) -> StateId {
        let Some(name) = name else { return state.other };
        let find = |of: &State| {
            let at = of.members.binary_search_by_key(&name, |entry| entry.0).ok()?;
            of.members.get(at).map(|entry| entry.1)
        };
        find(state)
            .or_else(|| if state.fallback == DEAD { None } else { find(self.state(state.fallback)) })
            .unwrap_or(state.other)
    }
}

impl Condition {
    /// Whether the condition asks for more than the walk knows by itself when it comes to a child.
    pub(super) fn looks_ahead(&self) -> bool {
        match self {
            Self::Any => false,
            Self::Index(index) => *index < 0,
            Self::Slice(s) => s.step < 0 || s.start.is_some_and(|n| n < 0) || s.end.is_some_and(|n| n < 0),
            Self::Filter(_) => true,
        }
    }
}

/// Whether an element is the one of an index.
pub(super) fn index_selects(index: i64, element: u64, length: u64) -> bool {
    if index < 0 {
        (length as i64).checked_add(index) == Some(element as i64)
    } else {
        index as u64 == element
    }
}

impl Slice {
    /// Whether an element of an array is in the slice (RFC 9535 section 2.3.4.2.2).
    pub(super) fn selects(&self, element: u64, length: u64) -> bool {
        let (k, len) = (i128::from(element), i128::from(length));
        let step = i128::from(self.step);
        let from_end = |n: i64| if n < 0 { len + i128::from(n) } else { i128::from(n) };
        if step > 0 {
            let lower = self.start.map_or(0, from_end).clamp(0, len);
            let upper = self.end.map_or(len, from_end).clamp(0, len);
            (lower..upper).contains(&k) && (k - lower) % step == 0
        } else if step < 0 {
            let upper = self.start.map_or(len - 1, from_end).clamp(-1, len - 1);
            let lower = self.end.map_or(-1, from_end).clamp(-1, len - 1);
            lower < k && k <= upper && (upper - k) % -step == 0
        } else {
            false
        }
    }
}
