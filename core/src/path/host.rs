//! The walk over a host language's own objects, by the same automaton as the walk over bytes and told to the same
//! visitors.
//!
//! What a visitor may look at is written into an excerpt: the names on the way to a place, and the JSON text of what
//! stands there. The places that it is told of are places of the excerpt.

mod select;
mod value;

use std::ops::Range;

use super::Selection;
use super::frame::Frame;
use super::machine::State;
use super::numbers::{DEAD, StateId, UNMATCHED};
use super::patterns::Remembered;
use super::visit::{Answer, Place, Visit, WalkOptions};
use super::walker::Seen;
use crate::Limits;
use crate::json::Kind;
use crate::limits::MAX_DEPTH;
use crate::tree::{self, Child, Tree};

/// What a walk took from a document of objects.
pub(crate) struct Excerpt<S> {
    /// Names and values one behind the other; it begins with the bracket of a root that has one.
    pub(crate) text: Vec<u8>,
    pub(crate) slots: Slots<S>,
}

/// Where each place that was reported begins in the excerpt, and where it stands in the document; ascending.
pub(crate) type Slots<S> = Vec<(usize, S)>;

impl Selection {
    /// Whether objects can be walked as they are: a filter looks at values that no rule selects.
    pub(crate) fn walks_trees(&self) -> bool {
        self.filters.filters.is_empty()
    }
}

/// The JSON text of a whole document, and where each of its values stands: for whoever must look at more than the places.
///
/// # Errors
/// `limit_exceeded` beyond 1,024 levels, and the host's own.
pub(crate) fn write_tree<T: Tree>(tree: &mut T) -> Result<Excerpt<T::Slot>, T::Error> {
    let (mut text, mut slots) = (Vec::with_capacity(1024), Vec::with_capacity(64));
    let mut root = tree.root()?;
    if let Some(child) = tree.next(&mut root)? {
        let limits = Limits { depth: MAX_DEPTH, ..Limits::default() };
        let mut begins = |at, around: &T::Open| slots.push((at, T::slot(around)));
        tree::write(tree, &root, &child, &limits, 0, &mut text, &mut begins)?;
    }
    Ok(Excerpt { text, slots })
}

/// Walks a document of objects once and reports every place that the selection selects, in document order. Places tell
/// their `steps` if they are wanted.
///
/// # Errors
/// `limit_exceeded`, whatever the visitor answers, and the host's own.
pub(crate) fn walk_tree<T: Tree>(
    tree: &mut T,
    selection: &Selection,
    options: &WalkOptions,
    steps: bool,
    visitor: &mut impl Visit,
) -> Result<Excerpt<T::Slot>, T::Error> {
    let mut root = tree.root()?;
    let limits = Limits { depth: options.limits.depth.min(MAX_DEPTH), ..options.limits };
    let mut walker = Walker {
        tree,
        selection,
        visitor,
        limits,
        unmatched: options.unmatched,
        steps,
        text: Vec::with_capacity(256),
        slots: Vec::with_capacity(8),
        trail: Vec::with_capacity(8),
        states: Vec::with_capacity(8),
        seen: Seen::default(),
        remembered: Remembered::default(),
    };
    if let Some(child) = walker.tree.next(&mut root)? {
        match child.kind {
            Kind::Object => walker.text.push(b'{'),
            Kind::Array => walker.text.push(b'['),
            _ => {}
        }
        walker.states.extend_from_slice(&selection.machine.roots);
        walker.value(&root, &child, 0, 0..0, Around::ROOT)?;
    }
    Ok(Excerpt { text: walker.text, slots: walker.slots })
}

struct Walker<'w, T: Tree, V> {
    tree: &'w mut T,
    selection: &'w Selection,
    visitor: &'w mut V,
    limits: Limits,
    unmatched: bool,
    steps: bool,
    text: Vec<u8>,
    slots: Slots<T::Slot>,
    trail: Vec<Frame>,
    states: Vec<StateId>,
    seen: Seen,
    remembered: Remembered,
}

