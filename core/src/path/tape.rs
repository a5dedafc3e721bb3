//! The shape of a document as a list, for selections that must look ahead: lengths, and values under a filter.

use super::machine::Machine;
use super::numbers::{DEAD, StateId};
use crate::Limits;
use crate::json::{Invalid, Kind, Tokens, scalar, text};

/// A value; children follow their container at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// A header or index member: no filter sees it.
    pub(super) hidden: bool,
    /// The bytes of the value.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The bytes of the member's name between its quotes; empty in arrays.
    pub(super) name: (u32, u32),
    /// The node behind the value and all it holds.
    pub(super) next: u32,
    /// Children, hidden ones aside.
    pub(super) length: u32,
}

/// All values of a document in order, the root first.
#[derive(Clone, Debug, Default)]
pub(super) struct Tape {
    pub(super) nodes: Vec<Node>,
}

struct Open {
    node: usize,
    states: Vec<StateId>,
    fresh: bool,
}

impl Tape {
    /// Reads a document once, and validates it on the way; what `shadows` reaches is hidden.
    pub(super) fn read(doc: &[u8], shadows: &Machine, limits: &Limits) -> Result<Self, Invalid> {
        let mut reader =
            Reader { doc, tokens: Tokens::new(doc), nodes: Vec::new(), open: Vec::new(), shadows };
        let root = reader.tokens.expect()?;
        reader.value(root, (0, 0), false, shadows.roots.clone(), limits)?;
        while let Some(top) = reader.open.last_mut() {
            let Some(kind) = reader.nodes.get(top.node).map(|n| n.kind) else { return Err(Invalid) };
            let fresh = std::mem::replace(&mut top.fresh, false);
            let mut at = reader.tokens.expect()?;
            match (doc.get(at), kind) {
                (Some(b'}'), Kind::Object) | (Some(b']'), Kind::Array) => {
                    reader.close(at);
                    continue;
                }
                (Some(b','), _) if !fresh => at = reader.tokens.expect()?,
                _ if fresh => {}
                _ => return Err(Invalid),
            }
            reader.child(at, kind, limits)?;
        }
        match reader.tokens.next()? {
            None => Ok(Self { nodes: reader.nodes }),
            Some(_) => Err(Invalid),
        }
    }

    pub(super) fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    /// The number of a node, found by where it begins.
    pub(super) fn number_of(&self, node: &Node) -> Option<u32> {
        self.nodes.binary_search_by_key(&node.start, |n| n.start).ok().map(|at| at as u32)
    }

    /// The children of a node that filters see, with their numbers.
    pub(super) fn children(&self, of: u32) -> impl Iterator<Item = (u32, &Node)> {
        let end = self.node(of).map_or(0, |n| n.next);
        let mut at = of + 1;
        std::iter::from_fn(move || {
            while at < end {
                let (number, node) = (at, self.node(at)?);
                at = node.next;
                if !node.hidden {
                    return Some((number, node));
                }
            }
            None
        })
    }
}

struct Reader<'a> {
    doc: &'a [u8],
    tokens: Tokens<'a>,
    nodes: Vec<Node>,
    open: Vec<Open>,
    shadows: &'a Machine,
}

impl Reader<'_> {
    fn child(&mut self, at: usize, kind: Kind, limits: &Limits) -> Result<(), Invalid> {
        let states = self.open.last().map(|top| top.states.as_slice()).unwrap_or_default();
        if kind == Kind::Array {
            let below = self.step(states, None);
            return self.value(at, (0, 0), false, below, limits);
        }
        if self.doc.get(at) != Some(&b'"') {
            return Err(Invalid);
        }
        let close = self.tokens.string_end()? - 1;
        let raw = self.doc.get(at + 1..close).ok_or(Invalid)?;
        let states = self.open.last().map(|top| top.states.as_slice()).unwrap_or_default();
        let below = self.step(states, Some(raw));
        let hidden = below.iter().any(|s| self.shadows.state(*s).accept.shadow.is_some());
        let colon = self.tokens.expect()?;
        if self.doc.get(colon) != Some(&b':') {
            return Err(Invalid);
        }
        let value = self.tokens.expect()?;
        self.value(value, (at as u32 + 1, close as u32), hidden, below, limits)
    }

    fn step(&self, states: &[StateId], name: Option<&[u8]>) -> Vec<StateId> {
        if states.is_empty() {
            return Vec::new();
        }
        let known = name.and_then(|raw| self.shadows.names.find(&text::decode(raw)));
        let mut below = Vec::new();
        for &id in states {
            let state = self.shadows.state(id);
            let next = self.shadows.member(state, known);
            below.extend(state.sticky.then_some(id).into_iter().chain((next != DEAD).then_some(next)));
        }
        below.sort_unstable();
        below.dedup();
        below
    }

    fn value(
        &mut self,
        at: usize,
        name: (u32, u32),
        hidden: bool,
        states: Vec<StateId>,
        limits: &Limits,
    ) -> Result<(), Invalid> {
        let kind = self.doc.get(at).copied().and_then(Kind::of).ok_or(Invalid)?;
        let end = match kind {
            Kind::Object | Kind::Array => at,
            Kind::String => self.tokens.string_end()?,
            _ => scalar::end(self.doc, at).ok_or(Invalid)?,
        };
        if let Some(parent) = self.open.last().and_then(|top| self.nodes.get_mut(top.node)) {
            parent.length += u32::from(!hidden);
        }
        let node = self.nodes.len();
        let next = node as u32 + 1;
        self.nodes.push(Node { kind, hidden, start: at as u32, end: end as u32, name, next, length: 0 });
        if kind.is_container() {
            if self.open.len() >= limits.depth {
                return Err(Invalid);
            }
            self.open.push(Open { node, states, fresh: true });
        }
        Ok(())
    }

    fn close(&mut self, at: usize) {
        let next = self.nodes.len() as u32;
        if let Some(node) = self.open.pop().and_then(|top| self.nodes.get_mut(top.node)) {
            node.next = next;
            node.end = at as u32 + 1;
        }
    }
}
