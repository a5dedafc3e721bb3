//! The rules that select by member names at any depth, and a small memory of names already seen.

use std::collections::HashMap;

use super::pattern::{Form, NamePattern, fold};
use crate::json::{TypeSet, text};

/// A rule and the types that it takes.
pub(super) type Candidate = (usize, TypeSet);

/// All `names` of a selection.
#[derive(Clone, Debug, Default)]
pub(super) struct NameRules {
    exact: HashMap<String, Vec<Candidate>>,
    /// The patterns that must be tried one by one.
    others: Vec<(Form, Candidate)>,
}

impl NameRules {
    pub(super) fn add(&mut self, patterns: &[NamePattern], rule: usize, types: TypeSet) {
        for pattern in patterns {
            match &pattern.form {
                Form::Exact(name) => self.exact.entry(name.clone()).or_default().push((rule, types)),
                form => self.others.push((form.clone(), (rule, types))),
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.others.is_empty()
    }

    /// The rules that a member name, as it stands between its quotes, satisfies; ascending.
    pub(super) fn matching(&self, raw: &[u8]) -> Vec<Candidate> {
        let decoded = text::decode(raw);
        // A lone surrogate equals nothing; a pattern may still match around it.
        let name = String::from_utf8_lossy(&decoded);
        let folded = fold(&name);
        let mut found: Vec<Candidate> = self.exact.get(&folded).cloned().unwrap_or_default();
        found.extend(
            self.others.iter().filter(|(form, _)| form.matches(&name, &folded)).map(|(_, rule)| *rule),
        );
        found.sort_by_key(|(rule, _)| *rule);
        found.dedup();
        found
    }
}

impl Form {
    /// Whether a name matches, as it is and folded.
    pub(super) fn matches(&self, name: &str, folded: &str) -> bool {
        match self {
            Self::Exact(exact) => folded == exact,
            Self::Regex(regex) => regex.is_match(name),
            Self::Glob(parts) => glob(parts, folded),
        }
    }
}

/// Whether the parts stand in the text in their order, the first at its beginning and the last at its end.
fn glob(parts: &[String], text: &str) -> bool {
    let (Some((first, rest)), Some(last)) = (parts.split_first(), parts.last()) else { return false };
    let Some(mut tail) = text.strip_prefix(first.as_str()) else { return false };
    let middle = rest.get(..rest.len().saturating_sub(1)).unwrap_or_default();
    for part in middle {
        match tail.split_once(part.as_str()) {
            Some((_, after)) => tail = after,
            None => return false,
        }
    }
    tail.ends_with(last.as_str())
}

/// Where names of the document stood that were matched before, and what they matched.
#[derive(Debug)]
pub(super) struct Remembered {
    slots: Vec<Option<Remember>>,
}

/// Where a name began and ended, and what it matched.
type Remember = (usize, usize, std::rc::Rc<[Candidate]>);

impl Remembered {
    pub(super) fn new(rules: &NameRules) -> Self {
        Self { slots: vec![None; if rules.is_empty() { 0 } else { 256 }] }
    }

    /// What `rules` say of the name at `start..end` of `doc`.
    pub(super) fn matching(
        &mut self,
        rules: &NameRules,
        doc: &[u8],
        start: usize,
        end: usize,
    ) -> std::rc::Rc<[Candidate]> {
        let name = doc.get(start..end).unwrap_or_default();
        let hash =
            name.iter().fold(name.len() as u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01B3));
        let Some(slot) = self.slots.get_mut((hash >> 8) as usize & 255) else {
            return std::rc::Rc::default();
        };
        match slot {
            Some((from, to, found)) if doc.get(*from..*to) == Some(name) => std::rc::Rc::clone(found),
            _ => {
                let found: std::rc::Rc<[Candidate]> = rules.matching(name).into();
                *slot = Some((start, end, std::rc::Rc::clone(&found)));
                found
            }
        }
    }
}
