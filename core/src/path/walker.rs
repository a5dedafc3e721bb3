//! The frames of a walk: which states are in force in each open container, and what is reported of its children.

mod plain;

use std::cell::RefCell;
use std::ops::Range;

use super::Selection;
use super::eval::Evaluator;
use super::machine::{Condition, DEAD, State, StateId, index_selects};
use super::patterns::{Candidate, Remembered};
use super::skip;
use super::visit::{Answer, Crumb, Enter, Place, UNMATCHED, Visit};
use super::walk::{Stop, WalkOptions};
use crate::json::{Kind, Tokens, scalar, text};
use crate::limits::MAX_DEPTH;
use crate::token;

/// An open container.
#[derive(Debug)]
struct Frame {
    object: bool,
    /// Nothing was read of it yet but its bracket, which stands there.
    fresh: bool,
    bracket: usize,
    /// An earlier child was kept.
    kept: bool,
    /// A rule has taken this container or one around it: only watches are reported.
    taken: bool,
    /// The rule that took this very container, or [`UNMATCHED`], and where that one stands.
    took: usize,
    spot: Spot,
    /// One state, which names alone lead on from; nothing else is to be watched.
    plain: bool,
    /// The rule that leaves inherit, or [`UNMATCHED`].
    inherited: usize,
    /// Its states, in the walker's list.
    states: Range<usize>,
    /// Elements read so far, and of them those that stay.
    index: u64,
    stored: u64,
    /// How many elements there are, and the next child on the tape; where there is a tape.
    length: u64,
    node: u32,
}

/// Where a value stands within its container.
#[derive(Clone, Debug)]
struct Spot {
    value: usize,
    start: usize,
    before: usize,
    kept: bool,
    in_array: bool,
    node: u32,
}

pub(super) struct Walker<'a, V> {
    doc: &'a [u8],
    selection: &'a Selection,
    depth: usize,
    unmatched: bool,
    visitor: &'a mut V,
    tokens: Tokens<'a>,
    evaluator: Option<Evaluator<'a>>,
    remembered: Remembered,
    /// No tape, no name patterns, no interest in what is unmatched.
    simple: bool,
    frames: Vec<Frame>,
    trail: Vec<Crumb>,
    states: Vec<StateId>,
}

type Stacks = (Vec<Frame>, Vec<Crumb>, Vec<StateId>);

thread_local! {
    /// Stacks that wait for the next document of this thread.
    static POOL: RefCell<Vec<Stacks>> = const { RefCell::new(Vec::new()) };
}

impl<V> Drop for Walker<'_, V> {
    fn drop(&mut self) {
        let (mut frames, mut trail, mut states) = (
            std::mem::take(&mut self.frames),
            std::mem::take(&mut self.trail),
            std::mem::take(&mut self.states),
        );
        frames.clear();
        trail.clear();
        states.clear();
        // A thread that is ending has no pool any more; nor is one needed.
        let _ = POOL.try_with(|pool| {
            let mut pool = pool.borrow_mut();
            if pool.len() < 4 && states.capacity() < 1 << 16 {
                pool.push((frames, trail, states));
            }
        });
    }
}

impl<'a, V: Visit> Walker<'a, V> {
    pub(super) fn new(
        doc: &'a [u8],
        selection: &'a Selection,
        options: &WalkOptions,
        visitor: &'a mut V,
        evaluator: Option<Evaluator<'a>>,
    ) -> Self {
        let (frames, trail, states) = POOL.with(|pool| pool.borrow_mut().pop()).unwrap_or_default();
        Self {
            doc,
            selection,
            depth: options.limits.depth.min(MAX_DEPTH),
            unmatched: options.unmatched,
            visitor,
            tokens: Tokens::new(doc),
            simple: evaluator.is_none() && selection.names.is_empty() && !options.unmatched,
            evaluator,
            remembered: Remembered::new(&selection.names),
            frames,
            trail,
            states,
        }
    }

    pub(super) fn run(mut self) -> Result<(), Stop> {
        let value = self.tokens.expect()?;
        self.states.extend_from_slice(&self.selection.machine.roots);
        let spot = Spot { value, start: value, before: value, kept: false, in_array: false, node: 0 };
        self.value(spot, 0, &[])?;
        while let Some(frame) = self.frames.last_mut() {
            if frame.plain {
                self.plain()?;
                continue;
            }
            let fresh = std::mem::replace(&mut frame.fresh, false);
            let (object, bracket) = (frame.object, frame.bracket);
            let at = self.tokens.expect()?;
            match (self.doc.get(at), object) {
                (Some(b'}'), true) | (Some(b']'), false) => self.close(at)?,
                (Some(b','), _) if !fresh => {
                    let head = self.tokens.expect()?;
                    self.child(head, at, object)?;
                }
                _ if fresh => self.child(at, bracket, object)?,
                _ => return Err(Stop::Invalid),
            }
        }
        match self.tokens.next()? {
            None => Ok(()),
            Some(_) => Err(Stop::Invalid),
        }
    }

