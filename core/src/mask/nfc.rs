//! Normalization Form C (UAX 15), from the crate's tables of canonical equivalence alone: its iterator chooses between
//! those and the ones of compatibility while it runs, and so a phone would carry both.

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Whether a text is in the form for certain.
pub(super) fn holds(text: &str) -> bool {
    is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// The text in the form: decomposed, its marks in order, and composed again.
pub(super) fn of(text: &str) -> String {
    let mut letters: Vec<(u8, char)> = Vec::with_capacity(text.len());
    for letter in text.chars() {
        decompose_canonical(letter, |part| letters.push((canonical_combining_class(part), part)));
    }
    // A mark changes places with marks alone, and never with one of its own class.
    for run in letters.chunk_by_mut(|(before, _), (after, _)| *before != 0 && *after != 0) {
        run.sort_by_key(|(class, _)| *class);
    }

    let mut text = String::with_capacity(text.len());
    // The last letter that is no mark, and the marks behind it that did not go into it.
    let (mut starter, mut marks): (Option<char>, Vec<(u8, char)>) = (None, Vec::new());
    for (class, letter) in letters {
        let blocked = marks.last().is_some_and(|(before, _)| *before >= class);
        let whole = starter.filter(|_| !blocked).and_then(|starter| compose(starter, letter));
        if whole.is_some() {
            starter = whole;
        } else if class != 0 {
            marks.push((class, letter));
        } else {
            text.extend(starter.replace(letter));
            text.extend(marks.drain(..).map(|(_, mark)| mark));
        }
    }
    text.extend(starter);
    text.extend(marks.into_iter().map(|(_, mark)| mark));
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{UnicodeNormalization, is_nfc};

    fn is_as_in_the_crate(text: &str) {
        assert_eq!(super::of(text), text.nfc().collect::<String>(), "{}", text.escape_unicode());
        assert!(!super::holds(text) || is_nfc(text), "{}", text.escape_unicode());
    }

    #[test]
    fn every_letter_is_as_in_the_crate_before_and_behind_others() {
        let of_interest =
            |letter: &char| canonical_combining_class(*letter) != 0 || !letter.nfd().eq([*letter]);
        for letter in ('\0'..=char::MAX).filter(of_interest) {
            is_as_in_the_crate(&String::from(letter));
            is_as_in_the_crate(&letter.nfd().collect::<String>());
            for other in ["a\u{301}", "\u{327}", "\u{1100}", "\u{1161}", "\u{11a8}"] {
                is_as_in_the_crate(&format!("{letter}{other}"));
                is_as_in_the_crate(&format!("{other}{letter}"));
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_as_in_the_crate(text in "[a-z\u{300}-\u{362}\u{591}-\u{5bd}가-힣\u{1100}-\u{11ff}À-ỹ]{0,12}") {
            is_as_in_the_crate(&text);
        }
    }
}
