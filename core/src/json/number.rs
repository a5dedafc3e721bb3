//! Numbers compared by their text, exactly: no digit is lost to a float.

use std::cmp::Ordering;

/// Compares two valid JSON numbers of any length by value.
pub(crate) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let (a, b) = (Decimal::of(a), Decimal::of(b));
    match (a.sign(), b.sign()) {
        (x, y) if x != y => x.cmp(&y),
        (0, _) => Ordering::Equal,
        (1, _) => a.magnitude(&b),
        _ => b.magnitude(&a),
    }
}

/// `0.d₁d₂d₃… × 10^exponent`, `d₁` not zero unless the number is.
struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i128,
}

impl<'a> Decimal<'a> {
    fn of(text: &'a [u8]) -> Self {
        let (negative, text) = match text.strip_prefix(b"-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (digits, power) = split(text, |b| matches!(b, b'e' | b'E'));
        let (whole, fraction) = split(digits, |b| b == b'.');
        let whole = trim_start(whole);
        let written = power.map_or(0, exponent);
        let (fraction, exponent) = match (whole.is_empty(), fraction.unwrap_or_default()) {
            (true, fraction) => {
                let trimmed = trim_start(fraction);
                (trimmed, written - (fraction.len() - trimmed.len()) as i128)
            }
            (false, fraction) => (fraction, written + whole.len() as i128),
        };
        Self { negative, whole, fraction, exponent }
    }

    fn digits(&self) -> impl Iterator<Item = u8> + '_ {
        self.whole.iter().chain(self.fraction).copied()
    }

    fn sign(&self) -> i8 {
        match (self.digits().all(|d| d == b'0'), self.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        self.exponent.cmp(&other.exponent).then_with(|| {
            let zeros = std::iter::repeat(b'0');
            let length =
                (self.whole.len() + self.fraction.len()).max(other.whole.len() + other.fraction.len());
            let left = self.digits().chain(zeros.clone()).take(length);
            left.cmp(other.digits().chain(zeros).take(length))
        })
    }
}

fn split(text: &[u8], at: impl Fn(u8) -> bool) -> (&[u8], Option<&[u8]>) {
    match text.iter().position(|b| at(*b)) {
        Some(i) => (text.get(..i).unwrap_or_default(), text.get(i + 1..)),
        None => (text, None),
    }
}

fn trim_start(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|d| **d == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

/// The written exponent; one of more than thirty digits is as good as infinite.
fn exponent(text: &[u8]) -> i128 {
    const HUGE: i128 = i128::MAX / 4;
    let digits = trim_start(text.strip_prefix(b"-").or_else(|| text.strip_prefix(b"+")).unwrap_or(text));
    let value = match digits.len() {
        0..=30 => digits.iter().fold(0, |n, d| n * 10 + i128::from(d.wrapping_sub(b'0'))),
        _ => HUGE,
    };
    if text.starts_with(b"-") { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value() {
        let equal = [
            ("1", "1.0"),
            ("100", "1e2"),
            ("0", "-0.0e5"),
            ("0.001", "1E-3"),
            ("-12.50", "-125e-1"),
            ("10", "1e+1"),
        ];
        for (a, b) in equal {
            assert_eq!(compare(a.as_bytes(), b.as_bytes()), Ordering::Equal, "{a} {b}");
        }
        let less = [
            ("-1", "1"),
            ("-2", "-1"),
            ("9", "10"),
            ("0.09", "0.1"),
            ("1e400", "1e401"),
            ("9007199254740992", "9007199254740993"),
            ("1", "1.0000000000000000000001"),
            ("-1e99999999999999999999999999999999999", "0"),
        ];
        for (a, b) in less {
            assert_eq!(compare(a.as_bytes(), b.as_bytes()), Ordering::Less, "{a} {b}");
            assert_eq!(compare(b.as_bytes(), a.as_bytes()), Ordering::Greater, "{b} {a}");
        }
    }
}
