//! A policy as it was written: a small tree in which every node knows where it stands.
//!
//! Text that parses as JSON is JSON, everything else is YAML 1.2. Of YAML only what JSON could say as well is
//! taken: no anchors, aliases, tags or second documents, so that a page of text cannot unfold into gigabytes.

pub(crate) mod json;
mod read;
mod yaml;

pub(crate) use read::{Call, Members, unknown};

use std::collections::HashSet;

use crate::{Error, ErrorCode, Position, Result};

/// The longest text of a policy, in bytes.
pub(crate) const MAX_TEXT: usize = 64 << 20;
/// The deepest that a policy may nest.
pub(crate) const MAX_DEPTH: usize = 64;

/// A value of the document and where it begins.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    value: Value,
    position: Position,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Null,
    Bool(bool),
    /// A number as it was written.
    Number(String),
    Text(String),
    Sequence(Vec<Node>),
    Mapping(Vec<Member>),
}

/// One member of a mapping: its name, where the name begins, its value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) position: Position,
    pub(crate) value: Node,
}

/// The names of a mapping of many members, hashed; few are compared one by one.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    const FEW: usize = 16;

    /// Whether a name stands among the members already; it is remembered in any case.
    fn repeat(&mut self, name: &str, members: &[Member]) -> bool {
        if members.len() < Self::FEW {
            return members.iter().any(|member| member.name == name);
        }
        if self.0.is_empty() {
            self.0.extend(members.iter().map(|member| member.name.clone()));
        }
        !self.0.insert(name.to_owned())
    }
}

/// Reads a policy's text.
///
/// # Errors
/// `invalid_policy` with a position where it is neither JSON nor the YAML described above, or names a member
/// twice; `limit_exceeded` where it is too long or too deep.
pub(crate) fn parse(text: &str) -> Result<Node> {
    if text.len() > MAX_TEXT {
        let message = format!("the policy is longer than {MAX_TEXT} bytes; split it into several policies");
        return Err(Error::new(ErrorCode::LimitExceeded, message));
    }
    match json::parse(text) {
        Some(node) => node,
        None => yaml::parse(text),
    }
}

/// An error of the document at a position.
pub(crate) fn invalid(message: impl Into<String>, position: Position) -> Error {
    Error::new(ErrorCode::InvalidPolicy, message).at(position)
}

fn too_deep(position: Position) -> Error {
    let message = format!("the policy nests deeper than {MAX_DEPTH} levels");
    Error::new(ErrorCode::LimitExceeded, message).at(position)
}

fn repeated(name: &str, position: Position) -> Error {
    invalid(format!("the member `{name}` is written twice; keep one of them"), position)
}

#[cfg(test)]
mod tests;
