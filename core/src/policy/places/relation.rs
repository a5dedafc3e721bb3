//! How two sets of places stand to each other: both automata are led by the same steps.

use super::label::Label;
use super::{Places, Step};

/// How sure it is that two sets have a place in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::policy) enum Meeting {
    Never,
    /// It depends on the document.
    Perhaps,
    /// Some documents have such a place, whatever filters say.
    Surely,
}

/// How two sets of places can stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::policy) struct Reached {
    /// A place in common.
    pub(in crate::policy) same: bool,
    /// A place of the first that contains one of the second, and is not outside of what is asked for.
    pub(in crate::policy) above: bool,
    /// A place of the first that contains one of the second.
    pub(in crate::policy) around: bool,
    /// A place of the first inside one of the second.
    pub(in crate::policy) inside: bool,
    /// A place of the first on the way that the second's selector names.
    pub(in crate::policy) named: bool,
}

/// Says that two sets were compared. Tests count it: that the work grows with the policy and not with its square is then
/// no matter of a clock.
fn compared() {
    #[cfg(test)]
    COMPARED.with(|compared| compared.set(compared.get() + 1));
}

#[cfg(test)]
thread_local! {
    pub(in crate::policy) static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Places {
    /// How these places may stand to others, whatever filters say.
    pub(in crate::policy) fn may(&self, other: &Self) -> Reached {
        self.reach(other, false)
    }

    /// How sure it is that some place is of both.
    pub(in crate::policy) fn meeting(&self, other: &Self) -> Meeting {
        match (self.reach(other, false).same, self.reach(other, true).same) {
            (_, true) => Meeting::Surely,
            (true, false) => Meeting::Perhaps,
            (false, false) => Meeting::Never,
        }
    }

    /// Whether one of these places, whatever filters say, contains a place of `other` whose selector leads there on
    /// purpose rather than by descending anywhere.
    pub(in crate::policy) fn surely_named_by(&self, other: &Self) -> bool {
        self.reach(other, true).named
    }

    /// Whether every place of `other` is one of these, or inside one of these if `swallow`, whatever the document.
    /// An answer of `false` may mean that it could not be decided.
    pub(in crate::policy) fn cover(&self, other: &Self, swallow: bool) -> bool {
        let end = self.steps.len();
        if end >= 64 {
            return false;
        }
        // What is known of the steps so far: the set of this automaton's states, one bit each.
        let mut front = vec![None::<u64>; other.steps.len() + 1];
        if let Some(first) = front.first_mut() {
            *first = Some(1);
        }
        for (at, step) in other.steps.iter().enumerate() {
            let Some(Some(mut states)) = front.get(at).copied() else { return false };
            if step.descendant {
                // Any steps at all may come here: only states that survive all of them count.
                loop {
                    let next = states & self.advance(states, &Label::Any, swallow);
                    if next == states {
                        break;
                    }
                    states = next;
                }
            }
            let advanced = step.labels.iter().map(|label| self.advance(states, label, swallow));
            let Some(after) = advanced.reduce(|all, states| all & states) else { return false };
            if let Some(slot) = front.get_mut(at + 1) {
                *slot = Some(after);
            }
        }
        matches!(front.last(), Some(Some(states)) if states & (1 << end) != 0)
    }

    /// The states that one more step leads to for certain.
    fn advance(&self, states: u64, label: &Label, swallow: bool) -> u64 {
        let mut next = if swallow { states & (1 << self.steps.len()) } else { 0 };
        for (at, step) in self.steps.iter().enumerate().filter(|(at, _)| states & (1 << at) != 0) {
            if step.descendant {
                next |= 1 << at;
            }
            if step.labels.iter().any(|own| own.covers(label)) {
                next |= 1 << (at + 1);
            }
        }
        next
    }

    /// Leads both automata by the same steps, and says how they can stand to each other at their ends.
    fn reach(&self, other: &Self, surely: bool) -> Reached {
        compared();
        let (mine, theirs) = (self.steps.len(), other.steps.len());
        if mine >= 64 || theirs >= 64 {
            // Too long to follow bit by bit: whatever is asked, it may be.
            return Reached { same: !surely, above: !surely, around: !surely, inside: !surely, named: false };
        }
        let mut reached = Reached::default();
        // A row for each of this automaton's states: the bits are the other's states that go with it.
        let mut row = 1_u64;
        let mut matched = 0_u64;
        for at in 0..=mine {
            let step = self.steps.get(at);
            let (mut next, mut next_matched) = (0_u64, 0_u64);
            for (their, their_step) in other.steps.iter().enumerate() {
                if row & (1 << their) == 0 {
                    continue;
                }
                if step.is_some_and(|step| step.descendant) {
                    row |= 1 << (their + 1);
                }
                if their_step.descendant {
                    next |= 1 << their;
                }
                if step.is_some_and(|step| step.meets(their_step, surely)) {
                    next |= 1 << (their + 1);
                    next_matched |= 1 << (their + 1);
                }
            }
            let at_their_end = row & (1 << theirs) != 0;
            reached.inside |= at_their_end && at < mine;
            reached.same |= at_their_end && at == mine;
            let around = if at == mine { row & !(1 << theirs) } else { 0 };
            reached.around |= around != 0;
            reached.above |= around.checked_shr(other.outside as u32).unwrap_or(0) != 0;
            reached.named |= at == mine && matched & !(1 << theirs) != 0;
            (row, matched) = (next, next_matched);
        }
        reached
    }
}

impl Step {
    fn meets(&self, other: &Self, surely: bool) -> bool {
        self.labels.iter().any(|label| other.labels.iter().any(|their| label.meets(their, surely)))
    }
}
