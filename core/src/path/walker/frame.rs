//! An open container, and where a value stands in it.

use super::super::visit::{Crumb, Place, UNMATCHED};
use crate::json::Kind;

/// An open container. Small, because a walk opens many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) object: bool,
    /// Nothing was read of it yet but its bracket.
    pub(super) fresh: bool,
    /// An earlier child was kept.
    pub(super) kept: bool,
    /// A rule has taken this container or one around it: only watches are reported.
    pub(super) taken: bool,
    /// A rule took this very container: the last one of the walker's list.
    pub(super) took: bool,
    /// One state, which names alone lead on from; nothing else is to be watched.
    pub(super) plain: bool,
    pub(super) bracket: u32,
    /// Where its states begin in the walker's list; they are its last ones.
    pub(super) states: u32,
    /// The next child on the tape, where there is one.
    pub(super) node: u32,
    /// The rule that leaves inherit, or none.
    pub(super) inherited: usize,
    /// Elements read so far, of them those that stay, and how many there are.
    pub(super) index: u64,
    pub(super) stored: u64,
    pub(super) length: u64,
}

impl Frame {
    /// A container of which nothing is read, that no rule takes and no state is special in.
    #[inline]
    pub(super) fn new(kind: Kind, bracket: usize, states: usize) -> Self {
        Self {
            object: kind == Kind::Object,
            fresh: true,
            kept: false,
            taken: false,
            took: false,
            plain: false,
            bracket: bracket as u32,
            states: states as u32,
            node: 0,
            inherited: UNMATCHED,
            index: 0,
            stored: 0,
            length: u64::MAX,
        }
    }
}

/// Where a value stands within its container.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) value: usize,
    pub(super) start: usize,
    pub(super) before: usize,
    pub(super) kept: bool,
    pub(super) in_array: bool,
    pub(super) node: u32,
}

/// A container that a rule took, and in which something else is watched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) rule: usize,
    pub(super) spot: Spot,
}

impl Spot {
    /// The place of the value that stands here and ends at `end`.
    #[inline]
    pub(super) fn place<'p>(
        &self,
        doc: &'p [u8],
        trail: &'p [Crumb],
        rule: usize,
        kind: Kind,
        end: usize,
    ) -> Place<'p> {
        Place {
            rule,
            kind,
            value: self.value..end,
            start: self.start,
            before: self.before,
            kept: self.kept,
            in_array: self.in_array,
            depth: trail.len(),
            doc,
            trail,
        }
    }
}
