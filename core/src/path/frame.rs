//! An open container, and where the child of it is that is being looked at.

use super::numbers::{DEAD, StateId, UNMATCHED};
use crate::json::Kind;

/// An open container. Small, because a walk opens many.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) object: bool,
    /// Nothing was read of it yet but its bracket.
    pub(super) fresh: bool,
    /// An earlier child was kept. In a plain frame that is told from `bracket`, and this is so of the child alone that
    /// was looked at last.
    pub(super) kept: bool,
    /// A rule has taken this container or one around it: only watches are reported.
    pub(super) taken: bool,
    /// A rule took this very container: the last one of the walker's list.
    pub(super) took: bool,
    /// One state, which names alone lead on from; nothing else is to be watched.
    pub(super) plain: bool,
    /// That state, where the frame is plain.
    pub(super) state: StateId,
    /// The bracket; in a plain frame, the last delimiter up to which no child was kept.
    pub(super) bracket: u32,
    /// The name of the child that is being looked at, between its quotes.
    pub(super) name: (u32, u32),
    /// Where its states begin in the walker's list, unless it is plain; they are its last ones.
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
    pub(super) fn new(object: bool, bracket: usize, states: usize) -> Self {
        Self {
            object,
            fresh: true,
            kept: false,
            taken: false,
            took: false,
            plain: false,
            state: DEAD,
            bracket: bracket as u32,
            name: (0, 0),
            states: states as u32,
            node: 0,
            inherited: UNMATCHED,
            index: 0,
            stored: 0,
            length: u64::MAX,
        }
    }

    /// A container in one plain state.
    #[inline]
    pub(super) fn plain(object: bool, bracket: u32, state: StateId) -> Self {
        Self { plain: true, state, ..Self::new(object, bracket as usize, 0) }
    }

    pub(super) fn kind(&self) -> Kind {
        if self.object { Kind::Object } else { Kind::Array }
    }
}
