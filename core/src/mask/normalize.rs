//! What a value's text goes through before a keyed look-up, so that spellings of one value meet.

use std::borrow::Cow;

use super::nfc;
use crate::Result;
use crate::document::Node;

/// One step, applied in the order in which the policy writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Normalizer {
    /// Takes Unicode white space from both ends.
    Trim,
    /// Lower case by the full mapping of Unicode, in no locale.
    Lower,
    /// Keeps the ASCII digits and nothing else.
    Digits,
    /// Normalization form C (UAX 15).
    Nfc,
}

impl Normalizer {
    /// The names that a policy writes.
    pub(crate) const NAMES: [(&str, Self); 4] =
        [("trim", Self::Trim), ("lower", Self::Lower), ("digits", Self::Digits), ("nfc", Self::Nfc)];

    /// Reads a list of them.
    ///
    /// # Errors
    /// `invalid_policy` for what is no list of these names.
    pub(crate) fn parse(node: &Node) -> Result<Vec<Self>> {
        node.as_sequence()?.iter().map(|step| step.as_choice(&Self::NAMES)).collect()
    }

    /// A text after all steps.
    pub(crate) fn apply<'t>(steps: &[Self], text: &'t str) -> Cow<'t, str> {
        steps.iter().fold(Cow::Borrowed(text), |text, step| match text {
            Cow::Borrowed(text) => step.one(text),
            Cow::Owned(text) => Cow::Owned(step.one(&text).into_owned()),
        })
    }

    fn one(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Trim => Cow::Borrowed(text.trim()),
            Self::Lower => Cow::Owned(text.to_lowercase()),
            Self::Digits => Cow::Owned(text.chars().filter(char::is_ascii_digit).collect()),
            Self::Nfc if nfc::holds(text) => Cow::Borrowed(text),
            Self::Nfc => Cow::Owned(nfc::of(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_applied_in_their_order() {
        let all = [Normalizer::Trim, Normalizer::Lower, Normalizer::Nfc];
        assert_eq!(Normalizer::apply(&all, "\u{a0} MARI\u{301}A \n"), "marí\u{61}");
        assert_eq!(Normalizer::apply(&[Normalizer::Digits], "+49 (170) ٣4"), "491704");
        assert_eq!(Normalizer::apply(&[Normalizer::Lower], "ΟΔΟΣ İ"), "οδος i\u{307}");
        assert_eq!(Normalizer::apply(&[], " as is "), " as is ");
    }
}
