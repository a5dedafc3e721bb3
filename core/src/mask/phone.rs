//! `phone`: the country code and the last digits.

use crate::Result;
use crate::detect::country_codes;
use crate::document::Call;

use super::digits::Digits;
use super::keep_ends::Ends;
use super::option::count;
use super::pen::Pen;

/// How many digits are hidden at least.
const MIN_HIDDEN: usize = 4;

/// A telephone number (ITU-T E.164). The country code shows where a `+` says that there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phone {
    /// How many of the last digits to show.
    pub(super) last: usize,
}

impl Default for Phone {
    fn default() -> Self {
        Self { last: 4 }
    }
}

impl Phone {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["last"], Some("last"))?;
        Ok(options.read("last", |node| count(node, 0))?.map_or_else(Self::default, |last| Self { last }))
    }

    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let national = text.strip_prefix('+');
        let digits = Digits::of(national.unwrap_or(text), b"()/")?;
        let digits = digits.as_slice();
        let counted = digits.len();
        let country = if national.is_some() { country_codes::length(digits.iter().copied()) } else { 0 };
        // E.164: 15 digits at most; and a number so short that all must be hidden is no telephone number.
        if counted > 15 || counted < country + MIN_HIDDEN + 1 {
            return None;
        }
        let ends = Ends { first: country, last: self.last.min(counted - country - MIN_HIDDEN) };
        let mut pen = Pen::open(out);
        ends.write_plain(text, counted, b'*', |byte| byte.is_ascii_digit(), &mut pen);
        pen.close();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let mut out = Vec::new();
        Phone::default().write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn country_code_and_last_four() {
        assert_eq!(shown("+49 170 1234567").unwrap(), "+49 *** ***4567");
        assert_eq!(shown("+1 (555) 010-9999").unwrap(), "+1 (***) ***-9999");
        assert_eq!(shown("+358401234567").unwrap(), "+358*****4567");
        assert_eq!(shown("030/901820").unwrap(), "***/**1820");
    }

    #[test]
    fn four_digits_are_hidden_at_least() {
        assert_eq!(shown("12345").unwrap(), "****5");
        assert_eq!(shown("+1 23456").unwrap(), "+1 ****6");
        assert_eq!(shown("+999 1234 5678").unwrap(), "+*** **** 5678", "no country has this code");
    }

    #[test]
    fn what_is_no_number_does_not_fit() {
        for text in
            ["", "+", "112", "+1234", "call 030 901820", "030 901820 ext. 7", "1234567890123456", "1+2345678"]
        {
            assert_eq!(shown(text), None, "{text:?}");
        }
    }
}
