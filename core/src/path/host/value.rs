//! What becomes of a value: reported, walked into, or stepped over.

use std::ops::Range;

use super::super::numbers::UNMATCHED;
use super::super::visit::{Answer, Enter, Visit};
use super::{Around, Walker, place};
use crate::json::{Kind, too_deep, too_large};
use crate::tree::{self, Child, Tree};

impl<T: Tree, V: Visit> Walker<'_, T, V> {
    /// A value that somebody may ask about. Its states begin at `from`; its member name gives it the rules at `named`.
    pub(super) fn value(
        &mut self,
        open: &T::Open,
        child: &Child<T::Value>,
        from: usize,
        named: Range<usize>,
        around: Around,
    ) -> Result<Answer, T::Error> {
        let kind = child.kind;
        let told = if named.is_empty() { self.told(from) } else { None };
        if told.is_none()
            && !around.taken
            && !around.in_array
            && let Some(shadow) = self.asked(from).shadow()
        {
            let value = self.quote(open, child)?;
            self.slots.push((value.start, T::slot(open)));
            let place = place(&self.text, &self.trail, UNMATCHED, kind, value, around);
            return Ok(self.visitor.shadow(shadow, &place)?);
        }
        if kind.is_container() {
            return self.container(open, child, from, told, named, around);
        }
        let value = self.quote(open, child)?;
        if told.is_none() {
            self.watch(from, kind, value.clone(), around)?;
        }
        let mut rule = UNMATCHED;
        if !around.taken {
            let raw = self.text.get(value.clone()).unwrap_or_default();
            let named = self.remembered.get(named);
            let winner = told.unwrap_or_else(|| self.asked(from).winner(named, kind, raw));
            rule = winner.unwrap_or(around.inherited);
        }
        if rule == UNMATCHED && (around.taken || !self.unmatched) {
            return Ok(Answer::Kept);
        }
        self.report(open, rule, kind, value, around)
    }

    fn container(
        &mut self,
        open: &T::Open,
        child: &Child<T::Value>,
        from: usize,
        told: Option<Option<usize>>,
        named: Range<usize>,
        around: Around,
    ) -> Result<Answer, T::Error> {
        let kind = child.kind;
        if told.is_none() {
            let here = self.text.len();
            self.watch(from, kind, here..here, around)?;
        }
        let winner = match told {
            _ if around.taken => None,
            Some(winner) => winner,
            None => self.asked(from).winner(self.remembered.get(named), kind, b""),
        };
        let inside = Around { in_array: kind == Kind::Array, ..around };
        let inside = match winner {
            None => inside,
            Some(rule) => match self.visitor.enter(rule)? {
                Enter::Recurse => Around { inherited: rule, ..inside },
                Enter::Take => {
                    if self.selection.watches && self.states.len() > from {
                        self.enter(open, child, from, Around { taken: true, ..inside })?;
                    }
                    self.states.truncate(from);
                    let value = self.quote(open, child)?;
                    return self.report(open, rule, kind, value, around);
                }
            },
        };
        let dead = self.states.len() == from;
        let leaves = inside.inherited != UNMATCHED || self.unmatched || !self.selection.names.is_empty();
        if dead && (inside.taken || !leaves) {
            return self.pass(open, child);
        }
        self.enter(open, child, from, inside)?;
        Ok(Answer::Kept)
    }

    fn enter(
        &mut self,
        open: &T::Open,
        child: &Child<T::Value>,
        from: usize,
        inside: Around,
    ) -> Result<(), T::Error> {
        if self.trail.len() >= self.limits.depth {
            return Err(too_deep(self.limits.depth).into());
        }
        let container = self.tree.open(open, &child.value)?;
        self.children(container, from, inside)
    }

    /// Over a value of which nothing is asked; it is looked at all the same.
    pub(super) fn pass(&mut self, open: &T::Open, child: &Child<T::Value>) -> Result<Answer, T::Error> {
        // The answer is never the caller's own object, even where no rule reaches into it.
        let root = self.trail.is_empty();
        if child.kind.is_container() && (root || !self.tree.is_plain(&child.value, self.room())) {
            let length = self.text.len();
            self.quote(open, child)?;
            self.text.truncate(length);
        }
        Ok(Answer::Kept)
    }

    /// Writes the JSON text of a child into the excerpt.
    fn quote(&mut self, open: &T::Open, child: &Child<T::Value>) -> Result<Range<usize>, T::Error> {
        let start = self.text.len();
        let depth = self.trail.len();
        tree::write(self.tree, open, child, &self.limits, depth, &mut self.text, &mut |_, _| ())?;
        // Where a name stands is kept in 32 bits, as in any document.
        if self.text.len() > self.limits.document {
            return Err(too_large(self.limits.document).into());
        }
        Ok(start..self.text.len())
    }

    fn report(
        &mut self,
        open: &T::Open,
        rule: usize,
        kind: Kind,
        value: Range<usize>,
        around: Around,
    ) -> Result<Answer, T::Error> {
        self.slots.push((value.start, T::slot(open)));
        let place = place(&self.text, &self.trail, rule, kind, value, around);
        Ok(self.visitor.place(&place)?)
    }
}
