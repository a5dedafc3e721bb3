//! Which key sets a run over the stores of a policy looks for.

use std::collections::BTreeMap;

use super::Veil;
use crate::error::Result;
use crate::keyring::{Keyring, Purpose, Usage};
use crate::policy::{RuleSet, Store};

impl Veil {
    /// Begins to count what the stores of this policy still use of a ring: every set that the policy stores with is
    /// covered, so that a version without tokens is known to have none.
    ///
    /// Sets of the purpose `subject` are not covered: where the subjects' keys are kept, no record says.
    ///
    /// # Errors
    /// None: only sets that the ring has are covered.
    pub fn usage_of(&self, ring: &Keyring) -> Result<Usage> {
        let mut names = Vec::new();
        collect(&self.policy.compiled().rules, &mut names);
        let mut usage = ring.usage();
        for set in ring.sets().iter().filter(|set| set.purpose != Purpose::Subject) {
            if names.contains(&set.name.as_str()) {
                usage.cover(&set.name)?;
            }
        }
        Ok(usage)
    }
}

fn collect<'a>(rules: &'a RuleSet, names: &mut Vec<&'a str>) {
    for rule in &rules.rules {
        match &*rule.store {
            Store::Encrypt(how) => {
                names.push(&how.set);
                names.extend(how.index.iter().map(|index| index.set.as_str()));
            }
            Store::Deterministic(how) => names.push(&how.set),
            Store::Keep | Store::Operator(_) => {}
        }
        // Decoding nests three levels at most.
        rule.decode.iter().for_each(|inner| collect(inner, names));
    }
}

/// Adds counts by key id.
pub(super) fn add(total: &mut BTreeMap<u32, u64>, more: &BTreeMap<u32, u64>) {
    for (id, count) in more {
        *total.entry(*id).or_default() += count;
    }
}
