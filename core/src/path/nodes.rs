//! Queries over the tape: which nodes, and how often each.
//!
//! RFC 9535 counts a node as often as it is selected. Lists are kept short by counting instead of repeating, so
//! that no query costs more than the tape under its node times its segments.

use super::eval::Evaluator;
use super::filter::{Pick, Step};
use super::machine::index_selects;
use super::tape::Node;
use crate::json::{Kind, text};

/// Nodes by number, ascending, each with how often it was selected.
#[derive(Clone, Debug, Default)]
pub(super) struct Nodes(Vec<(u32, u64)>);

impl Nodes {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn first(&self) -> Option<u32> {
        self.0.first().map(|(number, _)| *number)
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().map(|(number, _)| *number)
    }

    /// The length of the node list, repetitions included.
    pub(super) fn count(&self) -> u64 {
        self.0.iter().fold(0, |sum, (_, times)| sum.saturating_add(*times))
    }

    fn merged(mut list: Vec<(u32, u64)>) -> Self {
        list.sort_unstable_by_key(|(number, _)| *number);
        list.dedup_by(|later, earlier| {
            let same = later.0 == earlier.0;
            if same {
                earlier.1 = earlier.1.saturating_add(later.1);
            }
            same
        });
        Self(list)
    }
}

/// The nodes that the steps of a query select from one node.
pub(super) fn select(evaluator: &mut Evaluator<'_>, steps: &[Step], from: u32) -> Nodes {
    let mut nodes = Nodes(vec![(from, 1)]);
    for step in steps {
        if step.descendant {
            nodes = with_descendants(evaluator, &nodes);
        }
        let mut found = Vec::new();
        for &(number, times) in &nodes.0 {
            children(evaluator, step, number, times, &mut found);
        }
        nodes = Nodes::merged(found);
        if nodes.is_empty() {
            break;
        }
    }
    nodes
}

/// Each node and all below it, as often as it and its ancestors were selected.
fn with_descendants(evaluator: &Evaluator<'_>, nodes: &Nodes) -> Nodes {
    let tape = evaluator.tape();
    let mut all: Vec<(u32, u64)> = Vec::new();
    // The selected containers around the node that is looked at: where each ends, and the sum so far.
    let mut around: Vec<(u32, u64)> = Vec::new();
    let mut selected = nodes.0.iter().copied().peekable();
    let mut at = nodes.first().unwrap_or(0);
    loop {
        while around.last().is_some_and(|(end, _)| *end <= at) {
            around.pop();
        }
        if around.is_empty() {
            match selected.peek() {
                Some((next, _)) => at = *next,
                None => return Nodes(all),
            }
        }
        let Some(node) = tape.node(at) else { return Nodes(all) };
        let mut times = around.last().map_or(0, |(_, sum)| *sum);
        if let Some((_, more)) = selected.next_if(|(number, _)| *number == at) {
            times = times.saturating_add(more);
            around.push((node.next, times));
        }
        if node.hidden {
            at = node.next;
        } else {
            all.push((at, times));
            at += 1;
        }
    }
}

fn children(evaluator: &mut Evaluator<'_>, step: &Step, of: u32, times: u64, found: &mut Vec<(u32, u64)>) {
    let tape = evaluator.tape();
    let Some(parent) = tape.node(of) else { return };
    if !parent.kind.is_container() {
        return;
    }
    let length = u64::from(parent.length);
    for (index, (number, child)) in tape.children(of).enumerate() {
        let picked = step
            .picks
            .iter()
            .filter(|pick| picks(evaluator, pick, parent.kind, (number, child), index as u64, length));
        let repeated = picked.count() as u64;
        if repeated > 0 {
            found.push((number, times.saturating_mul(repeated)));
        }
    }
}

fn picks(
    evaluator: &mut Evaluator<'_>,
    pick: &Pick,
    parent: Kind,
    (number, child): (u32, &Node),
    index: u64,
    length: u64,
) -> bool {
    match pick {
        Pick::Wildcard => true,
        Pick::Name(name) => {
            parent == Kind::Object && {
                let raw =
                    evaluator.doc().get(child.name.0 as usize..child.name.1 as usize).unwrap_or_default();
                *text::decode(raw) == *name.as_bytes()
            }
        }
        Pick::Index(wanted) => parent == Kind::Array && index_selects(*wanted, index, length),
        Pick::Slice(slice) => parent == Kind::Array && slice.selects(index, length),
        Pick::Filter(filter) => evaluator.holds_again(*filter, number),
    }
}
