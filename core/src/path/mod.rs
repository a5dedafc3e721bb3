//! JSONPath to automaton, and the walk of a document by it.

mod ast;
mod parse;
mod pattern;
mod selection;
mod visit;
mod walk;

pub(crate) use ast::{Path, Segment, Select};
pub(crate) use pattern::NamePattern;
pub(crate) use selection::{Selection, Selector, Shadow, Target};
pub(crate) use visit::{Answer, Enter, Place, Step, UNMATCHED, Visit};
pub(crate) use walk::{WalkOptions, walk};
