//! The stacks of walks, kept from one document to the next: a small record has no time for the allocator.

use std::cell::RefCell;

use super::super::machine::StateId;
use super::super::patterns::Remembered;
use super::super::visit::Crumb;
use super::Walker;
use super::frame::Frame;

/// What a walk needs beside the document; all of it empty.
#[derive(Default)]
pub(super) struct Stacks {
    pub(super) frames: Vec<Frame>,
    pub(super) trail: Vec<Crumb>,
    pub(super) states: Vec<StateId>,
    pub(super) remembered: Remembered,
}

thread_local! {
    /// Stacks that wait for the next document of this thread.
    static POOL: RefCell<Vec<Stacks>> = const { RefCell::new(Vec::new()) };
}

/// Stacks from the pool, or new ones.
pub(super) fn get() -> Stacks {
    POOL.with(|pool| pool.borrow_mut().pop()).unwrap_or_default()
}

impl<V> Drop for Walker<'_, V> {
    fn drop(&mut self) {
        let mut stacks = Stacks {
            frames: std::mem::take(&mut self.frames),
            trail: std::mem::take(&mut self.trail),
            states: std::mem::take(&mut self.states),
            remembered: std::mem::take(&mut self.remembered),
        };
        stacks.frames.clear();
        stacks.trail.clear();
        stacks.states.clear();
        stacks.remembered.clear();
        // A thread that is ending has no pool any more; nor is one needed.
        let _ = POOL.try_with(|pool| {
            let mut pool = pool.borrow_mut();
            if pool.len() < 4 && stacks.states.capacity() < 1 << 16 {
                pool.push(stacks);
            }
        });
    }
}
