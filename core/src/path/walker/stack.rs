//! The containers that are open, and the states in force in them.

use super::super::frame::Frame;
use super::super::numbers::StateId;
use super::super::visit::Answer;

/// A frame for each open container; the states of those that are not plain, the innermost ones last.
#[derive(Debug, Default)]
pub(super) struct Stack {
    pub(super) frames: Vec<Frame>,
    pub(super) states: Vec<StateId>,
}

impl Stack {
    /// The child of a plain container that is being looked at: where its name stands, if it has one.
    #[inline]
    pub(super) fn look_at(&mut self, name: (u32, u32)) {
        if let Some(around) = self.frames.last_mut() {
            (around.fresh, around.name) = (false, name);
        }
    }

    /// Opens a plain container.
    #[inline]
    pub(super) fn push_plain(&mut self, frame: Frame) {
        self.frames.push(Frame { states: self.states.len() as u32, ..frame });
    }

    /// So many children of the innermost container were passed.
    #[inline]
    pub(super) fn count(&mut self, children: usize) {
        if let Some(frame) = self.frames.last_mut() {
            frame.stored += children as u64;
        }
    }

    /// Closes the innermost container.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        self.states.truncate(frame.states as usize);
        Some(frame)
    }

    /// Notes in the innermost container what became of its child.
    #[inline]
    pub(super) fn settle(&mut self, answer: Answer) {
        if let (Some(frame), Answer::Kept) = (self.frames.last_mut(), answer) {
            frame.kept = true;
            frame.stored += 1;
        }
    }

    pub(super) fn clear(&mut self) {
        self.frames.clear();
        self.states.clear();
    }
}
