//! `pan`: a payment card number as PCI DSS 3.4.1 lets it be shown.

use crate::Result;
use crate::detect::checksum::luhn;
use crate::document::Call;

use super::digits::Digits;
use super::keep_ends::Ends;
use super::option::count;
use super::pen::Pen;

/// The most that PCI DSS 4.0 requirement 3.4.1 lets anyone see: the BIN, at most 8 digits, and the last four.
const MOST_BIN: usize = 8;
const MOST_LAST: usize = 4;

/// The first digits (the BIN, which names the issuer) and the last ones. Separators stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pan {
    /// How many of the first digits to show; never more than 8.
    pub(super) bin: usize,
    /// How many of the last digits to show; never more than 4.
    pub(super) last: usize,
    /// Whether a wrong check digit means that this is no card number.
    pub(super) luhn: bool,
    /// How many digits to hide at least; the BIN shrinks first.
    pub(super) min_hidden: usize,
}

impl Default for Pan {
    fn default() -> Self {
        Self { bin: 6, last: 4, luhn: true, min_hidden: 6 }
    }
}

impl Pan {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["bin", "last", "luhn", "min_hidden"], None)?;
        let usual = Self::default();
        Ok(Self {
            bin: options.read("bin", |node| count(node, 0))?.unwrap_or(usual.bin),
            last: options.read("last", |node| count(node, 0))?.unwrap_or(usual.last),
            luhn: options.bool("luhn")?.unwrap_or(usual.luhn),
            min_hidden: options.read("min_hidden", |node| count(node, 1))?.unwrap_or(usual.min_hidden),
        })
    }

    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let digits = Digits::of(text, b"")?;
        let digits = digits.as_slice();
        let counted = digits.len();
        // ISO/IEC 7812-1: up to 19 digits; the shortest in use have 12.
        if !(12..=19).contains(&counted) || (self.luhn && !luhn(digits.iter().copied())) {
            return None;
        }
        let budget = counted.saturating_sub(self.min_hidden);
        let last = self.last.min(MOST_LAST).min(budget);
        let ends = Ends { first: self.bin.min(MOST_BIN).min(budget - last), last };
        let mut pen = Pen::open(out);
        ends.write_plain(text, counted, b'*', |byte| byte.is_ascii_digit(), &mut pen);
        pen.close();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(operator: Pan, text: &str) -> Option<String> {
        let mut out = Vec::new();
        operator.write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn six_and_four_of_sixteen() {
        assert_eq!(shown(Pan::default(), "4111111111111111").unwrap(), "411111******1111");
        assert_eq!(shown(Pan::default(), "4111 1111-1111 1111").unwrap(), "4111 11**-**** 1111");
        assert_eq!(shown(Pan { bin: 0, ..Pan::default() }, "5500000000000004").unwrap(), "************0004");
    }

    #[test]
    fn the_bin_shrinks_first() {
        assert_eq!(shown(Pan::default(), "378282246310005").unwrap(), "37828******0005");
        let short = Pan { luhn: false, ..Pan::default() };
        assert_eq!(shown(short, "123456789012").unwrap(), "12******9012");
        assert_eq!(shown(Pan { min_hidden: 10, ..short }, "123456789012").unwrap(), "**********12");
        assert_eq!(shown(Pan { min_hidden: 99, ..short }, "123456789012").unwrap(), "************");
    }

    #[test]
    fn no_policy_shows_more_than_the_standard_allows() {
        let greedy = Pan { bin: 19, last: 19, luhn: false, min_hidden: 1 };
        assert_eq!(shown(greedy, "4111111111111111").unwrap(), "41111111****1111");
        assert_eq!(shown(greedy, "1234567890123456789").unwrap(), "12345678*******6789");
    }

    #[test]
    fn what_is_no_card_number_does_not_fit() {
        let strange =
            ["", "4111", "4111111111111112", "41111111111", "41111111111111111111", "card 4111111111111111"];
        for text in strange.into_iter().chain(["٤١١١١١١١١١١١١١١١", "4111111111111111e0"]) {
            assert_eq!(shown(Pan::default(), text), None, "{text:?}");
        }
    }
}
