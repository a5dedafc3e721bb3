//! From what is written to what the verbs read: names are resolved, and what cannot be is refused.

mod classes;
mod context;
mod defaults;
mod merge;
mod rules;
mod sets;
mod store;
mod views;

use sha2::{Digest, Sha256};

use crate::Result;
use crate::detect::UserDetector;
use crate::mask::Scan;

use super::model::{Compiled, Layout};
use super::moved::Moved;
use super::written::{Defaults, Watches, Written};
use super::{checks, presets};
use crate::document::{self, Node, invalid};
use classes::Classes;

#[cfg(test)]
pub(super) use store::STORE_ONLY;

/// The members of a policy.
pub(crate) const MEMBERS: [&str; 11] = [
    "version",
    "id",
    "extends",
    "context",
    "subject",
    "defaults",
    "moved",
    "detectors",
    "classes",
    "rules",
    "views",
];

/// Reads and compiles a policy.
pub(super) fn compile(text: &str) -> Result<Compiled> {
    let node = document::parse(text)?;
    let top = node.members(&MEMBERS, "policy")?;
    version(top.require("version")?)?;
    let id = top.read("id", text_of)?;
    let presets = top.read("extends", presets::named)?.unwrap_or_default();
    let defaults = top.nested("defaults", defaults::parse)?.unwrap_or_default();
    let detectors = top.nested("detectors", detectors)?.unwrap_or_default();
    let free_text = Scan::usual(&detectors);

    let classes = Classes::parse(top.get("classes"), &presets, detectors)?;
    let mut watches = Watches::default();
    let context = top.nested("context", |node| context::parse(node, &mut watches))?.unwrap_or_default();
    let subject = top.read("subject", |node| watches.add(node, "the subject"))?;
    let moved = top.nested("moved", |node| node.as_sequence()?.iter().map(Moved::parse).collect())?;

    let views = views::parse(top.get("views"), &classes)?;
    let written = rules::parse(top.get("rules"), &presets, &classes, &defaults)?;
    watches.of_operators(&classes.list, &views, &written)?;
    checks::check(&written, &watches, &views, &defaults)?;
    sets::check(&written, &classes.list, &views)?;

    let record_set = record_set(&defaults, &written)?;
    let rule_count = written.count;
    let rules = merge::merge(written.rules, Some(&defaults.header), &watches.paths())?;
    Ok(Compiled {
        id,
        sha256: hex(&Sha256::digest(text.as_bytes())),
        rules,
        rule_count,
        classes: classes.list,
        views,
        context,
        subject,
        watches: watches.texts(),
        layout: defaults.layout,
        record_set,
        header: defaults.header,
        duplicate_names: defaults.duplicate_names,
        limits: defaults.limits,
        moved: moved.unwrap_or_default(),
        free_text,
    })
}

/// The policy's own detectors.
fn detectors(node: &Node) -> Result<Vec<UserDetector>> {
    node.as_mapping()?.iter().map(UserDetector::parse).collect()
}

fn version(node: &Node) -> Result<()> {
    match node.as_u64() {
        Ok(1) => Ok(()),
        _ => Err(node.expected("`1`, the only version of a policy that this release reads")),
    }
}

/// A string that says something.
fn text_of(node: &Node) -> Result<String> {
    match node.as_str()? {
        "" => Err(invalid("expected a string that is not empty", node.position())),
        text => Ok(text.to_owned()),
    }
}

/// The set whose fields share a header.
fn record_set(defaults: &Defaults, rules: &Written) -> Result<Option<String>> {
    let sets = rules.encrypt_sets();
    match &defaults.record_set {
        Some((named, position)) if !sets.contains(&named.as_str()) => {
            let message = format!("`record_set` names `{named}`, and no rule encrypts to that set");
            Err(invalid(message, *position))
        }
        _ if defaults.layout == Layout::Value => Ok(None),
        Some((named, _)) => Ok(Some(named.clone())),
        None => Ok(sets.first().map(|&set| set.to_owned())),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
