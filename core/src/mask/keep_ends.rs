//! `keep_ends`: the first and the last characters, and never the whole value.

use crate::Result;
use crate::document::Call;
use crate::json::text::is_plain;

use super::option::{character, count};
use super::pen::{Pen, plain};

/// Shows the ends of a text. Counts Unicode scalar values that are not in `skip`; those stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeepEnds {
    /// How many of the first characters to show.
    pub(super) first: usize,
    /// How many of the last characters to show.
    pub(super) last: usize,
    /// What stands for a hidden character.
    pub(super) char: char,
    /// How many of them stand for the hidden part, whatever its length.
    pub(super) fixed: Option<usize>,
    /// Characters that are not counted and not hidden.
    pub(super) skip: String,
    /// How many characters to hide at least; a shorter value is hidden whole.
    pub(super) min_hidden: usize,
}

impl Default for KeepEnds {
    fn default() -> Self {
        Self { first: 0, last: 0, char: '*', fixed: None, skip: String::new(), min_hidden: 4 }
    }
}

impl KeepEnds {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["first", "last", "char", "fixed", "skip", "min_hidden"], None)?;
        let usual = Self::default();
        Ok(Self {
            first: options.read("first", |node| count(node, 0))?.unwrap_or(usual.first),
            last: options.read("last", |node| count(node, 0))?.unwrap_or(usual.last),
            char: options.read("char", character)?.unwrap_or(usual.char),
            fixed: options.read("fixed", |node| count(node, 1))?,
            skip: options.str("skip")?.unwrap_or_default().to_owned(),
            min_hidden: options.read("min_hidden", |node| count(node, 1))?.unwrap_or(usual.min_hidden),
        })
    }

    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let mut pen = Pen::open(out);
        match plain(self.char) {
            Some(mask) if self.fixed.is_none() && is_plain(text) => self.write_plain(text, mask, &mut pen)?,
            _ => self.write_any(text, &mut pen)?,
        }
        pen.close();
        Some(())
    }

    /// Writes a text whose characters are bytes.
    fn write_plain(&self, text: &str, mask: u8, pen: &mut Pen<'_>) -> Option<()> {
        if self.skip.is_empty() {
            let Ends { first, last } = self.ends(text, text.len())?;
            let shown = pen.plain(text.as_bytes());
            shown.get_mut(first..text.len() - last)?.fill(mask);
            return Some(());
        }
        let counts = |byte: u8| !self.skip.as_bytes().contains(&byte);
        let counted = text.bytes().filter(|byte| counts(*byte)).count();
        self.ends(text, counted)?.write_plain(text, counted, mask, counts, pen);
        Some(())
    }

    fn write_any(&self, text: &str, pen: &mut Pen<'_>) -> Option<()> {
        let counts = |c: char| !self.skip.contains(c);
        let counted = text.chars().filter(|c| counts(*c)).count();
        let ends = self.ends(text, counted)?;
        match self.fixed {
            None => ends.write(text, counted, self.char, counts, pen),
            Some(fixed) => {
                let [first, last] = ends.around(text, counted, counts);
                pen.text(first);
                pen.repeat(self.char, fixed);
                pen.text(last);
            }
        }
        Some(())
    }

    /// How much of each end of a text shows of which so many characters count.
    fn ends(&self, text: &str, counted: usize) -> Option<Ends> {
        if counted == 0 && !text.is_empty() {
            return None; // nothing but separators: nothing would be hidden
        }
        let budget = counted.saturating_sub(self.min_hidden);
        let first = self.first.min(budget); // the last characters shrink first
        Some(Ends { first, last: self.last.min(budget - first) })
    }
}

/// How much of each end shows, once it is known that enough is hidden.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub(super) first: usize,
    pub(super) last: usize,
}

impl Ends {
    /// Writes `text` with all but the ends of its `counted` bytes masked; what does not count stays. What counts is
    /// ASCII, and nothing in the text is escaped in JSON.
    pub(super) fn write_plain(
        self,
        text: &str,
        counted: usize,
        mask: u8,
        counts: impl Fn(u8) -> bool,
        pen: &mut Pen<'_>,
    ) {
        let hidden = counted.saturating_sub(self.last).saturating_sub(self.first);
        let mut seen: usize = 0;
        for byte in pen.plain(text.as_bytes()) {
            let counts = counts(*byte);
            if counts && seen.wrapping_sub(self.first) < hidden {
                *byte = mask;
            }
            seen += usize::from(counts);
        }
    }

