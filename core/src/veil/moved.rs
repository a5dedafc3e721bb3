//! Places that have moved: a token that was sealed at the old place opens at the new one.

use crate::error::Result;
use crate::limits::Limits;
use crate::path::{Answer, Enter, Path, Place, Segment, Select, Selection, Visit, WalkOptions, walk};
use crate::policy::{Moved, MovedStep};
use crate::seal::Binding;

/// The bindings that a place had before, where the document has nothing at the old place any more.
///
/// Only a token that failed to open asks for them, so that looking costs nothing on the way of those that open.
pub(super) fn former(moved: &[Moved], doc: &[u8], limits: Limits, binding: &[u8]) -> Vec<Binding> {
    if moved.is_empty() {
        return Vec::new();
    }
    let Some(here) = steps(binding) else { return Vec::new() };
    moved
        .iter()
        .filter_map(|moved| old_place(moved, &here))
        .filter(|old| !stands(doc, limits, old))
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

/// Whether a document has something at a place, as far as a path can name it: into a string that is decoded none can,
/// nor to a name with a lone surrogate. What cannot be looked at is taken to stand there.
fn stands(doc: &[u8], limits: Limits, place: &[Step]) -> bool {
    let segment = |selector| Segment { descendant: false, selectors: vec![selector] };
    let path = Path { segments: place.iter().map_while(selector).map(segment).collect() };
    let Ok(selection) = Selection::compile(&[], &[], &[path]) else { return true };
    let mut looking = Looking { found: false };
    let walked = walk(doc, &selection, &WalkOptions { limits, unmatched: false }, &mut looking);
    walked.is_err() || looking.found
}

fn selector(step: &Step) -> Option<Select> {
    match step {
        Step::Member(name) => String::from_utf8(name.clone()).ok().map(Select::Name),
        Step::Index(index) => i64::try_from(*index).ok().map(Select::Index),
        Step::Decoded => None,
    }
}

/// Whether anything stands at the one path that is watched.
struct Looking {
    found: bool,
}

impl Visit for Looking {
    fn enter(&mut self, _rule: usize) -> Result<Enter> {
        Ok(Enter::Take)
    }

    fn place(&mut self, _place: &Place<'_>) -> Result<Answer> {
        Ok(Answer::Kept)
    }

    fn watch(&mut self, _watch: usize, _place: &Place<'_>) -> Result<()> {
        self.found = true;
        Ok(())
    }
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
