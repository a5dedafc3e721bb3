//! Policies that another policy extends by name.

use crate::Result;

use crate::document::{Member, Node, unknown};

/// A preset: its name, and its document.
pub(super) struct Preset {
    pub(super) name: &'static str,
    node: Node,
}

/// Every preset with its text.
pub(super) const ALL: [(&str, &str); 3] = [
    ("owasp-logging", include_str!("owasp-logging.yaml")),
    ("pci-dss-display", include_str!("pci-dss-display.yaml")),
    ("hipaa-safe-harbor", include_str!("hipaa-safe-harbor.yaml")),
];

/// The presets that a list names, in its order.
pub(super) fn named(node: &Node) -> Result<Vec<Preset>> {
    node.as_sequence()?.iter().map(one).collect()
}

fn one(node: &Node) -> Result<Preset> {
    let name = node.as_str()?;
    match ALL.iter().find(|(known, _)| *known == name) {
        Some((name, text)) => Ok(Preset { name, node: crate::document::parse(text)? }),
        None => Err(unknown("preset", name, ALL.iter().map(|(name, _)| *name), node.position())),
    }
}

impl Preset {
    /// The classes that it brings.
    pub(super) fn classes(&self) -> &[Member] {
        self.member("classes").and_then(|node| node.as_mapping().ok()).unwrap_or_default()
    }

    /// The rules that it brings, behind those of the policy.
    pub(super) fn rules(&self) -> &[Node] {
        self.member("rules").and_then(|node| node.as_sequence().ok()).unwrap_or_default()
    }

    fn member(&self, name: &str) -> Option<&Node> {
        self.node.as_mapping().ok()?.iter().find(|member| member.name == name).map(|member| &member.value)
    }
}

#[cfg(test)]
mod tests;
