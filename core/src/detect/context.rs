//! Words that stand near a number and say what it is.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::automaton::{Automaton, StateID};
use aho_corasick::dfa::DFA;
use aho_corasick::{Anchored, StartKind};

use super::Detector;
use super::edge::{is_word, reads};

/// How far before and behind a finding a word may stand, in bytes.
const BEFORE: usize = 48;
const BEHIND: usize = 24;

/// The words of all built-in detectors in one automaton.
static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| {
    let pairs = || {
        Detector::ALL.iter().flat_map(|detector| detector.words().iter().map(move |word| (*detector, *word)))
    };
    let automaton = automaton(pairs().map(|(_, word)| word))?;
    Some(Words { automaton, detectors: pairs().map(|(detector, _)| detector).collect() })
});

struct Words {
    automaton: DFA,
    /// The detector of each word.
    detectors: Vec<Detector>,
}

/// The words of a text, found as far as they were asked for: numbers that stand close together share their windows, and
/// no byte is read twice.
#[derive(Default)]
pub(super) struct Near {
    /// What of the text was read, and in which state that ended.
    read: Range<usize>,
    state: Option<StateID>,
    /// The words found there, in the order of their ends.
    found: VecDeque<Name>,
}

/// A word where it stands.
struct Name {
    /// Which of the automaton's.
    word: usize,
    range: Range<usize>,
}

impl Near {
    /// Whether a word that names the detector stands near a finding, as a word of its own.
    pub(super) fn is_named(&mut self, text: &[u8], finding: &Range<usize>, detector: Detector) -> bool {
        let Some(words) = WORDS.as_ref() else { return false };
        self.any(text, finding, &words.automaton, |word| words.detectors.get(word) == Some(&detector))
    }

    fn any(
        &mut self,
        text: &[u8],
        finding: &Range<usize>,
        words: &DFA,
        counts: impl Fn(usize) -> bool,
    ) -> bool {
        let before = finding.start.saturating_sub(BEFORE)..finding.start;
        let behind = finding.end..text.len().min(finding.end + BEHIND);
        self.read(text, before.start..behind.end, words);
        let stands = |name: &Name| name.stands_in(text, &before) || name.stands_in(text, &behind);
        self.found.iter().any(|name| counts(name.word) && stands(name))
    }

    /// Finds the words of a window that are not known yet, and forgets those before it.
    fn read(&mut self, text: &[u8], window: Range<usize>, words: &DFA) {
        if !(self.read.start..=self.read.end).contains(&window.start) {
            *self = Self { read: window.start..window.start, ..Self::default() };
        }
        self.read.start = window.start;
        while self.found.front().is_some_and(|name| name.range.start < window.start) {
            self.found.pop_front();
        }
        let Some(mut state) = self.state.or_else(|| words.start_state(Anchored::No).ok()) else { return };
        let unread = text.get(self.read.end..window.end).unwrap_or_default();
        reads(unread.len());
        for byte in unread {
            state = words.next_state(Anchored::No, state, *byte);
            self.read.end += 1;
            if words.is_match(state) {
                let ended = (0..words.match_len(state)).map(|index| words.match_pattern(state, index));
                self.found.extend(ended.map(|word| Name {
                    word: word.as_usize(),
                    range: self.read.end - words.pattern_len(word)..self.read.end,
                }));
            }
        }
        self.state = Some(state);
    }
}

impl Name {
    /// Whether it lies in a window, and no letter or digit of the window stands beside it. Scripts that write no spaces
    /// have no such boundary.
    fn stands_in(&self, text: &[u8], window: &Range<usize>) -> bool {
        let Range { start, end } = self.range;
        let beside = |index: Option<usize>| {
            index
                .filter(|at| window.contains(at))
                .and_then(|at| text.get(at))
                .is_some_and(|byte| is_word(*byte))
        };
        let ascii = || text.get(start..end).is_some_and(<[u8]>::is_ascii);
        let inside = window.start <= start && end <= window.end;
        inside && !(ascii() && (beside(start.checked_sub(1)) || beside(Some(end))))
    }
}

/// Whether any word of an automaton stands near a finding.
pub(super) fn is_beside(text: &[u8], finding: &Range<usize>, words: &DFA) -> bool {
    Near::default().any(text, finding, words, |_| true)
}

/// An automaton of words in lower case, that finds them in either case of ASCII.
pub(super) fn automaton<'w>(words: impl Iterator<Item = &'w str>) -> Option<DFA> {
    DFA::builder().ascii_case_insensitive(true).start_kind(StartKind::Unanchored).build(words).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_near_on_both_sides_and_in_any_case() {
        let near = |text: &str| {
            let start = text.find('7').unwrap();
            Near::default().is_named(text.as_bytes(), &(start..start + 1), Detector::Phone)
        };
        assert!(near("Tel: 7") && near("7 (TEL)") && near("我的电话是7") && near("tel_7"));
        assert!(!near("hotel 7") && !near("7 tells") && !near("7"));
        assert!(!near(&format!("tel {} 7", "x".repeat(50))));
    }
}
