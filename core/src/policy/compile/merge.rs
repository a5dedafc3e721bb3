//! All rules over one document into one automaton.

use std::borrow::Cow;

use crate::Result;
use crate::path::{Path, Selection, Shadow, Target};
use crate::policy::rule::{Rule, RuleSet, ShadowRole};
use crate::policy::store::Store;

/// Merges the rules over a document that may hold a header of that name, and what its walk watches.
pub(super) fn merge(rules: Vec<Rule>, header: Option<&str>, watches: &[Path]) -> Result<RuleSet> {
    let mut roles = vec![ShadowRole::Header; header.iter().len()];
    let mut shadows: Vec<_> = header.map(|name| Shadow::Root(name.to_owned())).into_iter().collect();
    for (index, rule) in rules.iter().enumerate() {
        if let Store::Encrypt(encrypt) = &*rule.store
            && let Some(blind) = &encrypt.index
        {
            shadows.push(Shadow::Beside { target: index, name: blind.into.clone() });
            roles.push(ShadowRole::Index(index));
        }
    }
    let targets: Vec<_> = rules
        .iter()
        .map(|rule| Target { selector: Cow::Borrowed(&rule.selector), types: rule.types })
        .collect();
    let selection = Selection::compile(&targets, &shadows, watches)?;
    Ok(RuleSet { rules, selection, shadows: roles })
}
