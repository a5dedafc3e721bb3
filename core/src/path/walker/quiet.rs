//! Over children of which nobody asks: strings, numbers and literals, one behind the other.
//!
//! By themselves, so that all they need fits into registers: most of what a walk does, it does here.

use super::super::exits::Mentions;
use crate::json::{Tokens, scalar};

/// How many tokens belong to such children, commas included, and what comes behind them.
#[derive(Clone, Copy)]
pub(super) struct Passed {
    pub(super) tokens: usize,
    pub(super) next: Next,
}

/// What comes behind the children that were passed.
#[derive(Clone, Copy)]
pub(super) enum Next {
    /// The delimiter behind the last of them, which is no comma.
    Delimiter,
    /// A child of which nobody asks, with an object or an array; nothing but a colon stands behind its name.
    Container,
    /// Some other child, or a fault.
    Child,
}

/// Passes members; the first token is to be a name.
#[inline(never)]
pub(super) fn members(doc: &[u8], tokens: &Tokens<'_>, known: &[u32], asked: Mentions) -> Passed {
    let mut left = known;
    let next = loop {
        let [quote, colon, value, after, rest @ ..] = left else { break Next::Child };
        // White space may stand before the colon; then the name ends somewhere else.
        let (head, colon) = (*quote as usize, *colon as usize);
        let Some(member @ [b'"', .., b'"', b':']) = doc.get(head..=colon) else { break Next::Child };
        if asked.perhaps(member) || tokens.may_escape(head, colon) {
            break Next::Child;
        }
        match doc.get(*value as usize) {
            // The scanner has checked it.
            Some(b'"') => {}
            Some(b'{' | b'[') => break Next::Container,
            _ if scalar::end(doc, *value as usize).is_none() => break Next::Child,
            _ => {}
        }
        if doc.get(*after as usize) != Some(&b',') {
            return Passed { tokens: known.len() - rest.len() - 1, next: Next::Delimiter };
        }
        left = rest;
    };
    Passed { tokens: known.len() - left.len(), next }
}

/// Passes elements; the first token is to be one.
#[inline(never)]
pub(super) fn elements(doc: &[u8], known: &[u32]) -> Passed {
    let mut left = known;
    let next = loop {
        let [value, after, rest @ ..] = left else { break Next::Child };
        match doc.get(*value as usize) {
            // The scanner has checked it.
            Some(b'"') => {}
            Some(b'{' | b'[') => break Next::Container,
            _ if scalar::end(doc, *value as usize).is_none() => break Next::Child,
            _ => {}
        }
        if doc.get(*after as usize) != Some(&b',') {
            return Passed { tokens: known.len() - rest.len() - 1, next: Next::Delimiter };
        }
        left = rest;
    };
    Passed { tokens: known.len() - left.len(), next }
}
