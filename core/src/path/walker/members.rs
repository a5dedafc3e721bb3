//! The members of an object in one plain state: the hot loop of almost every walk.

use super::super::machine::{Machine, State, StateId};
use super::super::visit::{Crumb, UNMATCHED, Visit};
use super::super::walk::Stop;
use super::Walker;
use super::frame::Spot;
use super::plain::Progress;
use crate::json::{Invalid, Tokens, end_before, scalar};

impl<'a, V: Visit> Walker<'a, V> {
    /// Reads members until the object ends or a child is opened, which is `true`, or a child is not for this loop.
    pub(super) fn members(&mut self, state: &'a State, mut at: Progress) -> Result<bool, Stop> {
        let (doc, machine) = (self.doc, &self.selection.machine);
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
            let passed = pass(doc, known.get(read..).unwrap_or_default(), state, &self.tokens, machine)?;
            if passed > 0 {
                read += passed;
                (at.fresh, at.kept) = (false, true);
                at.before = known.get(read - 1).map_or(0, |comma| *comma as usize);
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
            known = self.tokens.rest();
            match known.first() {
                Some(comma) if doc.get(*comma as usize) == Some(&b',') => at.before = *comma as usize,
                Some(brace) if doc.get(*brace as usize) == Some(&b'}') => {
                    let brace = *brace as usize;
                    self.tokens.take(1);
                    return self.close(brace).map(|()| true);
                }
                _ => return Ok(false),
            }
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

/// Steps over members of which nobody asks, each with a string, a number or a literal and the comma behind it. Returns
/// how many tokens that were.
///
/// By itself, so that all it needs fits into registers.
#[inline(never)]
fn pass(
    doc: &[u8],
    known: &[u32],
    state: &State,
    tokens: &Tokens<'_>,
    machine: &Machine,
) -> Result<usize, Invalid> {
    if !machine.state(state.other).short.quiet {
        return Ok(0);
    }
    let mentions = state.mentions;
    let mut passed = 0;
    for member in known.chunks_exact(4) {
        let &[head, colon, value, after] = member else { break };
        let (head, colon, value, after) = (head as usize, colon as usize, value as usize, after as usize);
        // White space may stand before the colon; then the name ends somewhere else.
        let Some([b'"', name @ .., b'"', b':']) = doc.get(head..=colon) else { break };
        if mentions.perhaps(name) || tokens.may_escape(head, colon) {
            break;
        }
        match doc.get(value) {
            // The scanner has checked it.
            Some(b'"') => {}
            Some(b'{' | b'[') => break,
            _ => {
                scalar::end(doc, value).ok_or(Invalid)?;
            }
        }
        if doc.get(after) != Some(&b',') {
            break;
        }
        passed += 4;
    }
    Ok(passed)
}
