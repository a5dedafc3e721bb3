//! What a call did, as both languages read it.

use std::collections::HashMap;

use fieldveil::{Redacted, Report, RuleHits};

/// What a call, a batch or a run of lines did; never a value.
#[derive(uniffi::Record)]
pub struct NativeReport {
    /// The SHA-256 of the policy.
    pub policy: String,
    /// The view that was shown.
    pub view: Option<String>,
    /// How many records were worked on.
    pub records: u64,
    /// How many lines were replaced.
    pub bad_lines: u64,
    /// How often each rule took a place.
    pub rules: Vec<NativeRuleHits>,
    /// The rules that took no place.
    pub unmatched: Vec<String>,
    /// How many places each class took.
    pub classes: HashMap<String, u64>,
    /// Why values were redacted.
    pub redacted: NativeRedacted,
    /// How many places passed as plaintext.
    pub plaintext: u64,
}

/// How often one rule took a place.
#[derive(uniffi::Record)]
pub struct NativeRuleHits {
    /// The rule.
    pub id: String,
    /// How many places.
    pub hits: u64,
}

/// Why values were redacted.
#[derive(uniffi::Record)]
pub struct NativeRedacted {
    /// The policy says so.
    pub by_policy: u64,
    /// The view opens no tokens.
    pub locked: u64,
    /// The key is not there.
    pub no_key: u64,
    /// Another key than the id's.
    pub wrong_key: u64,
    /// Altered.
    pub tampered: u64,
    /// The operator could not work on it.
    pub operator: u64,
}

impl From<Report> for NativeReport {
    fn from(report: Report) -> Self {
        let Redacted { by_policy, locked, no_key, wrong_key, tampered, operator } = report.redacted;
        Self {
            policy: report.policy,
            view: report.view,
            records: report.records,
            bad_lines: report.bad_lines,
            rules: report.rules.into_iter().map(NativeRuleHits::from).collect(),
            unmatched: report.unmatched,
            classes: report.classes.into_iter().collect(),
            redacted: NativeRedacted { by_policy, locked, no_key, wrong_key, tampered, operator },
            plaintext: report.plaintext,
        }
    }
}

impl From<RuleHits> for NativeRuleHits {
    fn from(rule: RuleHits) -> Self {
        Self { id: rule.id, hits: rule.hits }
    }
}
