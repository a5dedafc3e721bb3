//! `classes`: kinds of sensitive data.

use std::collections::HashMap;
use std::sync::Arc;

use crate::Result;
use crate::detect::UserDetector;
use crate::document::{Member, Node, invalid, unknown};
use crate::mask::Operator;
use crate::policy::DataKind;
use crate::policy::model::Class;
use crate::policy::presets::Preset;
use crate::policy::store::Store;

use super::store::{parse_show, parse_store};

/// Words that a view uses for itself.
pub(super) const RESERVED: [&str; 3] = ["open", "extends", "unmatched"];

/// The classes of the policy, then those of its presets.
pub(super) struct Classes {
    pub(super) list: Vec<Class>,
    /// The policy's own detectors, which operators may name.
    pub(super) detectors: Vec<UserDetector>,
    numbers: HashMap<String, usize>,
}

impl Classes {
    pub(super) fn parse(
        node: Option<&Node>,
        presets: &[Preset],
        detectors: Vec<UserDetector>,
    ) -> Result<Self> {
        let mut classes = Self { list: Vec::new(), detectors, numbers: HashMap::new() };
        if let Some(node) = node {
            for member in node.as_mapping()? {
                classes.add(member, None)?;
            }
        }
        for preset in presets {
            for member in preset.classes() {
                // A class of the policy stands for the preset's class of the same name.
                if !classes.numbers.contains_key(&member.name) {
                    classes.add(member, Some(preset.name))?;
                }
            }
        }
        Ok(classes)
    }

    /// The number of the class that a node names.
    pub(super) fn number(&self, node: &Node) -> Result<usize> {
        let name = node.as_str()?;
        let known = || self.list.iter().map(|class| class.name.as_str());
        self.numbers.get(name).copied().ok_or_else(|| unknown("class", name, known(), node.position()))
    }

    fn add(&mut self, member: &Member, preset: Option<&'static str>) -> Result<()> {
        if RESERVED.contains(&member.name.as_str()) || member.name.is_empty() {
            let message =
                format!("a class cannot be called `{}`: views use that word themselves", member.name);
            return Err(invalid(message, member.position));
        }
        let class = self.class(member, preset)?;
        self.numbers.insert(member.name.clone(), self.list.len());
        self.list.push(class);
        Ok(())
    }

    fn class(&self, member: &Member, preset: Option<&'static str>) -> Result<Class> {
        let members = member.value.members(&["kind", "store", "show"], &member.name)?;
        Ok(Class {
            name: member.name.clone(),
            kind: members.read("kind", |node| node.as_choice(&DataKind::NAMES))?.unwrap_or_default(),
            store: Arc::new(members.read("store", parse_store)?.unwrap_or(Store::Keep)),
            show: members.read("show", |node| parse_show(node, &self.detectors))?.unwrap_or_else(redact),
            position: member.position,
            preset,
        })
    }
}

/// What is shown where nothing is said.
pub(super) fn redact() -> Operator {
    Operator::Redact(crate::mask::Redact::default())
}
