//! What becomes of a value: reported, walked into, or stepped over.

use std::ops::Range;

use super::super::eval::Evaluator;
use super::super::frame::Frame;
use super::super::numbers::{DEAD, UNMATCHED};
use super::super::skip;
use super::super::visit::{Answer, Enter, Visit};
use super::Walker;
use super::spot::{Spot, Taken};
use super::stop::Stop;
use crate::json::{Kind, scalar};

impl<V: Visit> Walker<'_, V> {
    /// A value whose states begin at `from` in the list, and whose member name gives it the rules at `named`.
    pub(super) fn value(&mut self, spot: Spot, from: usize, named: Range<usize>) -> Result<(), Stop> {
        let kind = self.doc.get(spot.value).copied().and_then(Kind::of).ok_or(Stop::Invalid)?;
        let (taken, inherited) =
            self.stack.frames.last().map_or((false, UNMATCHED), |f| (f.taken, f.inherited));
        if !taken
            && !spot.in_array
            && let Some(shadow) = self.asked(from).shadow()
        {
            self.stack.states.truncate(from);
            let end = self.end(kind, spot.value)?;
            let answer = self
                .visitor
                .shadow(shadow, &spot.place(self.doc, &self.stack.frames, UNMATCHED, kind, end))?;
            self.stack.settle(answer);
            return Ok(());
        }
        if kind.is_container() {
            return self.container(spot, from, named, kind);
        }
        let end = self.end(kind, spot.value)?;
        self.watch(from, kind, &spot, end)?;
        let mut rule = UNMATCHED;
        if !taken {
            let raw = self.doc.get(spot.value..end).unwrap_or_default();
            rule = self.asked(from).winner(self.remembered.get(named), kind, raw).unwrap_or(inherited);
        }
        self.stack.states.truncate(from);
        if rule == UNMATCHED && (taken || !self.unmatched) {
            self.stack.settle(Answer::Kept);
            return Ok(());
        }
        self.report(rule, kind, &spot, end)
    }

    fn container(&mut self, spot: Spot, from: usize, named: Range<usize>, kind: Kind) -> Result<(), Stop> {
        let (taken, inherited) =
            self.stack.frames.last().map_or((false, UNMATCHED), |f| (f.taken, f.inherited));
        self.watch(from, kind, &spot, spot.value + 1)?;
        let named = self.remembered.get(named);
        let winner = if taken { None } else { self.asked(from).winner(named, kind, b"") };
        match winner.map(|rule| self.visitor.enter(rule).map(|enter| (rule, enter))).transpose()? {
            Some((rule, Enter::Recurse)) => self.open(&spot, kind, from, rule, taken),
            Some((rule, Enter::Take)) => {
                if self.selection.watches && self.stack.states.len() > from {
                    self.open(&spot, kind, from, UNMATCHED, true)?;
                    self.take(Taken { rule, spot });
                    return Ok(());
                }
                self.stack.states.truncate(from);
                let end = self.end(kind, spot.value)?;
                self.report(rule, kind, &spot, end)
            }
            None => {
                let dead = self.stack.states.len() == from;
                let leaves =
                    !taken && (inherited != UNMATCHED || self.unmatched || !self.selection.names.is_empty());
                if dead && !leaves {
                    self.end(kind, spot.value)?;
                    self.stack.settle(Answer::Kept);
                    return Ok(());
                }
                self.open(&spot, kind, from, inherited, taken)
            }
        }
    }

    /// The end of a value whose first token was the last one read; all of it is validated.
    pub(super) fn end(&mut self, kind: Kind, start: usize) -> Result<usize, Stop> {
        Ok(match kind {
            Kind::String => self.tokens.string_end()?,
            Kind::Object | Kind::Array => self.skip(kind == Kind::Object)?,
            _ => scalar::end(self.doc, start).ok_or(Stop::Invalid)?,
        })
    }

    /// The end of a container whose bracket was the last token; all of it is validated.
    pub(super) fn skip(&mut self, object: bool) -> Result<usize, Stop> {
        let room = self.depth.saturating_sub(self.stack.frames.len());
        Ok(skip::container(self.doc, &mut self.tokens, object, room)?)
    }

    /// Opens a container whose bracket was the last token, and whose states begin at `from`.
    pub(super) fn open(
        &mut self,
        spot: &Spot,
        kind: Kind,
        from: usize,
        inherited: usize,
        taken: bool,
    ) -> Result<(), Stop> {
        if self.stack.frames.len() >= self.depth {
            return Err(Stop::Invalid);
        }
        let tape = self.evaluator.as_ref().map(Evaluator::tape);
        let length = tape.and_then(|t| t.node(spot.node)).map_or(u64::MAX, |n| u64::from(n.length));
        let state = self.stack.states.get(from).map_or(DEAD, |state| *state);
        let object = kind == Kind::Object;
        let alone =
            self.stack.states.len() == from + 1 && self.selection.machine.state(state).short.plain(object);
        let plain = self.simple && alone && !taken && inherited == UNMATCHED;
        let frame = Frame {
            plain,
            state,
            taken,
            inherited,
            length,
            node: spot.node + 1,
            ..Frame::new(object, spot.value, from)
        };
        self.stack.frames.push(frame);
        Ok(())
    }

    /// Closes the innermost container by the bracket at `at`.
    #[inline]
    pub(super) fn close(&mut self, at: usize) -> Result<(), Stop> {
        let Some(frame) = self.stack.pop() else { return Err(Stop::Invalid) };
        if frame.took
            && let Some(Taken { rule, spot }) = self.taken.pop()
        {
            return self.report(rule, frame.kind(), &spot, at + 1);
        }
        self.stack.settle(Answer::Kept);
        Ok(())
    }

    /// Remembers that a rule took the container that was just opened.
    pub(super) fn take(&mut self, taken: Taken) {
        self.taken.push(taken);
        if let Some(frame) = self.stack.frames.last_mut() {
            frame.took = true;
        }
    }

    pub(super) fn report(&mut self, rule: usize, kind: Kind, spot: &Spot, end: usize) -> Result<(), Stop> {
        let answer = self.visitor.place(&spot.place(self.doc, &self.stack.frames, rule, kind, end))?;
        self.stack.settle(answer);
        Ok(())
    }
}
