//! `defaults`: what holds where a rule says nothing else.

use crate::document::{Node, invalid};
use crate::limits::{MAX_DEPTH, MAX_DOCUMENT};
use crate::policy::model::{DuplicateNames, Layout};
use crate::policy::rule::Container;
use crate::policy::written::Defaults;
use crate::{Limits, Result};

use super::store::set_name;

/// Reads `defaults`.
pub(super) fn parse(node: &Node) -> Result<Defaults> {
    let known = ["layout", "record_set", "header", "container", "duplicate_names", "limits"];
    let members = node.members(&known, "defaults")?;
    let all = Defaults::default();
    Ok(Defaults {
        layout: members.read("layout", layout)?.unwrap_or_default(),
        record_set: members.read("record_set", |node| Ok((set_name(node)?, node.position())))?,
        header: members.read("header", header)?.unwrap_or(all.header),
        container: members.read("container", container)?.unwrap_or_default(),
        duplicate_names: members.read("duplicate_names", duplicate_names)?.unwrap_or_default(),
        limits: members.nested("limits", limits)?.unwrap_or_default(),
    })
}

fn layout(node: &Node) -> Result<Layout> {
    node.as_choice(&[("record", Layout::Record), ("value", Layout::Value)])
}

pub(super) fn container(node: &Node) -> Result<Container> {
    let choices =
        [("replace", Container::Replace), ("recurse", Container::Recurse), ("error", Container::Error)];
    node.as_choice(&choices)
}

fn duplicate_names(node: &Node) -> Result<DuplicateNames> {
    node.as_choice(&[("all", DuplicateNames::All), ("reject", DuplicateNames::Reject)])
}

fn header(node: &Node) -> Result<String> {
    match node.as_str()? {
        "" => Err(invalid("the header needs a name", node.position())),
        name => Ok(name.to_owned()),
    }
}

fn limits(node: &Node) -> Result<Limits> {
    let members = node.members(&["depth", "document"], "limits")?;
    let bound = |name: &str, most: usize, usual: usize| -> Result<usize> {
        let read = |node: &Node| node.as_u64_within(1, most as u64);
        Ok(members.read(name, read)?.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usual))
    };
    let usual = Limits::default();
    Ok(Limits {
        depth: bound("depth", MAX_DEPTH, usual.depth)?,
        document: bound("document", MAX_DOCUMENT, usual.document)?,
    })
}
