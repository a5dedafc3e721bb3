//! Places that have moved: tokens sealed at the old place still open at the new one.

use crate::Result;
use crate::path::{Segment, Select};

use super::paths::parse_path;
use crate::document::{Node, invalid};

/// Where a part of the record stood, and where it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) from: Vec<MovedStep>,
    pub(crate) to: Vec<MovedStep>,
    /// `from` as written.
    pub(crate) path: String,
}

/// One step of a path of names and `[*]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MovedStep {
    Name(String),
    Any,
}

impl Moved {
    pub(super) fn parse(node: &Node) -> Result<Self> {
        let members = node.members(&["from", "to"], "moved")?;
        let (from, to) = (members.require("from")?, members.require("to")?);
        let path = from.as_str()?.to_owned();
        let moved = Self { from: steps(from)?, to: steps(to)?, path };
        if moved.from == moved.to {
            return Err(invalid("`moved` names the same place twice", node.position()));
        }
        let wildcards = |steps: &[MovedStep]| steps.iter().filter(|step| **step == MovedStep::Any).count();
        if wildcards(&moved.from) != wildcards(&moved.to) {
            let message =
                "`from` and `to` must have the same number of `[*]`, so that each element has its place";
            return Err(invalid(message, node.position()));
        }
        Ok(moved)
    }
}

fn steps(node: &Node) -> Result<Vec<MovedStep>> {
    let path = parse_path(node)?;
    let steps: Option<Vec<_>> = path.segments.into_iter().map(step).collect();
    match steps {
        Some(steps) if steps.is_empty() => Err(invalid("the root cannot have moved", node.position())),
        Some(steps) => Ok(steps),
        None => Err(invalid("a moved path is made of names and `[*]` alone", node.position())),
    }
}

fn step(segment: Segment) -> Option<MovedStep> {
    if segment.descendant {
        return None;
    }
    let mut selectors = segment.selectors.into_iter();
    match (selectors.next(), selectors.next()) {
        (Some(Select::Name(name)), None) => Some(MovedStep::Name(name)),
        (Some(Select::Wildcard), None) => Some(MovedStep::Any),
        _ => None,
    }
}