/// What a container hands down to its children.
#[derive(Clone, Copy)]
struct Around {
    in_array: bool,
    /// A rule has taken this container or one around it: only watches are reported.
    taken: bool,
    /// The rule that leaves inherit, or none.
    inherited: usize,
}

impl Around {
    const ROOT: Self = Self { in_array: false, taken: false, inherited: UNMATCHED };
}

impl<T: Tree, V: Visit> Walker<'_, T, V> {
    /// The children of a container whose states are those from `parent` on.
    fn children(&mut self, mut open: T::Open, parent: usize, around: Around) -> Result<(), T::Error> {
        let from = self.states.len();
        let length = if around.in_array { T::length(&open) } else { 0 };
        let (mut index, mut stored) = (0, 0);
        self.trail.push(Frame::new(!around.in_array, 0, 0));
        let few = self.few(parent, from, around);
        while let Some(child) = self.next(&mut open, few)? {
            let (written, reported) = (self.text.len(), self.slots.len());
            let answer = if around.in_array {
                self.step_to_element(parent, from, index, length);
                self.stands(|frame| frame.stored = stored);
                self.element(&open, &child, from, around)?
            } else {
                self.member(&open, &child, parent, from, around)?
            };
            index += 1;
            stored += u64::from(answer == Answer::Kept);
            self.states.truncate(from);
            // Names are remembered by where they stand.
            if self.slots.len() == reported && self.selection.names.is_empty() {
                self.text.truncate(written);
            }
        }
        self.trail.pop();
        Ok(())
    }

    /// The next child, past those of which nobody asks anything if `few` names lead on.
    fn next(&mut self, open: &mut T::Open, few: Option<&State>) -> Result<Option<Child<T::Value>>, T::Error> {
        let Some(state) = few else { return self.tree.next(open) };
        let (machine, room) = (&self.selection.machine, self.room());
        self.tree.seek(open, room, |name| machine.by_name(state, name.as_bytes()) != DEAD)
    }

    /// How many containers may stand in each other below those that are open.
    fn room(&self) -> usize {
        self.limits.depth.saturating_sub(self.trail.len())
    }

    fn member(
        &mut self,
        open: &T::Open,
        child: &Child<T::Value>,
        parent: usize,
        from: usize,
        around: Around,
    ) -> Result<Answer, T::Error> {
        let name = T::name(open);
        self.step_to_member(parent, from, &name);
        let names = !around.taken && !self.selection.names.is_empty();
        if !names && self.silent(child.kind, from, around) {
            return self.pass(open, child);
        }
        let mut named = 0..0;
        if names || self.steps {
            let start = self.text.len() + 1;
            name.write(&mut self.text);
            let end = self.text.len() - 1;
            self.stands(|frame| frame.name = (start as u32, end as u32));
            if names {
                named = self.remembered.matching(&self.selection.names, &self.text, start..end);
            }
        }
        if names && named.is_empty() && self.silent(child.kind, from, around) {
            return self.pass(open, child);
        }
        self.value(open, child, from, named, around)
    }

    fn element(
        &mut self,
        open: &T::Open,
        child: &Child<T::Value>,
        from: usize,
        around: Around,
    ) -> Result<Answer, T::Error> {
        if self.silent(child.kind, from, around) {
            return self.pass(open, child);
        }
        self.value(open, child, from, 0..0, around)
    }

    /// Writes down where the child of the innermost container stands.
    fn stands(&mut self, at: impl FnOnce(&mut Frame)) {
        if let Some(last) = self.trail.last_mut() {
            at(last);
        }
    }
}

/// A place of the excerpt.
fn place<'p>(
    text: &'p [u8],
    trail: &'p [Frame],
    rule: usize,
    kind: Kind,
    value: Range<usize>,
    around: Around,
) -> Place<'p> {
    Place {
        rule,
        kind,
        start: value.start,
        before: value.start,
        value,
        kept: false,
        in_array: around.in_array,
        depth: trail.len(),
        doc: text,
        trail,
    }
}
