//! What a call did, in numbers and rule ids: never a value.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

/// What a call, a batch or a run of lines did. It holds no byte of any payload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The SHA-256 of the policy, lower-case hex.
    pub policy: String,
    /// The view that was shown; none for `encrypt`, `decrypt` and `reencrypt`.
    pub view: Option<String>,
    /// How many records were worked on, those that failed not counted.
    pub records: u64,
    /// How many lines were replaced because they were no valid record.
    pub bad_lines: u64,
    /// How often each rule took a place, in the order of the policy.
    pub rules: Vec<RuleHits>,
    /// The ids of the rules that took no place in the whole run, though they could have: look for a typing mistake.
    ///
    /// Where all records came stored, a rule is not among them that finds nothing there by its `store`: what `remove`
    /// took out, what is of another type since.
    pub unmatched: Vec<String>,
    /// How many places each class took.
    pub classes: BTreeMap<String, u64>,
    /// Why values were redacted.
    pub redacted: Redacted,
    /// How many places passed as plaintext, or as value tokens, because their rule says `migrating`.
    pub plaintext: u64,
}

/// How often one rule took a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleHits {
    /// The rule's id, or its path or names where it has none.
    pub id: String,
    /// How many places it took.
    pub hits: u64,
}

/// Why values were redacted by `mask`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redacted {
    /// The policy says `redact` (or `unmatched: redact`).
    pub by_policy: u64,
    /// A token, and the view does not open tokens.
    pub locked: u64,
    /// A token whose key is not in the rings that were given, or not usable.
    pub no_key: u64,
    /// A token that does not belong to the key of its id.
    pub wrong_key: u64,
    /// A token, its place or its context was altered.
    pub tampered: u64,
    /// An operator could not work on the value.
    pub operator: u64,
}

impl Report {
    /// Adds the counts of another report over the same policy and view. A rule stays unmatched that could have taken a
    /// place in either, and took none in both.
    pub fn merge(&mut self, other: &Self) {
        self.records += other.records;
        self.bad_lines += other.bad_lines;
        if self.rules.is_empty() {
            self.rules.clone_from(&other.rules);
        } else {
            for (mine, theirs) in self.rules.iter_mut().zip(&other.rules) {
                mine.hits += theirs.hits;
            }
        }
        let could: HashSet<String> =
            self.unmatched.drain(..).chain(other.unmatched.iter().cloned()).collect();
        let missed = self.rules.iter().filter(|rule| rule.hits == 0 && could.contains(&rule.id));
        self.unmatched = missed.map(|rule| rule.id.clone()).collect();
        for (class, count) in &other.classes {
            *self.classes.entry(class.clone()).or_default() += count;
        }
        self.redacted.merge(&other.redacted);
        self.plaintext += other.plaintext;
    }
}

impl Redacted {
    pub(crate) fn merge(&mut self, other: &Self) {
        self.by_policy += other.by_policy;
        self.locked += other.locked;
        self.no_key += other.no_key;
        self.wrong_key += other.wrong_key;
        self.tampered += other.tampered;
        self.operator += other.operator;
    }
}
