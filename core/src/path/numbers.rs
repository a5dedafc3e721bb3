//! What the automaton and its walk are numbered by.

/// The number of a state.
pub(super) type StateId = u32;

/// The state from which nothing is selected any more.
pub(super) const DEAD: StateId = 0;

/// The rule of a leaf that no rule selects, reported when [`WalkOptions::unmatched`] asks for it.
///
/// [`WalkOptions::unmatched`]: super::WalkOptions::unmatched
pub(crate) const UNMATCHED: usize = usize::MAX;
