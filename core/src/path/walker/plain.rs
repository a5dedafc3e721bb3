//! Containers in one plain state: almost every walk is in one almost always.
//!
//! What nobody asks for [`quiet`] passes; here are the children by their names. One that is not for this loop it hands
//! over to [`value`](Walker::value), and goes on when that is done.

use std::ops::Range;

use super::super::Selection;
use super::super::frame::Frame;
use super::super::numbers::{StateId, UNMATCHED};
use super::super::visit::{Answer, Enter, Visit};
use super::Walker;
use super::quiet::{self, At, Next, Reported};
use super::spot::{Spot, Taken};
use super::stop::Stop;
use crate::json::{Kind, end_before, scalar, text};

/// The tokens of a member, and what follows it.
const MEMBER: usize = 4;

impl<V: Visit> Walker<'_, V> {
    /// Opens the root, if it is a container in one plain state and nobody asks for the whole of it.
    pub(super) fn plain_root(&mut self, value: usize) -> bool {
        let (first, Selection { machine, .. }) = (self.doc.get(value), self.selection);
        let (Some(b'{' | b'['), [root]) = (first, machine.roots.as_slice()) else { return false };
        let (object, short) = (first == Some(&b'{'), &machine.state(*root).short);
        let plain =
            self.simple && short.quiet && short.plain(object) && !short.ends(object) && self.depth > 0;
        if plain {
            self.stack.push_plain(Frame::plain(object, value as u32, *root));
        }
        plain
    }

    /// Reads on in the innermost container, which is plain: to the end of the plain containers around it, or up to a
    /// container that is not for this loop.
    pub(super) fn plain(&mut self) -> Result<(), Stop> {
        let Some(frame) = self.stack.frames.last() else { return Err(Stop::Invalid) };
        let mut at = if frame.fresh { At::Start } else { self.behind()? };
        loop {
            let (next, unread) = quiet::pass(
                self.doc,
                &self.tokens,
                &self.selection.machine,
                &mut self.stack,
                self.depth,
                at,
            )?;
            self.tokens.put_back(unread);
            at = match next {
                Next::Tokens(at) => {
                    self.tokens.ahead(MEMBER)?;
                    if self.tokens.rest().len() == unread {
                        return Err(Stop::Invalid);
                    }
                    at
                }
                Next::Dead { object } => {
                    self.skip(object)?;
                    self.stack.settle(Answer::Kept);
                    At::Behind
                }
                Next::Place(reported) => match self.reported(&reported)? {
                    Some(at) => at,
                    None => return Ok(()),
                },
                Next::Child => match self.plain_child()? {
                    Some(at) => at,
                    None => return Ok(()),
                },
                Next::Closed => {
                    self.stack.settle(Answer::Kept);
                    return Ok(());
                }
            };
        }
    }

    /// A child that is reported, and whose first token was the last one.
    #[inline]
    fn reported(&mut self, of: &Reported) -> Result<Option<At>, Stop> {
        let Some(frame) = self.stack.frames.last_mut() else { return Err(Stop::Invalid) };
        let before = self.tokens.before(if frame.object { 3 } else { 1 });
        let kept = before != frame.bracket;
        (frame.fresh, frame.kept) = (false, kept);
        let (value, start, before) = (of.value as usize, of.start as usize, before as usize);
        let spot = Spot { value, start, before, kept, in_array: !frame.object, node: 0 };
        if of.rule != UNMATCHED && self.doc.get(value) == Some(&b'"') {
            let end = end_before(self.doc, of.after as usize);
            self.report(of.rule, Kind::String, &spot, end)?;
            return self.behind().map(Some);
        }
        self.selected(of.rule, of.state, &spot)
    }

    /// The next child, by its name. Returns where that leaves the innermost container, unless it is not plain.
    #[cold]
    fn plain_child(&mut self) -> Result<Option<At>, Stop> {
        let (doc, machine) = (self.doc, &self.selection.machine);
        let before = self.tokens.before(0);
        let Some(frame) = self.stack.frames.last_mut() else { return Err(Stop::Invalid) };
        let state = machine.state(frame.state);
        let in_array = !frame.object;
        (frame.fresh, frame.kept) = (false, before != frame.bracket);
        let (kept, before) = (frame.kept, before as usize);
        let (id, start, value) = match (in_array, self.tokens.rest()) {
            (false, [quote, colon, value, ..]) => {
                let (head, value) = (*quote as usize, *value as usize);
                let name = name_between(doc, head, *colon as usize)?;
                frame.name = (name.start as u32, name.end as u32);
                let name = text::decode(doc.get(name).unwrap_or_default());
                self.tokens.take(3);
                (machine.member(state, machine.names.find(&name)), head, value)
            }
            (true, [value, ..]) => {
                let value = *value as usize;
                self.tokens.take(1);
                (state.elements, value, value)
            }
            _ => return Err(Stop::Invalid),
        };
        let spot = Spot { value, start, before, kept, in_array, node: 0 };
        let next = machine.state(id);
        if !next.short.quiet {
            return self.selected(next.short.sole, id, &spot);
        }
        match doc.get(value) {
            // The scanner has checked it.
            Some(b'"') => {}
            Some(bracket @ (b'{' | b'[')) => {
                let object = *bracket == b'{';
                if next.short.ends(object) {
                    self.skip(object)?;
                } else if next.short.plain(object) {
                    if self.stack.frames.len() >= self.depth {
                        return Err(Stop::Invalid);
                    }
                    self.stack.push_plain(Frame::plain(object, value as u32, id));
                    return Ok(Some(At::Start));
                } else {
                    let from = self.stack.states.len();
                    self.stack.states.push(id);
                    let kind = if object { Kind::Object } else { Kind::Array };
                    self.open(&spot, kind, from, UNMATCHED, false)?;
                    return Ok(None);
                }
            }
            _ => {
                scalar::end(doc, value).ok_or(Stop::Invalid)?;
            }
        }
        self.stack.settle(Answer::Kept);
        Ok(Some(At::Behind))
    }

    /// A child that is reported, whose first token was the last one.
    fn selected(&mut self, rule: usize, id: StateId, spot: &Spot) -> Result<Option<At>, Stop> {
        let kind = self.doc.get(spot.value).copied().and_then(Kind::of).ok_or(Stop::Invalid)?;
        let from = self.stack.states.len();
        if rule == UNMATCHED {
            let open = self.stack.frames.len();
            self.stack.states.push(id);
            self.value(*spot, from, 0..0)?;
            return if self.stack.frames.len() == open { self.behind().map(Some) } else { Ok(None) };
        }
        if kind.is_container() {
            let enter = self.visitor.enter(rule)?;
            if enter == Enter::Recurse || self.selection.watches {
                self.stack.states.push(id);
                if enter == Enter::Recurse {
                    self.open(spot, kind, from, rule, false)?;
                } else {
                    self.open(spot, kind, from, UNMATCHED, true)?;
                    self.take(Taken { rule, spot: *spot });
                }
                return Ok(None);
            }
        }
        let end = self.end(kind, spot.value)?;
        self.report(rule, kind, spot, end)?;
        self.behind().map(Some)
    }

    /// Behind a child that was reported. If it is gone, and all in front of it are, none was kept up to here.
    #[inline]
    fn behind(&mut self) -> Result<At, Stop> {
        if let Some(frame) = self.stack.frames.last_mut()
            && !frame.kept
        {
            if self.tokens.rest().is_empty() {
                self.tokens.ahead(1)?;
            }
            frame.bracket = *self.tokens.rest().first().ok_or(Stop::Invalid)?;
        }
        Ok(At::Behind)
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
