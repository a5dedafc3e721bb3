//! Counting what a call does, for its report.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorCode, Result};
use crate::policy::{Compiled, Rule, RuleSet};
use crate::report::{Redacted, Report, RuleHits};

/// The counts of one call.
#[derive(Debug)]
pub(super) struct Tally {
    /// By the rule's number; those behind the last rule that was hit are missing.
    hits: Vec<u64>,
    redacted: Redacted,
    plaintext: u64,
    revealed: u64,
    lacks_a_key: bool,
    /// Whether a record was not stored when it came.
    plain: bool,
}

impl Tally {
    pub(super) fn new(policy: &Compiled) -> Self {
        Self {
            hits: Vec::with_capacity(policy.rule_count),
            redacted: Redacted::default(),
            plaintext: 0,
            revealed: 0,
            lacks_a_key: false,
            plain: false,
        }
    }

    /// A rule took a place.
    pub(super) fn hit(&mut self, rule: &Rule) {
        if self.hits.len() <= rule.number {
            self.hits.resize(rule.number + 1, 0);
        }
        if let Some(hits) = self.hits.get_mut(rule.number) {
            *hits += 1;
        }
    }

    /// Adds what another call did.
    pub(super) fn add(&mut self, other: &Self) {
        if self.hits.len() < other.hits.len() {
            self.hits.resize(other.hits.len(), 0);
        }
        for (mine, theirs) in self.hits.iter_mut().zip(&other.hits) {
            *mine += theirs;
        }
        self.redacted.merge(&other.redacted);
        self.plaintext += other.plaintext;
        self.revealed += other.revealed;
        self.lacks_a_key |= other.lacks_a_key;
        self.plain |= other.plain;
    }

    /// The record was not stored when it came, or does not say so: every rule could have taken a place of it.
    pub(super) fn plain(&mut self) {
        self.plain = true;
    }

    /// How many places a rule took so far.
    pub(super) fn hits(&self, number: usize) -> u64 {
        self.hits.get(number).copied().unwrap_or_default()
    }

    /// Checks that every required rule took a place.
    ///
    /// # Errors
    /// `missing_field` under the path of the first that did not.
    pub(super) fn check_required(&self, rules: &RuleSet) -> Result<()> {
        for rule in &rules.rules {
            if rule.required && !rule.store.removes() && self.hits(rule.number) == 0 {
                let message =
                    "the record has no field where one is required; mend the record, or drop `required`";
                return Err(Error::new(ErrorCode::MissingField, message).under(&rule.path));
            }
            // Decoding nests three levels at most.
            rule.decode.iter().try_for_each(|inner| self.check_required(inner))?;
        }
        Ok(())
    }

    /// The policy redacts a value.
    pub(super) fn by_policy(&mut self) {
        self.redacted.by_policy += 1;
    }

    /// A token stays closed in this view.
    pub(super) fn locked(&mut self) {
        self.redacted.locked += 1;
    }

    /// An operator could not work on a value.
    pub(super) fn operator(&mut self) {
        self.redacted.operator += 1;
    }

    /// A token did not open.
    pub(super) fn refused(&mut self, code: ErrorCode) {
        self.lacks_a_key |= code == ErrorCode::UnknownKey;
        match code {
            ErrorCode::UnknownKey
            | ErrorCode::KeyNotUsable
            | ErrorCode::UnknownKeySet
            | ErrorCode::MissingSubject => {
                self.redacted.no_key += 1;
            }
            ErrorCode::WrongKey => self.redacted.wrong_key += 1,
            _ => self.redacted.tampered += 1,
        }
    }

    /// Whether a token was refused because no ring has its key.
    pub(super) fn lacks_a_key(&self) -> bool {
        self.lacks_a_key
    }

    /// A place passed as plaintext, or as a value token, because its rule says `migrating`.
    pub(super) fn plaintext(&mut self) {
        self.plaintext += 1;
    }

    /// A view shows the plaintext of a token.
    pub(super) fn reveal(&mut self) {
        self.revealed += 1;
    }

    /// How many plaintexts of tokens were shown.
    pub(super) fn revealed(&self) -> u64 {
        self.revealed
    }

    /// How many places were taken.
    pub(super) fn places(&self) -> u64 {
        self.hits.iter().sum()
    }

    /// The report of one record that is done.
    pub(super) fn report(self, policy: &Compiled, view: Option<&str>) -> Report {
        self.report_of(policy, view, 1)
    }

    /// The report of so many records.
    pub(super) fn report_of(self, policy: &Compiled, view: Option<&str>, records: u64) -> Report {
        let mut rules = Vec::with_capacity(policy.rule_count);
        let mut unmatched = Vec::new();
        let mut classes = BTreeMap::new();
        for rule in policy.rules.all() {
            let hits = self.hits(rule.number);
            if hits == 0 && (self.plain || rule.meets_stored()) {
                unmatched.push(rule.id.clone());
            }
            rules.push(RuleHits { id: rule.id.clone(), hits });
            if let Some(class) = rule.class.and_then(|class| policy.classes.get(class)).filter(|_| hits > 0) {
                *classes.entry(class.name.clone()).or_default() += hits;
            }
        }
        Report {
            policy: policy.sha256.clone(),
            view: view.map(str::to_owned),
            records,
            bad_lines: 0,
            rules,
            unmatched,
            classes,
            redacted: self.redacted,
            plaintext: self.plaintext,
        }
    }
}
