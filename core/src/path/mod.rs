//! JSONPath to automaton, and the walk of a document by it.

mod asked;
mod ast;
mod build;
mod eval;
mod exits;
mod filter;
mod frame;
mod glance;
mod hash;
mod host;
mod machine;
mod names;
mod nodes;
mod numbers;
mod parse;
mod pattern;
mod patterns;
mod regular;
mod selection;
mod shorthand;
mod skip;
mod tape;
mod visit;
mod walk;
mod walker;

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod behaviour;
#[cfg(test)]
mod differential;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use build::STEPS;

pub(crate) use ast::{Logical, Path, Query, Segment, Select, Value};
pub(crate) use host::{Excerpt, Slots, walk_tree, write_tree};
pub(crate) use numbers::UNMATCHED;
pub(crate) use pattern::{NamePattern, fold};
pub(crate) use selection::{Selection, Selector, Shadow, Target};
pub(crate) use visit::{Answer, Enter, Place, Step, Visit, WalkOptions};
pub(crate) use walk::walk;
