//! Decimal numbers of any length, compared without ever becoming a float.

use std::fmt;

/// A number rounded down to a fixed number of decimal places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Floor {
    /// The number in units of its last place; the least or greatest `i128` if it is out of reach.
    pub(super) units: i128,
    /// Whether nothing was cut off.
    pub(super) exact: bool,
}

impl Floor {
    /// Reads a JSON number, or a string with the same characters, leading zeros allowed; `None` if it is none.
    pub(super) fn parse(text: &str, places: u32) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (text, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (mantissa, ""),
        };
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let zeros = whole.bytes().chain(fraction.bytes()).take_while(|b| *b == b'0').count();
        let mut digits =
            whole.bytes().chain(fraction.bytes()).skip(zeros).map(|b| i128::from(b - b'0')).peekable();
        if digits.peek().is_none() {
            return Some(Self { units: 0, exact: true });
        }
        // How many significant digits stand before the cut.
        let kept = count(whole.len())
            .saturating_sub(count(zeros))
            .saturating_add(exponent)
            .saturating_add(places.into());
        if kept > 38 {
            return Some(Self { units: if negative { i128::MIN } else { i128::MAX }, exact: false });
        }
        let units = (0..kept).fold(0, |units, _| units * 10 + digits.next().unwrap_or(0));
        let exact = digits.all(|digit| digit == 0);
        Some(Self { units: if negative { -units - i128::from(!exact) } else { units }, exact })
    }

    /// Whether the number was too large to be told in units.
    pub(super) fn is_out_of_reach(self) -> bool {
        matches!(self.units, i128::MIN | i128::MAX)
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // An exponent out of reach is as good as the greatest: no value of its size is ever told.
    let magnitude = digits.parse().unwrap_or(i64::from(u32::MAX) << 16);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

/// A number in units of its last decimal place, as people write it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal {
    pub(super) units: i128,
    pub(super) places: u32,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let units = self.units.unsigned_abs();
        match 10u128.checked_pow(self.places) {
            Some(one) if self.places > 0 => {
                write!(f, "{sign}{}.{:0width$}", units / one, units % one, width = self.places as usize)
            }
            _ => write!(f, "{sign}{units}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_down_at_any_length() {
        let cases = [
            ("0", 0, 0, true),
            ("34", 0, 34, true),
            ("34.99", 0, 34, false),
            ("-34.01", 0, -35, false),
            ("-34.00", 0, -34, true),
            ("0.05", 1, 0, false),
            ("-0.05", 1, -1, false),
            ("1.25e1", 1, 125, true),
            ("125e-1", 0, 12, false),
            ("0034", 0, 34, true),
            ("1e-400", 0, 0, false),
            ("-1e-99999999999999999999", 0, -1, false),
            ("0e99999999999999999999", 0, 0, true),
            ("1e400", 0, i128::MAX, false),
            ("-1e99999999999999999999", 0, i128::MIN, false),
        ];
        for (text, places, units, exact) in cases {
            assert_eq!(Floor::parse(text, places), Some(Floor { units, exact }), "{text}");
        }
        let long = format!("{}.{}", "9".repeat(100_000), "9".repeat(100_000));
        assert!(Floor::parse(&long, 2).unwrap().is_out_of_reach());
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in [
            "", "-", "+1", " 1", "1 ", "1.", ".5", "1e", "1e+", "0x10", "1_000", "1,5", "٣", "NaN", "--1",
            "1e5e5",
        ] {
            assert_eq!(Floor::parse(text, 0), None, "{text:?}");
        }
    }

    #[test]
    fn displays_its_places() {
        let shown = |units, places| Decimal { units, places }.to_string();
        assert_eq!(shown(125, 0), "125");
        assert_eq!(shown(-5, 2), "-0.05");
        assert_eq!(shown(1250, 2), "12.50");
    }
}
