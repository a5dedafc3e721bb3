//! The rules that select by member names at any depth, and a small memory of names already seen.

use std::collections::HashMap;
use std::ops::Range;

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

/// Names of the document that were matched before, and what they matched; one for each walk, made again of the same
/// memory.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    slots: Vec<Slot>,
    /// What the names matched, one list behind the other.
    lists: Vec<Candidate>,
    /// The number of the walk: a slot of another one is empty.
    walk: u64,
}

/// Where a name stood, and what it matched.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    walk: u64,
    name: (u32, u32),
    list: (u32, u32),
}

/// How many names are remembered.
const SLOTS: usize = 256;

impl Remembered {
    /// Forgets all names.
    pub(super) fn clear(&mut self) {
        self.lists.clear();
        self.walk += 1;
    }

    /// Where in the [list](Self::get) stands what `rules` say of the name there in `doc`.
    pub(super) fn matching(&mut self, rules: &NameRules, doc: &[u8], at: Range<usize>) -> Range<usize> {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, Slot::default());
            self.walk = self.walk.max(1);
        }
        let name = doc.get(at.clone()).unwrap_or_default();
        let hash =
            name.iter().fold(name.len() as u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01B3));
        let Some(slot) = self.slots.get_mut((hash >> 8) as usize % SLOTS) else { return 0..0 };
        let known = slot.name.0 as usize..slot.name.1 as usize;
        if slot.walk != self.walk || doc.get(known) != Some(name) {
            let first = self.lists.len() as u32;
            self.lists.extend(rules.matching(name));
            let (name, list) = ((at.start as u32, at.end as u32), (first, self.lists.len() as u32));
            *slot = Slot { walk: self.walk, name, list };
        }
        slot.list.0 as usize..slot.list.1 as usize
    }

    /// The rules of a name, ascending.
    pub(super) fn get(&self, list: Range<usize>) -> &[Candidate] {
        self.lists.get(list).unwrap_or_default()
    }
}
