//! Over children of which nobody asks, into containers of which nobody asks and out of them again.
//!
//! By itself, so that all it needs fits into registers: most of what a walk does, it does here.

use super::super::exits::Mentions;
use super::super::frame::Frame;
use super::super::machine::{Machine, State};
use super::super::numbers::StateId;
use super::stack::Stack;
use crate::json::{Invalid, Tokens, end_before, scalar};

/// Where in the innermost container the next token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// Behind its bracket.
    Start,
    /// In front of a child.
    Child,
    /// Behind a child.
    Behind,
}

/// Why nothing more was passed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Next {
    /// Too few tokens are known to go on from there.
    Tokens(At),
    /// A child that is reported; its first token was the last one.
    Place(Reported),
    /// A child that is not for this loop, or a fault.
    Child,
    /// The inside of a container, an object or not, whose bracket was the last token, and in which nothing is asked for.
    Dead { object: bool },
    /// What stands behind the last of the plain containers.
    Closed,
}

/// A child that is reported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported {
    pub(super) state: StateId,
    /// The only rule that it is reported to, or [`UNMATCHED`](super::super::UNMATCHED).
    pub(super) rule: usize,
    /// Where it begins, with its name.
    pub(super) start: u32,
    pub(super) value: u32,
    /// The token behind its first one.
    pub(super) after: u32,
}

/// What comes behind children that were passed.
enum Met {
    Tokens,
    /// A child to be looked at by its name, which ends there.
    Named(u32),
    /// An object or an array of whose name, which ends there, nobody asks.
    Container(u32),
    Delimiter,
    Other,
}

/// The innermost container.
struct Here<'m> {
    state: &'m State,
    object: bool,
    closing: u8,
}

/// Passes what nobody asks for; returns what comes next, and how many of the tokens known are left.
///
/// # Errors
/// Where neither a child nor its end can follow.
pub(super) fn pass(
    doc: &[u8],
    tokens: &Tokens<'_>,
    machine: &Machine,
    stack: &mut Stack,
    depth: usize,
    mut at: At,
) -> Result<(Next, usize), Invalid> {
    let mut left = tokens.rest();
    let mut here = Here::of(stack.frames.last().ok_or(Invalid)?, machine);
    let next = loop {
        if at != At::Child {
            let [token, rest @ ..] = left else { break Next::Tokens(at) };
            match doc.get(*token as usize) {
                Some(b',') if at == At::Behind => left = rest,
                Some(byte) if *byte == here.closing => {
                    (left, at) = (rest, At::Behind);
                    stack.pop();
                    match stack.frames.last_mut() {
                        Some(frame) if frame.plain => {
                            frame.stored += 1;
                            here = Here::of(frame, machine);
                            continue;
                        }
                        _ => break Next::Closed,
                    }
                }
                _ if at == At::Start => {}
                _ => return Err(Invalid),
            }
        }
        let met;
        (met, left) = if here.object {
            members(doc, tokens, here.state.asked, left)
        } else {
            let (met, behind) = elements(doc, here.state, left);
            stack.count((left.len() - behind.len()).div_ceil(2));
            (met, behind)
        };
        let (named, end) = match met {
            Met::Delimiter => {
                at = At::Behind;
                continue;
            }
            Met::Tokens => break Next::Tokens(At::Child),
            Met::Other => break Next::Child,
            Met::Named(end) => (true, end),
            Met::Container(end) => (false, end),
        };

        let (name, start, value, rest) = match (here.object, left) {
            (true, [quote, _, value, rest @ ..]) => ((*quote + 1, end), *quote, *value, rest),
            (false, [value, rest @ ..]) => ((0, 0), *value, *value, rest),
            _ => break Next::Child,
        };
        let mut id = if here.object { here.state.other } else { here.state.elements };
        if named && here.object {
            let raw = doc.get(name.0 as usize..name.1 as usize).unwrap_or_default();
            id = machine.by_name(here.state, raw);
        }
        let state = machine.state(id);
        let first = doc.get(value as usize).copied().unwrap_or_default();
        let object = first == b'{';
        if !state.short.quiet {
            stack.look_at(name);
            left = rest;
            let after = rest.first().copied().unwrap_or_default();
            break Next::Place(Reported { state: id, rule: state.short.sole, start, value, after });
        }
        at = match first {
            // The scanner has checked it.
            b'"' => At::Behind,
            b'{' | b'[' if state.short.ends(object) => {
                left = rest;
                break Next::Dead { object };
            }
            b'{' | b'[' if state.short.plain(object) && stack.frames.len() < depth => {
                stack.look_at(name);
                stack.push_plain(Frame::plain(object, value, id));
                here = Here::new(state, object);
                At::Start
            }
            b'{' | b'[' => break Next::Child,
            _ => {
                scalar::end(doc, value as usize).ok_or(Invalid)?;
                At::Behind
            }
        };
        left = rest;
        if at == At::Behind {
            stack.count(1);
        }
    };
    Ok((next, left.len()))
}

