//! Where a value stands, for whoever hears of it.

use super::super::frame::Frame;
use super::super::visit::Place;
use crate::json::Kind;

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
        trail: &'p [Frame],
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
