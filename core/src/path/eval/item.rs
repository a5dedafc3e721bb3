//! The values that expressions come to, and how they compare (RFC 9535 section 2.3.5.2.2).

use std::borrow::Cow;
use std::cmp::Ordering;

use super::super::ast::{Comparison, Literal};
use super::super::tape::Node;
use super::Evaluator;
use crate::json::{Kind, number, text};

/// A value to compare.
#[derive(Clone, Debug)]
pub(super) enum Item<'a> {
    Nothing,
    Literal(&'a Literal),
    Node(Node),
    Count(u64),
}

impl<'a> Evaluator<'a> {
    pub(super) fn length(&self, item: &Item<'a>) -> Item<'a> {
        let characters = |text: &[u8]| text.iter().filter(|b| **b & 0xC0 != 0x80).count() as u64;
        match item {
            Item::Node(n) if n.kind.is_container() => Item::Count(u64::from(n.length)),
            Item::Node(n) if n.kind == Kind::String => Item::Count(characters(&self.string(n))),
            Item::Literal(Literal::Text(text)) => Item::Count(characters(text.as_bytes())),
            _ => Item::Nothing,
        }
    }

    /// The bytes of a node.
    fn source(&self, node: &Node) -> &'a [u8] {
        self.doc.get(node.start as usize..node.end as usize).unwrap_or_default()
    }

    /// The decoded text of a string node.
    fn string(&self, node: &Node) -> Cow<'a, [u8]> {
        let source = self.source(node);
        text::decode(source.get(1..source.len().saturating_sub(1)).unwrap_or_default())
    }

    /// The decoded name of a member node.
    fn name(&self, node: &Node) -> Cow<'a, [u8]> {
        text::decode(self.doc.get(node.name.0 as usize..node.name.1 as usize).unwrap_or_default())
    }

    pub(super) fn text(&self, item: &Item<'a>) -> Option<Cow<'a, str>> {
        match item {
            Item::Literal(Literal::Text(text)) => Some(Cow::Borrowed(text)),
            Item::Node(node) if node.kind == Kind::String => {
                let source = self.source(node);
                text::decode_utf8(source.get(1..source.len().saturating_sub(1))?)
            }
            _ => None,
        }
    }

    pub(super) fn compare(&self, how: Comparison, a: &Item<'a>, b: &Item<'a>) -> bool {
        match how {
            Comparison::Equal => self.equal(a, b),
            Comparison::NotEqual => !self.equal(a, b),
            Comparison::Less => self.order(a, b) == Some(Ordering::Less),
            Comparison::Greater => self.order(a, b) == Some(Ordering::Greater),
            Comparison::LessOrEqual => self.order(a, b) == Some(Ordering::Less) || self.equal(a, b),
            Comparison::GreaterOrEqual => self.order(a, b) == Some(Ordering::Greater) || self.equal(a, b),
        }
    }

    /// The order of two numbers or two strings; nothing else has one.
    fn order(&self, a: &Item<'a>, b: &Item<'a>) -> Option<Ordering> {
        if let (Some(a), Some(b)) = (self.number(a), self.number(b)) {
            return Some(number::compare(&a, &b));
        }
        Some(self.characters(a)?.cmp(&self.characters(b)?))
    }

    fn number(&self, item: &Item<'a>) -> Option<Cow<'a, [u8]>> {
        match item {
            Item::Literal(Literal::Number(text)) => Some(Cow::Borrowed(text.as_bytes())),
            Item::Node(node) if node.kind == Kind::Number => Some(Cow::Borrowed(self.source(node))),
            Item::Count(count) => Some(Cow::Owned(count.to_string().into_bytes())),
            _ => None,
        }
    }

    fn characters(&self, item: &Item<'a>) -> Option<Cow<'a, [u8]>> {
        match item {
            Item::Literal(Literal::Text(text)) => Some(Cow::Borrowed(text.as_bytes())),
            Item::Node(node) if node.kind == Kind::String => Some(self.string(node)),
            _ => None,
        }
    }

    fn equal(&self, a: &Item<'a>, b: &Item<'a>) -> bool {
        match (a, b) {
            (Item::Nothing, Item::Nothing) => true,
            (Item::Nothing, _) | (_, Item::Nothing) => false,
            (Item::Node(a), Item::Node(b)) if a.kind.is_container() => self.deep_equal(*a, *b),
            _ => match (self.simple(a), self.simple(b)) {
                (Some(a), Some(b)) => a == b,
                _ => self.order(a, b) == Some(Ordering::Equal),
            },
        }
    }

    /// `null`, `true` or `false`.
    fn simple(&self, item: &Item<'a>) -> Option<&'a [u8]> {
        match item {
            Item::Literal(Literal::Null) => Some(b"null"),
            Item::Literal(Literal::Bool(true)) => Some(b"true"),
            Item::Literal(Literal::Bool(false)) => Some(b"false"),
            Item::Node(node) if matches!(node.kind, Kind::Null | Kind::Bool) => Some(self.source(node)),
            _ => None,
        }
    }

    /// Equality of containers, member by member whatever their order (RFC 9535 section 2.3.5.2.2).
    fn deep_equal(&self, a: Node, b: Node) -> bool {
        let mut pending = vec![(a, b)];
        while let Some((a, b)) = pending.pop() {
            if a.kind != b.kind || a.length != b.length {
                return false;
            }
            if !a.kind.is_container() {
                if !self.equal(&Item::Node(a), &Item::Node(b)) {
                    return false;
                }
                continue;
            }
            let (mut left, mut right) = (self.members(&a), self.members(&b));
            if a.kind == Kind::Object {
                left.sort_by(|x, y| x.0.cmp(&y.0));
                right.sort_by(|x, y| x.0.cmp(&y.0));
            }
            for ((x, a), (y, b)) in left.into_iter().zip(right) {
                if x != y {
                    return false;
                }
                pending.push((a, b));
            }
        }
        true
    }

    fn members(&self, of: &Node) -> Vec<(Cow<'a, [u8]>, Node)> {
        let Some(number) = self.tape.number_of(of) else { return Vec::new() };
        self.tape.children(number).map(|(_, child)| (self.name(child), *child)).collect()
    }
}
