//! Containers in one plain state: almost every walk is in one almost always.
//!
//! The loops over [`members`](Walker::members) and [`elements`](Walker::elements) know the common case alone: a child
//! that nobody asks about, or that one rule takes whatever its type, with its tokens in one window. Whatever else they
//! meet they leave unread to [`child`](Walker::child), faults too.

use super::super::machine::{DEAD, State, StateId};
use super::super::skip;
use super::super::visit::{Enter, UNMATCHED, Visit};
use super::super::walk::Stop;
use super::Walker;
use super::frame::{Spot, Taken};
use crate::json::{Kind, scalar};

/// What a loop knows of the frame that it reads, until it hands over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    pub(super) fresh: bool,
    pub(super) kept: bool,
    pub(super) stored: u64,
    /// The delimiter in front of the next child.
    pub(super) before: usize,
}

/// What stands behind a child.
pub(super) enum Behind {
    /// A comma, which is the next token.
    Comma(usize),
    /// The end of the container, which is closed.
    Closed,
    /// It is not known yet, or it is a fault.
    Unknown,
}

impl<'a, V: Visit> Walker<'a, V> {
    /// Reads children of the innermost container, which is plain. Returns whether it came to another container; if
    /// not, the next child is for [`child`](Self::child).
    #[inline]
    pub(super) fn plain(&mut self) -> Result<bool, Stop> {
        let Some(frame) = self.frames.last() else { return Err(Stop::Invalid) };
        let state = self.states.get(frame.states as usize).copied().unwrap_or(DEAD);
        let state = self.selection.machine.state(state);
        let progress = Progress {
            fresh: frame.fresh,
            kept: frame.kept,
            stored: frame.stored,
            before: frame.bracket as usize,
        };
        if frame.object { self.members(state, progress) } else { self.elements(state, progress) }
    }

    /// Writes down what a loop knows, and steps over the tokens that it has read.
    #[inline]
    pub(super) fn hand_over(&mut self, progress: Progress, read: usize) {
        if let Some(frame) = self.frames.last_mut() {
            (frame.fresh, frame.kept, frame.stored) = (progress.fresh, progress.kept, progress.stored);
        }
        self.tokens.take(read);
    }

    /// A child whose first token was the last one. Returns whether it was opened.
    pub(super) fn busy(&mut self, state: &State, id: StateId, spot: &Spot) -> Result<bool, Stop> {
        let kind = self.doc.get(spot.value).copied().and_then(Kind::of).ok_or(Stop::Invalid)?;
        if state.short.quiet {
            return self.quiet(state, id, kind, spot);
        }
        let rule = state.short.sole;
        let end = match kind {
            Kind::String => self.tokens.string_end()?,
            Kind::Object | Kind::Array => match self.visitor.enter(rule, kind)? {
                Enter::Take if !self.selection.watches => self.skip(kind)?,
                enter => {
                    return self.open_selected(rule, enter, kind, spot, id).map(|()| true);
                }
            },
            _ => scalar::end(self.doc, spot.value).ok_or(Stop::Invalid)?,
        };
        self.report(rule, kind, spot, end).map(|()| false)
    }

    /// A child that nobody asks about.
    fn quiet(&mut self, state: &State, id: StateId, kind: Kind, spot: &Spot) -> Result<bool, Stop> {
        match kind {
            Kind::Object | Kind::Array => {
                return self.quiet_container(state, id, kind == Kind::Object, spot.value);
            }
            // The scanner has checked it.
            Kind::String => {}
            _ => {
                scalar::end(self.doc, spot.value).ok_or(Stop::Invalid)?;
            }
        }
        self.keep();
        Ok(false)
    }

    /// An object or array that nobody asks about; its bracket at `at` was the last token. Returns whether it was opened.
    #[inline]
    pub(super) fn quiet_container(
        &mut self,
        state: &State,
        id: StateId,
        object: bool,
        at: usize,
    ) -> Result<bool, Stop> {
        let kind = if object { Kind::Object } else { Kind::Array };
        let dead = if object { state.short.no_members } else { state.short.no_elements };
        if dead || self.is_empty(kind) {
            self.skip(kind)?;
            self.keep();
            return Ok(false);
        }
        if state.short.plain {
            return self.open_plain(kind, at, id).map(|()| true);
        }
        let from = self.states.len();
        self.states.push(id);
        let spot = Spot { value: at, start: at, before: at, kept: true, in_array: !object, node: 0 };
        self.open(&spot, kind, from, UNMATCHED, false).map(|()| true)
    }

    /// Reads the delimiter behind a child.
    #[inline]
    pub(super) fn behind(&mut self, closer: u8) -> Result<Behind, Stop> {
        let Some(at) = self.tokens.rest().first().map(|at| *at as usize) else { return Ok(Behind::Unknown) };
        match self.doc.get(at) {
            Some(b',') => Ok(Behind::Comma(at)),
            Some(byte) if *byte == closer => {
                self.tokens.take(1);
                self.close(at)?;
                Ok(Behind::Closed)
            }
            _ => Ok(Behind::Unknown),
        }
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
        let from = self.states.len();
        self.states.push(id);
        match enter {
            Enter::Recurse => self.open(spot, kind, from, rule, false),
            Enter::Take => {
                self.open(spot, kind, from, UNMATCHED, true)?;
                self.take(Taken { rule, spot: *spot });
                Ok(())
            }
        }
    }

    /// The end of a container whose bracket was the last token; all of it is validated.
    #[inline]
    pub(super) fn skip(&mut self, kind: Kind) -> Result<usize, Stop> {
        let room = self.depth.saturating_sub(self.frames.len());
        Ok(skip::container(self.doc, &mut self.tokens, kind == Kind::Object, room)?)
    }

    /// Whether the next token closes the container that was opened by the last one.
    fn is_empty(&self, kind: Kind) -> bool {
        let closer = if kind == Kind::Object { b'}' } else { b']' };
        self.tokens.rest().first().is_some_and(|at| self.doc.get(*at as usize) == Some(&closer))
    }
}
