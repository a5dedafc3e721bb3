//! Containers in one plain state: almost every walk is in one almost always.
//!
//! One loop over tokens, from container to container. It knows the common case alone: children of which nobody asks, or
//! that one rule takes whatever their type. Any other child it hands over to [`value`](Walker::value), and goes on when
//! that is done.

use std::ops::Range;

use super::super::frame::Frame;
use super::super::machine::{Machine, State, StateId};
use super::super::visit::{Answer, Enter, UNMATCHED, Visit};
use super::super::walk::Stop;
use super::Walker;
use super::quiet::{self, Next};
use super::spot::{Spot, Taken};
use super::stack::Stack;
use crate::json::{Kind, end_before, scalar};

/// The most tokens that one turn of the loop reads: a delimiter, a name, a colon, a value, and what follows it.
const TURN: usize = 5;

/// What the loop knows of the container that it reads.
struct Here<'m> {
    state: &'m State,
    object: bool,
    /// Nothing was read of it yet.
    fresh: bool,
    kept: bool,
    /// The delimiter in front of the next child.
    before: usize,
    stored: u64,
}

/// A child of it, up to its first token.
struct Child {
    id: StateId,
    /// Its name, between the quotes.
    name: Range<usize>,
    head: usize,
    value: usize,
}

impl<V: Visit> Walker<'_, V> {
    /// Reads on in the innermost container, which is plain: to the end of the plain containers around it, or up to a
    /// child that is not for this loop, which is read as well.
    pub(super) fn plain(&mut self) -> Result<(), Stop> {
        let (doc, machine) = (self.doc, &self.selection.machine);
        let Some(frame) = self.stack.frames.last() else { return Err(Stop::Invalid) };
        let mut here = Here {
            state: machine.state(frame.state),
            object: frame.object,
            fresh: frame.fresh,
            kept: frame.kept,
            before: frame.bracket as usize,
            stored: frame.stored,
        };
        let mut known = self.tokens.rest();
        loop {
            if known.len() < TURN {
                let unread = known.len();
                self.tokens.ahead(unread, TURN)?;
                known = self.tokens.rest();
            }
            let [delimiter, rest @ ..] = known else { return Err(Stop::Invalid) };
            let delimiter = *delimiter as usize;
            match doc.get(delimiter) {
                Some(b',') if !here.fresh => (here.before, known) = (delimiter, rest),
                Some(byte) if *byte == if here.object { b'}' } else { b']' } => {
                    known = rest;
                    self.stack.pop();
                    match self.stack.frames.last() {
                        Some(frame) if frame.plain => here = Here::again(frame, machine),
                        _ => {
                            let unread = known.len();
                            self.tokens.put_back(unread);
                            self.stack.settle(Answer::Kept);
                            return Ok(());
                        }
                    }
                    continue;
                }
                _ if here.fresh => {}
                _ => return Err(Stop::Invalid),
            }
            here.fresh = false;

            let mut quiet = Next::Child;
            if here.state.short.others_quiet {
                let passed = if here.object {
                    quiet::members(doc, &self.tokens, known, here.state.exits.mentions())
                } else {
                    quiet::elements(doc, known)
                };
                if passed.tokens > 0 {
                    let (read, left) = known.split_at_checked(passed.tokens).ok_or(Stop::Invalid)?;
                    here.kept = true;
                    here.before = read.last().map_or(0, |comma| *comma as usize);
                    here.stored += passed.tokens.div_ceil(2) as u64;
                    known = left;
                    if known.len() < TURN {
                        let unread = known.len();
                        self.tokens.ahead(unread, TURN)?;
                        known = self.tokens.rest();
                    }
                }
                quiet = passed.next;
            }

            let child = match (quiet, here.object, known) {
                (Next::Delimiter, ..) => continue,
                (Next::Container, true, [quote, colon, value, rest @ ..]) => {
                    known = rest;
                    let (head, value) = (*quote as usize, *value as usize);
                    Child { id: here.state.other, name: head + 1..*colon as usize - 1, head, value }
                }
                (_, true, [quote, colon, value, rest @ ..]) => {
                    known = rest;
                    let (head, value) = (*quote as usize, *value as usize);
                    let name = name_between(doc, head, *colon as usize)?;
                    let escapes = self.tokens.may_escape(head, name.end);
                    let raw = doc.get(name.clone()).unwrap_or_default();
                    Child { id: machine.by_name(here.state, raw, escapes), name, head, value }
                }
                (_, false, [value, rest @ ..]) => {
                    known = rest;
                    let value = *value as usize;
                    Child { id: here.state.other, name: 0..0, head: value, value }
                }
                _ => return Err(Stop::Invalid),
            };
            let next = machine.state(child.id);
            if next.short.quiet {
                match doc.get(child.value) {
                    // The scanner has checked it.
                    Some(b'"') => {}
                    Some(bracket @ (b'{' | b'[')) => {
                        let object = *bracket == b'{';
                        let ends = if object { next.short.no_members } else { next.short.no_elements };
                        if !ends && next.short.plain {
                            here.hand_over(&child, &mut self.stack);
                            if self.stack.frames.len() >= self.depth {
                                return Err(Stop::Invalid);
                            }
                            let frame = Frame::new(object, child.value, self.stack.states.len());
                            self.stack.frames.push(Frame { plain: true, state: child.id, ..frame });
                            let before = child.value;
                            here = Here { state: next, object, fresh: true, kept: false, before, stored: 0 };
                            continue;
                        }
                        let unread = known.len();
                        self.tokens.put_back(unread);
                        if !ends {
                            here.hand_over(&child, &mut self.stack);
                            let from = self.stack.states.len();
                            self.stack.states.push(child.id);
                            let kind = if object { Kind::Object } else { Kind::Array };
                            return self.open(&here.spot(&child), kind, from, UNMATCHED, false);
                        }
                        self.skip(object)?;
                        known = self.tokens.rest();
                    }
                    _ => {
                        scalar::end(doc, child.value).ok_or(Stop::Invalid)?;
                    }
                }
                here.kept = true;
                here.stored += 1;
                continue;
            }
            let unread = known.len();
            self.tokens.put_back(unread);
            here.hand_over(&child, &mut self.stack);
            match self.selected(next, child.id, &here.spot(&child))? {
                Some(Answer::Kept) => (here.kept, here.stored) = (true, here.stored + 1),
                Some(Answer::Removed) => {}
                None => return Ok(()),
            }
            known = self.tokens.rest();
        }
    }

    /// A child that is reported, whose first token was the last one. Nothing if the loop must begin anew behind it.
    #[inline]
    fn selected(&mut self, state: &State, id: StateId, spot: &Spot) -> Result<Option<Answer>, Stop> {
        let rule = state.short.sole;
        let kind = self.doc.get(spot.value).copied().and_then(Kind::of).ok_or(Stop::Invalid)?;
        if rule == UNMATCHED {
            let from = self.stack.states.len();
            self.stack.states.push(id);
            return self.value(*spot, from, 0..0).map(|()| None);
        }
        if kind.is_container() {
            let enter = self.visitor.enter(rule, kind)?;
            if enter == Enter::Recurse || self.selection.watches {
                return self.open_selected(rule, enter, kind, spot, id).map(|()| None);
            }
        }
        let end = self.end(kind, spot.value)?;
        Ok(Some(self.visitor.place(&spot.place(self.doc, &self.stack.frames, rule, kind, end))?))
    }

    /// Opens a container that a rule selects: leaf by leaf, or because something in it is watched.
    fn open_selected(
        &mut self,
        rule: usize,
        enter: Enter,
        kind: Kind,
        spot: &Spot,
        id: StateId,
    ) -> Result<(), Stop> {
        let from = self.stack.states.len();
        self.stack.states.push(id);
        match enter {
            Enter::Recurse => self.open(spot, kind, from, rule, false),
            Enter::Take => {
                self.open(spot, kind, from, UNMATCHED, true)?;
                self.take(Taken { rule, spot: *spot });
                Ok(())
            }
        }
    }
}