impl<'m> Here<'m> {
    #[inline]
    fn of(frame: &Frame, machine: &'m Machine) -> Self {
        Self::new(machine.state(frame.state), frame.object)
    }

    #[inline]
    fn new(state: &'m State, object: bool) -> Self {
        Self { state, object, closing: if object { b'}' } else { b']' } }
    }
}

/// Passes members; the first token is to be a name.
#[inline(always)]
fn members<'k>(doc: &[u8], tokens: &Tokens<'_>, asked: Mentions, mut left: &'k [u32]) -> (Met, &'k [u32]) {
    loop {
        let [quote, colon, value, after, rest @ ..] = left else { return (Met::Tokens, left) };
        let (named, end) = match doc.get(*quote as usize..=*colon as usize) {
            Some(member @ [b'"', _, .., _]) if member.ends_with(b"\":") => {
                (asked.perhaps(member), *colon - 1)
            }
            Some([b'"', .., b':']) => {
                let member = member(doc, *quote, *colon);
                (asked.perhaps(member), *quote + member.len() as u32 - 2)
            }
            _ => return (Met::Other, left),
        };
        if tokens.escapes(*quote as usize, *colon as usize) {
            return (Met::Other, left);
        }
        if named {
            return (Met::Named(end), left);
        }
        match doc.get(*value as usize) {
            // The scanner has checked it.
            Some(b'"') => {}
            Some(b'{' | b'[') => return (Met::Container(end), left),
            _ if scalar::end(doc, *value as usize).is_none() => return (Met::Other, left),
            _ => {}
        }
        if doc.get(*after as usize) != Some(&b',') {
            return (Met::Delimiter, left.get(3..).unwrap_or_default());
        }
        left = rest;
    }
}

/// A name with its quotes, and one byte more: white space may stand between it and the colon.
#[inline]
fn member(doc: &[u8], quote: u32, colon: u32) -> &[u8] {
    doc.get(quote as usize..=end_before(doc, colon as usize)).unwrap_or_default()
}

/// Passes elements; the first token is to be one.
#[inline(always)]
fn elements<'k>(doc: &[u8], state: &State, mut left: &'k [u32]) -> (Met, &'k [u32]) {
    loop {
        let [value, after, rest @ ..] = left else { return (Met::Tokens, left) };
        if !state.short.elements_quiet {
            return (Met::Named(0), left);
        }
        match doc.get(*value as usize) {
            // The scanner has checked it.
            Some(b'"') => {}
            Some(b'{' | b'[') => return (Met::Container(0), left),
            _ if scalar::end(doc, *value as usize).is_none() => return (Met::Other, left),
            _ => {}
        }
        if doc.get(*after as usize) != Some(&b',') {
            return (Met::Delimiter, left.get(1..).unwrap_or_default());
        }
        left = rest;
    }
}
