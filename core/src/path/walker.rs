//! The frames of a walk: which states are in force in each open container, and what is reported of its children.

mod plain;
mod pool;
mod quiet;
mod select;
mod spot;
mod stack;
mod states;
mod stop;
mod value;

use super::Selection;
use super::eval::Evaluator;
use super::frame::Frame;
use super::patterns::Remembered;
use super::visit::{Visit, WalkOptions};
use crate::json::Tokens;
use crate::limits::MAX_DEPTH;
use spot::{Spot, Taken};
use stack::Stack;
use states::Label;
pub(super) use states::Seen;
pub(super) use stop::Stop;

pub(super) struct Walker<'a, V> {
    doc: &'a [u8],
    selection: &'a Selection,
    depth: usize,
    unmatched: bool,
    visitor: &'a mut V,
    tokens: Tokens<'a>,
    evaluator: Option<Evaluator<'a>>,
    remembered: Remembered,
    /// No tape, no name patterns, no interest in what is unmatched.
    simple: bool,
    stack: Stack,
    taken: Vec<Taken>,
    seen: Seen,
}

impl<'a, V: Visit> Walker<'a, V> {
    pub(super) fn new(
        doc: &'a [u8],
        selection: &'a Selection,
        options: &WalkOptions,
        visitor: &'a mut V,
        evaluator: Option<Evaluator<'a>>,
    ) -> Self {
        let pool::Memory { stack, remembered } = pool::get();
        Self {
            doc,
            selection,
            depth: options.limits.depth.min(MAX_DEPTH),
            unmatched: options.unmatched,
            visitor,
            tokens: Tokens::new(doc),
            simple: evaluator.is_none() && selection.names.is_empty() && !options.unmatched,
            evaluator,
            remembered,
            stack,
            taken: Vec::new(),
            seen: Seen::default(),
        }
    }

    pub(super) fn run(&mut self) -> Result<(), Stop> {
        let value = self.tokens.expect()?;
        if !self.plain_root(value) {
            self.stack.states.extend_from_slice(&self.selection.machine.roots);
            let spot = Spot { value, start: value, before: value, kept: false, in_array: false, node: 0 };
            self.value(spot, 0, 0..0)?;
        }
        while let Some(frame) = self.stack.frames.last() {
            if frame.plain { self.plain()? } else { self.child()? }
        }
        match self.tokens.next()? {
            None => {
                self.visitor.walked(self.doc, self.tokens.all());
                Ok(())
            }
            Some(_) => Err(Stop::Invalid),
        }
    }

    /// The next child of the innermost container, or its end.
    fn child(&mut self) -> Result<(), Stop> {
        let Some(frame) = self.stack.frames.last_mut() else { return Err(Stop::Invalid) };
        let fresh = std::mem::replace(&mut frame.fresh, false);
        let (object, bracket) = (frame.object, frame.bracket as usize);
        let at = self.tokens.expect()?;
        let (head, before) = match (self.doc.get(at), object) {
            (Some(b'}'), true) | (Some(b']'), false) => return self.close(at),
            (Some(b','), _) if !fresh => (self.tokens.expect()?, at),
            _ if fresh => (at, bracket),
            _ => return Err(Stop::Invalid),
        };
        if object { self.member(head, before) } else { self.element(head, before) }
    }

    /// An element that begins at `head`, behind the delimiter at `before`.
    fn element(&mut self, head: usize, before: usize) -> Result<(), Stop> {
        let from = self.stack.states.len();
        let Some(frame) = self.stack.frames.last_mut() else { return Err(Stop::Invalid) };
        let node = next_node(frame, self.evaluator.as_ref());
        let spot = Spot { value: head, start: head, before, kept: frame.kept, in_array: true, node };
        let label = Label::Element(frame.index, frame.length);
        frame.index += 1;
        let parent = frame.states as usize;
        self.step(parent, from, label, node);
        self.value(spot, from, 0..0)
    }

    /// A member whose name begins at `head`, behind the delimiter at `before`.
    fn member(&mut self, head: usize, before: usize) -> Result<(), Stop> {
        let from = self.stack.states.len();
        let Some(frame) = self.stack.frames.last_mut() else { return Err(Stop::Invalid) };
        let node = next_node(frame, self.evaluator.as_ref());
        let (parent, kept, taken) = (frame.states as usize, frame.kept, frame.taken);
        let start = head + 1;
        if self.doc.get(head) != Some(&b'"') {
            return Err(Stop::Invalid);
        }
        let end = self.tokens.string_end()? - 1;
        let colon = self.tokens.expect()?;
        if self.doc.get(colon) != Some(&b':') {
            return Err(Stop::Invalid);
        }
        let spot = Spot { value: self.tokens.expect()?, start: head, before, kept, in_array: false, node };
        if let Some(frame) = self.stack.frames.last_mut() {
            frame.name = (start as u32, end as u32);
        }
        let name = self.doc.get(start..end).unwrap_or_default();
        self.step(parent, from, Label::Member(name), node);
        let named = if taken || self.selection.names.is_empty() {
            0..0
        } else {
            self.remembered.matching(&self.selection.names, self.doc, start..end)
        };
        self.value(spot, from, named)
    }
}

/// The node of the child that comes next, where there is a tape.
fn next_node(frame: &mut Frame, evaluator: Option<&Evaluator<'_>>) -> u32 {
    let node = frame.node;
    if let Some(evaluator) = evaluator {
        frame.node = evaluator.tape().node(node).map_or(node, |n| n.next);
    }
    node
}
