//! Words that stand near a number and say what it is.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, Input, StartKind};

use super::Detector;
use super::edge::reads;

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
    automaton: AhoCorasick,
    /// The detector of each word.
    detectors: Vec<Detector>,
}

/// Whether a word that names the detector stands near the bytes from `start` to `end`, as a word of its own.
pub(super) fn is_named(text: &[u8], start: usize, end: usize, detector: Detector) -> bool {
    let Some(words) = WORDS.as_ref() else { return false };
    let names = |pattern: usize| words.detectors.get(pattern) == Some(&detector);
    is_near(text, start, end, &words.automaton, names)
}

/// Whether any word of an automaton stands near the bytes from `start` to `end`.
pub(super) fn is_beside(text: &[u8], start: usize, end: usize, words: &AhoCorasick) -> bool {
    is_near(text, start, end, words, |_| true)
}

/// An automaton of words in lower case, that finds them in either case of ASCII.
pub(super) fn automaton<'w>(words: impl Iterator<Item = &'w str>) -> Option<AhoCorasick> {
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).start_kind(StartKind::Unanchored);
    builder.build(words).ok()
}

fn is_near(
    text: &[u8],
    start: usize,
    end: usize,
    words: &AhoCorasick,
    counts: impl Fn(usize) -> bool,
) -> bool {
    let windows = [start.saturating_sub(BEFORE)..start, end..text.len().min(end + BEHIND)];
    windows.into_iter().any(|window| {
        reads(window.len());
        let input = Input::new(text).range(window.clone()).anchored(Anchored::No);
        let Ok(mut found) = words.try_find_overlapping_iter(input) else { return false };
        found.any(|word| counts(word.pattern().as_usize()) && is_word(text, word.range(), &window))
    })
}

/// Whether no letter or digit stands beside the word. Scripts that write no spaces have no such boundary.
fn is_word(text: &[u8], word: std::ops::Range<usize>, window: &std::ops::Range<usize>) -> bool {
    let beside = |index: Option<usize>| {
        index
            .filter(|at| window.contains(at))
            .and_then(|at| text.get(at))
            .is_some_and(u8::is_ascii_alphanumeric)
    };
    let ascii = text.get(word.clone()).is_some_and(<[u8]>::is_ascii);
    !ascii || !(beside(word.start.checked_sub(1)) || beside(Some(word.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_near_on_both_sides_and_in_any_case() {
        let near = |text: &str| {
            let start = text.find('7').unwrap();
            is_named(text.as_bytes(), start, start + 1, Detector::Phone)
        };
        assert!(near("Tel: 7") && near("7 (TEL)") && near("我的电话是7") && near("tel_7"));
        assert!(!near("hotel 7") && !near("7 tells") && !near("7"));
        assert!(!near(&format!("tel {} 7", "x".repeat(50))));
    }
}
