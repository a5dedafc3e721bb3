//! The elements of an array in one plain state: all of them are in the same.

use super::super::machine::State;
use super::super::visit::{Crumb, UNMATCHED, Visit};
use super::super::walk::Stop;
use super::Walker;
use super::frame::Spot;
use super::plain::{Behind, Progress};
use crate::json::{Invalid, scalar};

impl<'a, V: Visit> Walker<'a, V> {
    /// Reads elements until the array ends or a child is opened, which is `true`, or a child is not for this loop.
    pub(super) fn elements(&mut self, state: &'a State, mut at: Progress) -> Result<bool, Stop> {
        let (doc, id) = (self.doc, state.other);
        let next = self.selection.machine.state(id);
        let quiet = next.short.quiet;
        if !quiet && next.short.sole == UNMATCHED {
            return Ok(false);
        }
        let mut known = self.tokens.rest();
        let mut read = 0;
        if !at.fresh {
            match known.first() {
                Some(comma) if doc.get(*comma as usize) == Some(&b',') => at.before = *comma as usize,
                _ => return Ok(false),
            }
            read = 1;
        }
        while let Some(&[value, after, ..]) = known.get(read..) {
            let (value, after) = (value as usize, after as usize);
            let stepped_over = match doc.get(value) {
                Some(b'"') => quiet,
                Some(b'{' | b'[') => false,
                // An empty array, or a fault.
                Some(b']') => break,
                _ => quiet && scalar::end(doc, value).ok_or(Invalid)? > 0,
            };
            if stepped_over {
                at.kept = true;
                at.stored += 1;
                match doc.get(after) {
                    Some(b',') => {
                        (at.fresh, at.before) = (false, after);
                        read += 2;
                        continue;
                    }
                    Some(b']') => {
                        self.tokens.take(read + 2);
                        return self.close(after).map(|()| true);
                    }
                    _ => return Err(Stop::Invalid),
                }
            }
            let spot =
                Spot { value, start: value, before: at.before, kept: at.kept, in_array: true, node: 0 };
            at.fresh = false;
            self.hand_over(at, read + 1);
            self.crumb(Crumb::Element(at.stored));
            let opened = match doc.get(value) {
                Some(bracket @ (b'{' | b'[')) if quiet => {
                    self.quiet_container(next, id, *bracket == b'{', value)?
                }
                _ => self.busy(next, id, &spot)?,
            };
            if opened {
                return Ok(true);
            }
            (at.kept, at.stored) =
                self.frames.last().map_or((at.kept, at.stored), |frame| (frame.kept, frame.stored));
            match self.behind(b']')? {
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
}