    /// A member or an element that begins at `head`, behind the delimiter at `before`.
    fn child(&mut self, head: usize, before: usize, object: bool) -> Result<(), Stop> {
        let from = self.states.len();
        let Some(frame) = self.frames.last_mut() else { return Err(Stop::Invalid) };
        let node = frame.node;
        if let Some(evaluator) = &self.evaluator {
            frame.node = evaluator.tape().node(node).map_or(node, |n| n.next);
        }
        let mut spot = Spot { value: head, start: head, before, kept: frame.kept, in_array: !object, node };
        let (parent, length, index, taken) = (frame.states.clone(), frame.length, frame.index, frame.taken);
        if !object {
            frame.index += 1;
            let crumb = Crumb::Element(frame.stored);
            self.crumb(crumb);
            self.step(parent, None, Some((index, length)), node);
            return self.value(spot, from, &[]);
        }
        let start = head + 1;
        if self.doc.get(head) != Some(&b'"') {
            return Err(Stop::Invalid);
        }
        let end = self.tokens.string_end()? - 1;
        let colon = self.tokens.expect()?;
        if self.doc.get(colon) != Some(&b':') {
            return Err(Stop::Invalid);
        }
        spot.value = self.tokens.expect()?;
        self.crumb(Crumb::Member { start, end });
        self.step(parent, Some(start..end), None, node);
        if taken || self.selection.names.is_empty() {
            return self.value(spot, from, &[]);
        }
        let rules = self.remembered.matching(&self.selection.names, self.doc, start, end);
        self.value(spot, from, &rules)
    }

    fn crumb(&mut self, crumb: Crumb) {
        if let Some(last) = self.trail.last_mut() {
            *last = crumb;
        }
    }

    /// Appends the states of a child to the list.
    fn step(
        &mut self,
        parent: Range<usize>,
        name: Option<Range<usize>>,
        element: Option<(u64, u64)>,
        node: u32,
    ) {
        if parent.is_empty() {
            return;
        }
        let machine = &self.selection.machine;
        let known = name.and_then(|name| {
            let raw = self.doc.get(name)?;
            machine.names.find(&text::decode(raw))
        });
        let from = self.states.len();
        for at in parent {
            let Some(&id) = self.states.get(at) else { break };
            let state = machine.state(id);
            if state.sticky {
                self.add(from, id);
            }
            self.add(from, machine.member(state, known));
            self.conditions(from, state, element, node);
            if state.fallback != DEAD {
                self.conditions(from, machine.state(state.fallback), element, node);
            }
        }
    }

    fn conditions(&mut self, from: usize, state: &'a State, element: Option<(u64, u64)>, node: u32) {
        for (condition, to) in &state.conditions {
            let holds = match (condition, element) {
                (Condition::Filter(filter), _) => {
                    self.evaluator.as_mut().is_some_and(|e| e.holds(*filter, node))
                }
                (Condition::Index(wanted), Some((index, length))) => index_selects(*wanted, index, length),
                (Condition::Slice(slice), Some((index, length))) => slice.selects(index, length),
                (_, None) => false,
            };
            if holds {
                self.add(from, *to);
            }
        }
    }

    fn add(&mut self, from: usize, state: StateId) {
        if state != DEAD && !self.states.get(from..).is_some_and(|list| list.contains(&state)) {
            self.states.push(state);
        }
    }

    /// A value whose states begin at `from` in the list, and whose member name gives it these rules.
    fn value(&mut self, spot: Spot, from: usize, named: &[Candidate]) -> Result<(), Stop> {
        let kind = self.doc.get(spot.value).copied().and_then(Kind::of).ok_or(Stop::Invalid)?;
        let (taken, inherited) = self.frames.last().map_or((false, UNMATCHED), |f| (f.taken, f.inherited));
        if !taken
            && !spot.in_array
            && let Some(shadow) = self.shadow(from)
        {
            self.states.truncate(from);
            let end = self.end(kind, spot.value)?;
            let answer =
                self.visitor.shadow(shadow, &place(self.doc, &self.trail, UNMATCHED, kind, &spot, end))?;
            self.settle(answer);
            return Ok(());
        }
        if !kind.is_container() {
            let end = self.end(kind, spot.value)?;
            self.watch(from, kind, &spot, end)?;
            let mut rule = UNMATCHED;
            if !taken {
                rule = self.winner(from, named, kind, spot.value..end).unwrap_or(inherited);
            }
            self.states.truncate(from);
            let answer = match rule {
                UNMATCHED if taken || !self.unmatched => Answer::Kept,
                rule => self.visitor.place(&place(self.doc, &self.trail, rule, kind, &spot, end))?,
            };
            self.settle(answer);
            return Ok(());
        }
        self.watch(from, kind, &spot, spot.value + 1)?;
        let winner = if taken { None } else { self.winner(from, named, kind, 0..0) };
        match winner.map(|rule| self.visitor.enter(rule, kind).map(|enter| (rule, enter))).transpose()? {
            Some((rule, Enter::Recurse)) => self.open(spot, kind, from, rule, UNMATCHED),
            Some((rule, Enter::Take)) => {
                if self.selection.watches && self.states.len() > from {
                    return self.open(spot, kind, from, UNMATCHED, rule);
                }
                self.states.truncate(from);
                let end = self.end(kind, spot.value)?;
                let answer = self.visitor.place(&place(self.doc, &self.trail, rule, kind, &spot, end))?;
                self.settle(answer);
                Ok(())
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
                self.open(spot, kind, from, inherited, UNMATCHED)
            }
        }
    }

