//! The members of an object in one plain state: the hot loop of almost every walk.

use super::super::machine::{State, StateId};
use super::super::visit::{Crumb, UNMATCHED, Visit};
use super::super::walk::Stop;
use super::Walker;
use super::frame::Spot;
use super::plain::{Behind, Progress};
use crate::json::{Invalid, Tokens, end_before, scalar};

impl<'a, V: Visit> Walker<'a, V> {
    /// Reads members until the object ends or a child is opened, which is `true`, or a child is not for this loop.
    pub(super) fn members(&mut self, state: &'a State, mut at: Progress) -> Result<bool, Stop> {
        let (doc, machine) = (self.doc, &self.selection.machine);
        let other = machine.state(state.other);
        // The cursor lives in registers: a field would be stored and loaded again for every token.
        let mut known = self.tokens.rest();
        let mut read = 0;
        if !at.fresh {
            match known.first() {
                Some(comma) if doc.get(*comma as usize) == Some(&b',') => at.before = *comma as usize,
                _ => return Ok(false),
            }
            read = 1;
        }
        loop {
            let (passed, stopped) =
                pass(doc, known.get(read..).unwrap_or_default(), state, other, &self.tokens)?;
            if passed > 0 {
                read += passed;
                (at.fresh, at.kept) = (false, true);
                at.before = known.get(read - 1).map_or(0, |comma| *comma as usize);
            }
            match stopped {
                Stopped::Closed => {
                    self.tokens.take(read);
                    return self.close(at.before).map(|()| true);
                }
                Stopped::Container { object, head, colon, value } => {
                    at.fresh = false;
                    self.hand_over(at, read + 3);
                    self.crumb(Crumb::Member { start: head + 1, end: colon - 1 });
                    if self.quiet_container(other, state.other, object, value)? {
                        return Ok(true);
                    }
                    match self.behind(b'}')? {
                        Behind::Comma(comma) => (at.before, at.kept) = (comma, true),
                        Behind::Closed => return Ok(true),
                        Behind::Unknown => return Ok(false),
                    }
                    known = self.tokens.rest();
                    read = 1;
                    continue;
                }
                Stopped::Other => {}
            }
            let Some(&[head, colon, value, ..]) = known.get(read..) else { break };
            let (head, colon, value) = (head as usize, colon as usize, value as usize);
            if doc.get(head) != Some(&b'"') || doc.get(colon) != Some(&b':') {
                break;
            }
            let (start, end) = (head + 1, end_before(doc, colon) - 1);
            let id = self.named(state, start, end);
            let next = machine.state(id);
            if !next.short.quiet && next.short.sole == UNMATCHED {
                break;
            }
            let spot =
                Spot { value, start: head, before: at.before, kept: at.kept, in_array: false, node: 0 };
            at.fresh = false;
            self.hand_over(at, read + 3);
            self.crumb(Crumb::Member { start, end });
            if self.busy(next, id, &spot)? {
                return Ok(true);
            }
            at.kept = self.frames.last().is_some_and(|frame| frame.kept);
            match self.behind(b'}')? {
                Behind::Comma(comma) => at.before = comma,
                Behind::Closed => return Ok(true),
                Behind::Unknown => return Ok(false),
            }
            known = self.tokens.rest();
            read = 1;
        }
        // The comma is read again.
        self.hand_over(at, read - usize::from(!at.fresh));
        Ok(false)
    }

    /// Where a member leads whose name stands there between its quotes.
    #[inline]
    fn named(&self, state: &State, start: usize, end: usize) -> StateId {
        let name = self.doc.get(start..end).unwrap_or_default();
        let escapes = self.tokens.may_escape(start, end);
        if !escapes && !state.mentions.perhaps(name) {
            return state.other;
        }
        let machine = &self.selection.machine;
        machine.member(state, machine.names.find_raw(name, escapes))
    }
}

/// What comes behind the members that were stepped over.
enum Stopped {
    /// The end of the object: its brace was the last token.
    Closed,
    /// A member of which nobody asks, with an object or an array.
    Container { object: bool, head: usize, colon: usize, value: usize },
    /// Something else, or nothing that is known yet.
    Other,
}

/// Steps over members of which nobody asks, each with a string, a number or a literal and the delimiter behind it.
/// Returns how many tokens that were, and what comes then; `other` is the state of such members.
///
/// By itself, so that all it needs fits into registers.
#[inline(never)]
fn pass(
    doc: &[u8],
    known: &[u32],
    state: &State,
    other: &State,
    tokens: &Tokens<'_>,
) -> Result<(usize, Stopped), Invalid> {
    let mut passed = 0;
    if !other.short.quiet {
        return Ok((0, Stopped::Other));
    }
    while let Some(&[head, colon, value, after, ..]) = known.get(passed..) {
        let (head, colon, value, after) = (head as usize, colon as usize, value as usize, after as usize);
        // White space may stand before the colon; then the name ends somewhere else.
        let Some([b'"', name @ .., b'"', b':']) = doc.get(head..=colon) else { break };
        if state.mentions.perhaps(name) || tokens.may_escape(head, colon) {
            break;
        }
        match doc.get(value) {
            // The scanner has checked it.
            Some(b'"') => {}
            Some(bracket @ (b'{' | b'[')) => {
                let object = *bracket == b'{';
                return Ok((passed, Stopped::Container { object, head, colon, value }));
            }
            _ => {
                scalar::end(doc, value).ok_or(Invalid)?;
            }
        }
        match doc.get(after) {
            Some(b',') => passed += 4,
            Some(b'}') => return Ok((passed + 4, Stopped::Closed)),
            _ => return Err(Invalid),
        }
    }
    Ok((passed, Stopped::Other))
}
