//! Options that several operators read alike.

use crate::Result;
use crate::document::Node;

/// An option that is one character, and one that can be seen.
pub(super) fn character(node: &Node) -> Result<char> {
    let mut chars = node.as_str()?.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_control() && !c.is_whitespace() => Ok(c),
        _ => Err(node.expected("one character that can be seen")),
    }
}

/// An option that counts characters or digits.
pub(super) fn count(node: &Node, least: u64) -> Result<usize> {
    let number = node.as_u64_within(least, 1 << 20)?;
    usize::try_from(number).map_err(|_| node.expected("a smaller number"))
}