    /// The end of a value whose first token was the last one read; all of it is validated.
    fn end(&mut self, kind: Kind, start: usize) -> Result<usize, Stop> {
        Ok(match kind {
            Kind::String => self.tokens.string_end()?,
            Kind::Object | Kind::Array => {
                let room = self.depth.saturating_sub(self.frames.len());
                skip::container(self.doc, &mut self.tokens, kind == Kind::Object, room)?
            }
            _ => scalar::end(self.doc, start).ok_or(Stop::Invalid)?,
        })
    }

    fn open(
        &mut self,
        spot: Spot,
        kind: Kind,
        from: usize,
        inherited: usize,
        took: usize,
    ) -> Result<(), Stop> {
        if self.frames.len() >= self.depth {
            return Err(Stop::Invalid);
        }
        let taken = took != UNMATCHED || self.frames.last().is_some_and(|f| f.taken);
        let tape = self.evaluator.as_ref().map(Evaluator::tape);
        let length = tape.and_then(|t| t.node(spot.node)).map_or(u64::MAX, |n| u64::from(n.length));
        let state = self.states.get(from).map_or(DEAD, |state| *state);
        let alone = self.states.len() == from + 1 && self.selection.machine.state(state).short.plain;
        self.trail.push(Crumb::Element(0));
        self.frames.push(Frame {
            object: kind == Kind::Object,
            fresh: true,
            bracket: spot.value,
            kept: false,
            taken,
            inherited,
            states: from..self.states.len(),
            index: 0,
            stored: 0,
            length,
            node: spot.node + 1,
            took,
            spot,
            plain: self.simple && alone && !taken && inherited == UNMATCHED,
        });
        Ok(())
    }

    fn close(&mut self, at: usize) -> Result<(), Stop> {
        let Some(frame) = self.frames.pop() else { return Err(Stop::Invalid) };
        self.trail.pop();
        self.states.truncate(frame.states.start);
        let answer = match frame.took {
            UNMATCHED => Answer::Kept,
            rule => {
                let kind = if frame.object { Kind::Object } else { Kind::Array };
                self.visitor.place(&place(self.doc, &self.trail, rule, kind, &frame.spot, at + 1))?
            }
        };
        self.settle(answer);
        Ok(())
    }

    /// Notes in the container what became of its child.
    fn settle(&mut self, answer: Answer) {
        if let (Some(frame), Answer::Kept) = (self.frames.last_mut(), answer) {
            frame.kept = true;
            frame.stored += 1;
        }
    }

    fn accepts(&self, from: usize) -> impl Iterator<Item = &'a super::machine::Accept> + '_ {
        let machine = &self.selection.machine;
        let states = self.states.get(from..).unwrap_or_default();
        states.iter().map(move |id| &machine.state(*id).accept)
    }

    fn shadow(&self, from: usize) -> Option<usize> {
        self.accepts(from).find_map(|accept| accept.shadow)
    }

    /// The first rule that selects the value and takes its type.
    fn winner(&self, from: usize, named: &[Candidate], kind: Kind, value: Range<usize>) -> Option<usize> {
        let fits =
            |(_, types): &&Candidate| types.contains(kind) || kind == Kind::String && self.is_token(&value);
        let selected = self.accepts(from).filter_map(|accept| accept.rules.iter().find(fits));
        selected.chain(named.iter().find(fits)).map(|(rule, _)| *rule).min()
    }

    /// A string that has a token's mark passes any `types`: what was stored is of no type any more.
    fn is_token(&self, value: &Range<usize>) -> bool {
        let raw = self.doc.get(value.start + 1..value.end.saturating_sub(1)).unwrap_or_default();
        token::looks_like(&text::decode(raw))
    }

    fn watch(&mut self, from: usize, kind: Kind, spot: &Spot, end: usize) -> Result<(), Stop> {
        if !self.selection.watches {
            return Ok(());
        }
        for at in from..self.states.len() {
            let Some(&id) = self.states.get(at) else { break };
            for watch in &self.selection.machine.state(id).accept.watches {
                let place = place(self.doc, &self.trail, UNMATCHED, kind, spot, end);
                self.visitor.watch(*watch, &place)?;
            }
        }
        Ok(())
    }
}

fn place<'p>(
    doc: &'p [u8],
    trail: &'p [Crumb],
    rule: usize,
    kind: Kind,
    spot: &Spot,
    end: usize,
) -> Place<'p> {
    Place {
        rule,
        kind,
        value: spot.value..end,
        start: spot.start,
        before: spot.before,
        kept: spot.kept,
        in_array: spot.in_array,
        depth: trail.len(),
        doc,
        trail,
    }
}