impl<'m> Here<'m> {
    /// The container behind a child that was one itself, and stays.
    #[inline]
    fn again(frame: &Frame, machine: &'m Machine) -> Self {
        let state = machine.state(frame.state);
        Self { state, object: frame.object, fresh: false, kept: true, before: 0, stored: frame.stored + 1 }
    }

    /// Writes down what is known of the container, and where its child is.
    #[inline]
    fn hand_over(&self, child: &Child, stack: &mut Stack) {
        if let Some(frame) = stack.frames.last_mut() {
            (frame.fresh, frame.kept, frame.stored) = (false, self.kept, self.stored);
            frame.name = (child.name.start as u32, child.name.end as u32);
        }
    }

    #[inline]
    fn spot(&self, child: &Child) -> Spot {
        Spot {
            value: child.value,
            start: child.head,
            before: self.before,
            kept: self.kept,
            in_array: !self.object,
            node: 0,
        }
    }
}

/// The name whose opening quote is the one token, and behind which the other is to be a colon.
#[inline]
fn name_between(doc: &[u8], quote: usize, colon: usize) -> Result<Range<usize>, Stop> {
    match doc.get(quote..=colon) {
        Some([b'"', .., b'"', b':']) => Ok(quote + 1..colon - 1),
        Some([b'"', .., b':']) => Ok(quote + 1..end_before(doc, colon) - 1),
        _ => Err(Stop::Invalid),
    }
}
