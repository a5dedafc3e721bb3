//! What becomes of a value: reported, walked into, or stepped over.

use std::ops::Range;

use super::super::eval::Evaluator;
use super::super::machine::{DEAD, StateId};
use super::super::visit::{Answer, Crumb, Enter, UNMATCHED, Visit};
use super::super::walk::Stop;
use super::Walker;
use super::frame::{Frame, Spot, Taken};
use crate::json::{Kind, scalar};

impl<V: Visit> Walker<'_, V> {
    /// A value whose states begin at `from` in the list, and whose member name gives it the rules at `named`.
    pub(super) fn value(&mut self, spot: Spot, from: usize, named: Range<usize>) -> Result<(), Stop> {
        let kind = self.doc.get(spot.value).copied().and_then(Kind::of).ok_or(Stop::Invalid)?;
        let (taken, inherited) = self.frames.last().map_or((false, UNMATCHED), |f| (f.taken, f.inherited));
        if !taken
            && !spot.in_array
            && let Some(shadow) = self.shadow(from)
        {
            self.states.truncate(from);
            let end = self.end(kind, spot.value)?;
            let answer =
                self.visitor.shadow(shadow, &spot.place(self.doc, &self.trail, UNMATCHED, kind, end))?;
            self.settle(answer);
            return Ok(());
        }
        if kind.is_container() {
            return self.container(spot, from, named, kind);
        }
        let end = self.end(kind, spot.value)?;
        self.watch(from, kind, &spot, end)?;
        let mut rule = UNMATCHED;
        if !taken {
            rule = self.winner(from, named, kind, spot.value..end).unwrap_or(inherited);
        }
        self.states.truncate(from);
        if rule == UNMATCHED && (taken || !self.unmatched) {
            self.settle(Answer::Kept);
            return Ok(());
        }
        self.report(rule, kind, &spot, end)
    }

    fn container(&mut self, spot: Spot, from: usize, named: Range<usize>, kind: Kind) -> Result<(), Stop> {
        let (taken, inherited) = self.frames.last().map_or((false, UNMATCHED), |f| (f.taken, f.inherited));
        self.watch(from, kind, &spot, spot.value + 1)?;
        let winner = if taken { None } else { self.winner(from, named, kind, 0..0) };
        match winner.map(|rule| self.visitor.enter(rule, kind).map(|enter| (rule, enter))).transpose()? {
            Some((rule, Enter::Recurse)) => self.open(&spot, kind, from, rule, taken),
            Some((rule, Enter::Take)) => {
                if self.selection.watches && self.states.len() > from {
                    self.open(&spot, kind, from, UNMATCHED, true)?;
                    self.take(Taken { rule, spot });
                    return Ok(());
                }
                self.states.truncate(from);
                let end = self.end(kind, spot.value)?;
                self.report(rule, kind, &spot, end)
            }
            None => {
                let dead = self.states.len() == from;
                let leaves =
                    !taken && (inherited != UNMATCHED || self.unmatched || !self.selection.names.is_empty());
                if dead && !leaves {
                    self.end(kind, spot.value)?;
                    self.settle(Answer::Kept);
                    return Ok(());
                }
                self.open(&spot, kind, from, inherited, taken)
            }
        }
    }

    /// The end of a value whose first token was the last one read; all of it is validated.
    fn end(&mut self, kind: Kind, start: usize) -> Result<usize, Stop> {
        Ok(match kind {
            Kind::String => self.tokens.string_end()?,
            Kind::Object | Kind::Array => self.skip(kind)?,
            _ => scalar::end(self.doc, start).ok_or(Stop::Invalid)?,
        })
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
        if self.frames.len() >= self.depth {
            return Err(Stop::Invalid);
        }
        let tape = self.evaluator.as_ref().map(Evaluator::tape);
        let length = tape.and_then(|t| t.node(spot.node)).map_or(u64::MAX, |n| u64::from(n.length));
        let state = self.states.get(from).map_or(DEAD, |state| *state);
        let alone = self.states.len() == from + 1 && self.selection.machine.state(state).short.plain;
        let plain = self.simple && alone && !taken && inherited == UNMATCHED;
        let frame = Frame {
            plain,
            taken,
            inherited,
            length,
            node: spot.node + 1,
            ..Frame::new(kind, spot.value, from)
        };
        self.trail.push(Crumb::Element(0));
        self.frames.push(frame);
        Ok(())
    }

    /// Opens a container in one plain state, inside another such one.
    #[inline]
    pub(super) fn open_plain(&mut self, kind: Kind, at: usize, state: StateId) -> Result<(), Stop> {
        if self.frames.len() >= self.depth {
            return Err(Stop::Invalid);
        }
        let from = self.states.len();
        self.states.push(state);
        self.trail.push(Crumb::Element(0));
        self.frames.push(Frame { plain: true, ..Frame::new(kind, at, from) });
        Ok(())
    }

    /// Closes the innermost container by the bracket at `at`.
    #[inline]
    pub(super) fn close(&mut self, at: usize) -> Result<(), Stop> {
        let Some(frame) = self.frames.pop() else { return Err(Stop::Invalid) };
        self.trail.pop();
        self.states.truncate(frame.states as usize);
        if frame.took
            && let Some(Taken { rule, spot }) = self.taken.pop()
        {
            let kind = if frame.object { Kind::Object } else { Kind::Array };
            return self.report(rule, kind, &spot, at + 1);
        }
        self.settle(Answer::Kept);
        Ok(())
    }

    /// Remembers that a rule took the container that was just opened.
    pub(super) fn take(&mut self, taken: Taken) {
        self.taken.push(taken);
        if let Some(frame) = self.frames.last_mut() {
            frame.took = true;
        }
    }

    pub(super) fn report(&mut self, rule: usize, kind: Kind, spot: &Spot, end: usize) -> Result<(), Stop> {
        let answer = self.visitor.place(&spot.place(self.doc, &self.trail, rule, kind, end))?;
        self.settle(answer);
        Ok(())
    }

    /// The child stays.
    pub(super) fn keep(&mut self) {
        self.settle(Answer::Kept);
    }

    /// Notes in the container what became of its child.
    #[inline]
    fn settle(&mut self, answer: Answer) {
        if let (Some(frame), Answer::Kept) = (self.frames.last_mut(), answer) {
            frame.kept = true;
            frame.stored += 1;
        }
    }
}