    /// Writes any text with all but the ends of its `counted` characters masked; what does not count stays.
    fn write(self, text: &str, counted: usize, mask: char, counts: impl Fn(char) -> bool, pen: &mut Pen<'_>) {
        let end = counted.saturating_sub(self.last);
        let mut seen = 0;
        for c in text.chars() {
            let hidden = counts(c) && {
                seen += 1;
                seen > self.first && seen <= end
            };
            pen.char(if hidden { mask } else { c });
        }
    }

    /// What is before and behind the part of a text that is hidden: up to the last character that counts and shows, and
    /// from behind the last that is hidden.
    fn around(self, text: &str, counted: usize, counts: impl Fn(char) -> bool) -> [&str; 2] {
        let behind = |number: usize| match number.checked_sub(1) {
            None => 0,
            Some(before) => {
                let mut counted = text.char_indices().filter(|(_, c)| counts(*c));
                counted.nth(before).map_or(text.len(), |(at, c)| at + c.len_utf8())
            }
        };
        let end = counted.saturating_sub(self.last);
        [text.get(..behind(self.first)), text.get(behind(end)..)].map(Option::unwrap_or_default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(operator: &KeepEnds, text: &str) -> Option<String> {
        let mut out = Vec::new();
        operator.write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    fn ends(first: usize, last: usize) -> KeepEnds {
        KeepEnds { first, last, ..KeepEnds::default() }
    }

    #[test]
    fn a_short_value_is_never_whole() {
        let cases = ["", "*", "**", "***", "****", "a****", "ab****", "ab****g", "ab****gh", "ab*****hi"];
        for (length, expected) in cases.iter().enumerate() {
            let text: String = "abcdefghi".chars().take(length).collect();
            assert_eq!(shown(&ends(2, 2), &text).unwrap(), *expected, "{length} characters");
        }
    }

    #[test]
    fn first_plus_last_over_the_length_hides_all_the_same() {
        assert_eq!(shown(&ends(100, 100), "4111111111111111").unwrap(), "411111111111****");
        assert_eq!(shown(&ends(0, 100), "abc").unwrap(), "***");
    }

    #[test]
    fn separators_stay_and_are_not_counted() {
        let operator = KeepEnds { skip: "-".into(), ..ends(0, 4) };
        assert_eq!(shown(&operator, "1234-5678-90").unwrap(), "****-**78-90");
        assert_eq!(shown(&operator, "---"), None, "nothing would be hidden");
    }

    #[test]
    fn a_fixed_mask_says_nothing_of_the_length() {
        let operator = KeepEnds { fixed: Some(3), skip: "-".into(), ..ends(1, 2) };
        assert_eq!(shown(&operator, "a-bcdef-gh").unwrap(), "a***-gh");
        assert_eq!(shown(&operator, "abcdefghijklmno").unwrap(), "a***no");
        assert_eq!(shown(&operator, "").unwrap(), "***");
    }

    #[test]
    fn scalars_are_counted_in_any_script() {
        assert_eq!(shown(&ends(1, 1), "שלום עולם").unwrap(), "ש*******ם");
        assert_eq!(shown(&ends(0, 2), "e\u{301}e\u{301}e\u{301}").unwrap(), "****e\u{301}");
        assert_eq!(shown(&ends(1, 0), "👩‍👩‍👧‍👦!").unwrap(), "👩*******");
    }

    proptest! {
        #[test]
        fn at_least_min_hidden_characters_are_hidden(
            text in "[a-z\\-\\PC]{0,40}", first in 0usize..50, last in 0usize..50, min_hidden in 1usize..20
        ) {
            let operator = KeepEnds { first, last, char: '\u{2022}', min_hidden, ..KeepEnds::default() };
            prop_assume!(!text.contains('\u{2022}'));
            let shown = shown(&operator, &text).unwrap();
            let hidden = shown.chars().filter(|c| *c == '\u{2022}').count();
            prop_assert!(hidden >= min_hidden.min(text.chars().count()));
            prop_assert!(text.is_empty() || shown != text);
        }
    }
}
