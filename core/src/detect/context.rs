//! Words that stand near a number and say what it is.

/// How far before and behind a finding a word may stand, in bytes.
const BEFORE: usize = 48;
const BEHIND: usize = 24;

/// Whether one of `words` (in lower case) stands near the bytes from `start` to `end`, as a word of its own.
pub(super) fn is_near(text: &[u8], start: usize, end: usize, words: &[&str]) -> bool {
    let before = text.get(start.saturating_sub(BEFORE)..start).unwrap_or_default();
    let behind = text.get(end..text.len().min(end + BEHIND)).unwrap_or_default();
    has_word(before, words) || has_word(behind, words)
}

fn has_word(window: &[u8], words: &[&str]) -> bool {
    let mut lower = [0; BEFORE];
    let Some(lower) = lower.get_mut(..window.len()) else { return false };
    for (to, from) in lower.iter_mut().zip(window) {
        *to = from.to_ascii_lowercase();
    }
    words.iter().any(|word| memchr::memmem::find_iter(lower, word).any(|at| is_word(lower, at, word)))
}

/// Whether no letter or digit stands beside the word. Scripts that write no spaces have no such boundary.
fn is_word(window: &[u8], at: usize, word: &str) -> bool {
    let beside =
        |index: Option<usize>| index.and_then(|i| window.get(i)).is_some_and(u8::is_ascii_alphanumeric);
    !word.is_ascii() || !(beside(at.checked_sub(1)) || beside(Some(at + word.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_near_on_both_sides_and_in_any_case() {
        let near = |text: &str| {
            let start = text.find('7').unwrap();
            is_near(text.as_bytes(), start, start + 1, &["tel", "电话"])
        };
        assert!(near("Tel: 7") && near("7 (TEL)") && near("我的电话是7") && near("tel_7"));
        assert!(!near("hotel 7") && !near("7 tells") && !near("7"));
        assert!(!near(&format!("tel {} 7", "x".repeat(50))));
    }
}
