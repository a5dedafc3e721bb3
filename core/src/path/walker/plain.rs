//! The children of a container in one plain state: the hot loop of almost every walk.

use super::super::machine::{DEAD, Machine, State, StateId};
use super::super::skip;
use super::super::visit::{Answer, Crumb, Enter, UNMATCHED, Visit};
use super::super::walk::Stop;
use super::{Frame, Spot, Walker, place};
use crate::json::{Invalid, Kind, end_before, scalar};

impl<V: Visit> Walker<'_, V> {
    /// Reads children of the innermost container until it ends or a child is opened.
    pub(super) fn plain(&mut self) -> Result<(), Stop> {
        let (doc, machine) = (self.doc, &self.selection.machine);
        let depth = self.frames.len();
        let room = self.depth.saturating_sub(depth);
        let Some(frame) = self.frames.last() else { return Err(Stop::Invalid) };
        let (object, bracket, from) = (frame.object, frame.bracket, frame.states.end);
        let state = machine.state(self.states.get(frame.states.start).copied().unwrap_or(DEAD));
        let (mut fresh, mut kept, mut stored) = (frame.fresh, frame.kept, frame.stored);
        let closer = if object { b'}' } else { b']' };
        let mut escapes = self.tokens.may_escape();

        // The cursor lives in registers: a field would be stored and loaded again for every token.
        let mut known = self.tokens.rest();
        let mut read = 0;
        macro_rules! token {
            () => {{
                if known.get(read).is_none() {
                    self.tokens.more()?;
                    known = self.tokens.rest();
                    read = 0;
                    escapes = self.tokens.may_escape();
                }
                let token = known.get(read).copied().unwrap_or_default();
                read += 1;
                token as usize
            }};
        }
        // Whatever else reads tokens goes on from here, and this loop from there.
        macro_rules! elsewhere {
            ($read:expr) => {{
                self.tokens.take(read);
                let answer = $read;
                known = self.tokens.rest();
                read = 0;
                escapes = self.tokens.may_escape();
                answer
            }};
        }

        let mut at = token!();
        loop {
            // The bracket that closes, or the delimiter before a child.
            let mut before = bracket;
            match doc.get(at) {
                Some(byte) if *byte == closer => {
                    self.tokens.take(read);
                    return self.close(at);
                }
                Some(b',') if !fresh => {
                    before = at;
                    at = token!();
                }
                _ if fresh => fresh = false,
                _ => return Err(Stop::Invalid),
            }
            let start = at;
            let mut end = at;
            let mut next = state.other;
            if object {
                if doc.get(at) != Some(&b'"') {
                    return Err(Stop::Invalid);
                }
                let escaped = escapes;
                let colon = token!();
                if doc.get(colon) != Some(&b':') {
                    return Err(Stop::Invalid);
                }
                end = end_before(doc, colon) - 1;
                at = token!();
                let name = doc.get(start + 1..end).unwrap_or_default();
                next = named(machine, state, name, escaped || escapes);
            }
            let short = machine.state(next).short;
            let first = doc.get(at).copied().ok_or(Stop::Invalid)?;
            if short.quiet {
                let (bracket, dead) = match first {
                    b'"' => (0, true),
                    b'{' => (b'}', short.no_members),
                    b'[' => (b']', short.no_elements),
                    _ => {
                        scalar::end(doc, at).ok_or(Invalid)?;
                        (0, true)
                    }
                };
                let value = at;
                at = token!();
                if bracket != 0 {
                    if doc.get(at) == Some(&bracket) && room > 0 {
                        at = token!();
                    } else {
                        // The token that was read ahead is read again.
                        read -= 1;
                        if !dead {
                            self.tokens.take(read);
                            let crumb = crumb(object, start, end, stored);
                            note(&mut self.frames, &mut self.trail, kept, stored, crumb);
                            self.states.push(next);
                            let kind = if first == b'{' { Kind::Object } else { Kind::Array };
                            let spot = Spot { value, start, before, kept, in_array: !object, node: 0 };
                            return self.open(spot, kind, from, UNMATCHED, UNMATCHED);
                        }
                        elsewhere!(skip::container(doc, &mut self.tokens, first == b'{', room)?);
                        at = token!();
                    }
                }
                kept = true;
                stored += 1;
                continue;
            }
            note(&mut self.frames, &mut self.trail, kept, stored, crumb(object, start, end, stored));
            let spot = Spot { value: at, start, before, kept, in_array: !object, node: 0 };
            if short.sole == UNMATCHED {
                self.states.push(next);
                elsewhere!(self.value(spot, from, &[])?);
                match self.frames.last() {
                    Some(frame) if self.frames.len() == depth => (kept, stored) = (frame.kept, frame.stored),
                    _ => return Ok(()),
                }
                at = token!();
                continue;
            }
            let kind = Kind::of(first).ok_or(Stop::Invalid)?;
            let value_end = match kind {
                Kind::String => {
                    at = token!();
                    end_before(doc, at)
                }
                Kind::Object | Kind::Array => {
                    let enter = self.visitor.enter(short.sole, kind)?;
                    if enter == Enter::Recurse || self.selection.watches {
                        self.tokens.take(read);
                        self.states.push(next);
                        let (inherited, took) = match enter {
                            Enter::Recurse => (short.sole, UNMATCHED),
                            Enter::Take => (UNMATCHED, short.sole),
                        };
                        return self.open(spot, kind, from, inherited, took);
                    }
                    let value_end = elsewhere!(skip::container(doc, &mut self.tokens, first == b'{', room)?);
                    at = token!();
                    value_end
                }
                _ => {
                    let value_end = scalar::end(doc, at).ok_or(Invalid)?;
                    at = token!();
                    value_end
                }
            };
            let answer = self.visitor.place(&place(doc, &self.trail, short.sole, kind, &spot, value_end))?;
            if answer == Answer::Kept {
                kept = true;
                stored += 1;
            }
        }
    }
}

/// Writes down in the innermost frame what the loop knows of it.
#[inline]
fn note(frames: &mut [Frame], trail: &mut [Crumb], kept: bool, stored: u64, crumb: Crumb) {
    if let (Some(frame), Some(last)) = (frames.last_mut(), trail.last_mut()) {
        (frame.fresh, frame.kept, frame.stored) = (false, kept, stored);
        *last = crumb;
    }
}

#[inline]
fn crumb(object: bool, start: usize, end: usize, stored: u64) -> Crumb {
    if object { Crumb::Member { start: start + 1, end } } else { Crumb::Element(stored) }
}

/// Where a member of that name leads, as it stands between its quotes.
#[inline]
fn named(machine: &Machine, state: &State, raw: &[u8], escapes: bool) -> StateId {
    if state.short.no_members {
        return DEAD;
    }
    let known = machine.names.find_raw(raw, escapes);
    machine.member(state, known)
}
