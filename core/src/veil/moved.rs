//! Places that have moved: a token that was sealed at the old place opens at the new one.

use serde_json::Value;

use crate::policy::{Moved, MovedStep};
use crate::seal::Binding;

/// The bindings that a place had before, where the document has nothing at the old place any more.
pub(super) fn former(moved: &[Moved], doc: &[u8], binding: &[u8]) -> Vec<Binding> {
    if moved.is_empty() {
        return Vec::new();
    }
    let Some(here) = steps(binding) else { return Vec::new() };
    // Only a token that failed to open comes here, so that a tree costs nothing on the way of those that open.
    let Ok(tree) = serde_json::from_slice::<Value>(doc) else { return Vec::new() };
    moved
        .iter()
        .filter_map(|moved| old_place(moved, &here))
        .filter(|old| !stands(&tree, old))
        .map(encode)
        .collect()
}

/// One step of an encoded binding.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Member(Vec<u8>),
    Index(u64),
    Decoded,
}

fn steps(binding: &[u8]) -> Option<Vec<Step>> {
    let mut rest = binding.get(4..)?;
    let mut steps = Vec::new();
    while let Some((tag, tail)) = rest.split_first() {
        rest = match tag {
            0x00 => {
                let (length, tail) = tail.split_first_chunk::<4>()?;
                let (name, tail) =
                    tail.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
                steps.push(Step::Member(name.to_vec()));
                tail
            }
            0x02 => {
                let (index, tail) = tail.split_first_chunk::<8>()?;
                steps.push(Step::Index(u64::from_be_bytes(*index)));
                tail
            }
            _ => {
                steps.push(Step::Decoded);
                tail
            }
        };
    }
    Some(steps)
}

/// Where a place stood before `moved`, if it is within what has moved.
fn old_place(moved: &Moved, here: &[Step]) -> Option<Vec<Step>> {
    let (head, tail) = here.split_at_checked(moved.to.len())?;
    let mut indexes = Vec::new();
    for (step, pattern) in head.iter().zip(&moved.to) {
        match (step, pattern) {
            (Step::Member(name), MovedStep::Name(wanted)) if name == wanted.as_bytes() => {}
            (Step::Index(_) | Step::Member(_), MovedStep::Any) => indexes.push(step.clone()),
            _ => return None,
        }
    }
    let mut indexes = indexes.into_iter();
    let mut old = Vec::with_capacity(moved.from.len() + tail.len());
    for pattern in &moved.from {
        old.push(match pattern {
            MovedStep::Name(name) => Step::Member(name.as_bytes().to_vec()),
            MovedStep::Any => indexes.next()?,
        });
    }
    let root = old.len();
    old.extend_from_slice(tail);
    (root > 0).then_some(old)
}

/// Whether the document has something at a place.
fn stands(tree: &Value, place: &[Step]) -> bool {
    let found = place.iter().try_fold(tree, |at, step| match step {
        Step::Member(name) => at.get(std::str::from_utf8(name).ok()?),
        Step::Index(index) => at.get(usize::try_from(*index).ok()?),
        Step::Decoded => None,
    });
    found.is_some()
}

fn encode(place: Vec<Step>) -> Binding {
    let mut binding = Binding::new();
    for step in place {
        match step {
            Step::Member(name) => binding.member(&name),
            Step::Index(index) => binding.index(index),
            Step::Decoded => binding.decoded(),
        }
    }
    binding
}
