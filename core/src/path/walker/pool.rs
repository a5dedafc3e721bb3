//! The memory of walks, kept from one document to the next: a small record has no time for the allocator.

use std::cell::RefCell;

use super::super::patterns::Remembered;
use super::Walker;
use super::stack::Stack;

/// What a walk needs beside the document; all of it empty.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) stack: Stack,
    pub(super) remembered: Remembered,
}

thread_local! {
    /// Memory that wait for the next document of this thread.
    static POOL: RefCell<Vec<Memory>> = const { RefCell::new(Vec::new()) };
}

/// Memory from the pool, or new ones.
pub(super) fn get() -> Memory {
    POOL.with(|pool| pool.borrow_mut().pop()).unwrap_or_default()
}

impl<V> Drop for Walker<'_, V> {
    fn drop(&mut self) {
        let mut memory = Memory {
            stack: std::mem::take(&mut self.stack),
            remembered: std::mem::take(&mut self.remembered),
        };
        memory.stack.clear();
        memory.remembered.clear();
        // A thread that is ending has no pool any more; nor is one needed.
        let _ = POOL.try_with(|pool| {
            let mut pool = pool.borrow_mut();
            if pool.len() < 4 && memory.stack.states.capacity() < 1 << 16 {
                pool.push(memory);
            }
        });
    }
}
