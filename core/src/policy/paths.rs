//! Paths where a policy writes them.

use crate::path::Path;
use crate::{Result, json::TypeSet};

use crate::document::{Node, invalid, unknown};

/// The path of a node.
///
/// # Errors
/// `invalid_path` with the node's position.
pub(super) fn parse_path(node: &Node) -> Result<Path> {
    Path::parse(node.as_str()?).map_err(|error| error.at(node.position()))
}

/// The path of a node, which must select one place at most.
///
/// # Errors
/// `invalid_path` as above; `invalid_policy` if it may select several places.
pub(super) fn parse_singular(node: &Node, what: &str) -> Result<Path> {
    let path = parse_path(node)?;
    if path.is_singular() {
        return Ok(path);
    }
    let message = format!("{what} is read from one place: write a path of names and indexes alone");
    Err(invalid(message, node.position()))
}

/// The JSON types of a rule.
pub(super) fn parse_types(node: &Node) -> Result<TypeSet> {
    const NAMES: [&str; 6] = ["string", "number", "boolean", "null", "object", "array"];
    let mut types = TypeSet::NONE;
    for entry in node.as_sequence()? {
        let name = entry.as_str()?;
        let named = TypeSet::named(name).ok_or_else(|| unknown("type", name, NAMES, entry.position()))?;
        types = types.union(named);
    }
    if types == TypeSet::NONE {
        return Err(invalid("`types` names no type; leave it out to take all of them", node.position()));
    }
    Ok(types)
}
