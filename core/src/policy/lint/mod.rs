//! What a valid policy may still get wrong: rules that hide each other, data that is shown, what leaks.

mod leaks;
mod overlap;
mod population;
mod record;
mod treatment;
mod views;

use crate::Position;

use super::model::Compiled;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// What the policy gives away by design: good to know, nothing to mend.
    Note,
    /// Probably not what was meant.
    Warning,
    /// Data is hidden less than the policy itself asks for.
    Error,
}

impl Severity {
    /// The word for it, the same in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that the linter has to say of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The stable name of the check, `kebab-case`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What it is, and what to do about it.
    pub message: String,
    /// Where in the policy.
    pub position: Position,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { code, severity, message, position } = self;
        write!(f, "{severity}[{code}]: {message} (line {}, column {})", position.line, position.column)
    }
}

/// Every check with one line of what it says, in the order of the reference.
#[cfg(test)]
pub(crate) const CHECKS: [(&str, &str); 20] = [
    (
        "weaker-hides-stronger",
        "an earlier rule that hides less wins a place from a later rule that hides more",
    ),
    ("never-matches", "an earlier rule takes every place of a later one"),
    ("reveals", "a view shows plaintext"),
    ("keep-sensitive", "a class of a sensitive kind is shown or stored in the clear"),
    ("partial-secret", "a secret is shown in part"),
    ("scan-lets-through", "`scan` shows every text in which no detector finds anything"),
    ("custom-function", "`custom` shows what a function of the application makes of the value"),
    ("deterministic-leaks", "equal values have equal tokens"),
    ("index-leaks", "equal values have equal index values"),
    ("index-bits", "an index is too fine or too coarse for the population"),
    ("pseudonym-leaks", "equal values have equal pseudonyms"),
    ("rotation-changes", "rotating the set changes what it gives"),
    ("length-leaks", "the length of a token tells the value"),
    ("unmatched-shown", "a view shows leaves that no rule names while `default` redacts them"),
    ("no-required-rule", "a record from which header and tokens are removed together is not noticed"),
    ("no-context", "tokens are bound to no context"),
    ("migrating", "`decrypt` lets plaintext pass"),
    ("record-set-unused", "`record_set` means nothing in value layout"),
    ("unused-class", "no rule names a class"),
    ("not-compared", "the policy has too many rules to compare each with each"),
];

/// Looks a policy over. The findings stand in the order of the text, errors first.
pub(crate) fn lint(policy: &Compiled) -> Vec<Finding> {
    let mut findings = Findings::default();
    overlap::check(policy, &mut findings);
    views::check(policy, &mut findings);
    treatment::check(policy, &mut findings);
    leaks::check(policy, &mut findings);
    record::check(policy, &mut findings);
    findings.sorted()
}

/// Says which indexes are too fine or too coarse for a number of distinct values.
pub(crate) fn population(policy: &Compiled, size: u64) -> Vec<Finding> {
    let mut findings = Findings::default();
    population::check(policy, size, &mut findings);
    findings.sorted()
}

#[derive(Default)]
struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    fn error(&mut self, code: &'static str, position: Position, message: String) {
        self.add(code, Severity::Error, position, message);
    }

    fn warning(&mut self, code: &'static str, position: Position, message: String) {
        self.add(code, Severity::Warning, position, message);
    }

    fn note(&mut self, code: &'static str, position: Position, message: String) {
        self.add(code, Severity::Note, position, message);
    }

    fn add(&mut self, code: &'static str, severity: Severity, position: Position, message: String) {
        self.list.push(Finding { code, severity, message, position });
    }

    fn sorted(mut self) -> Vec<Finding> {
        self.list.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.position.offset));
        self.list.dedup();
        self.list
    }
}

#[cfg(test)]
mod tests;
