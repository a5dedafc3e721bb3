//! `bucket`: the range that a number lies in.

use std::fmt::Write as _;

use crate::Result;
use crate::document::{Call, Node, invalid};

use super::decimal::{Decimal, Floor};
use super::pen::Pen;

/// Ranges of numbers, named by their first and last value: `30-39`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bucket {
    /// Ranges of one size, from 0 in both directions.
    Size {
        /// The size in units of its last decimal place.
        units: i128,
        /// Its decimal places.
        places: u32,
    },
    /// Ranges between bounds; a bound belongs to the range above it.
    Bounds {
        /// The bounds in units of the last decimal place of any of them, rising.
        units: Vec<i128>,
        /// The decimal places of the finest.
        places: u32,
    },
}

impl Bucket {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["size", "bounds"], Some("size"))?;
        match (options.get("size"), options.get("bounds")) {
            (Some(size), None) => {
                let (text, places) = decimal(size)?;
                match units(size, text, places)? {
                    2.. => Ok(Self::Size { units: units(size, text, places)?, places }),
                    _ => Err(size.expected("a size of at least two values: a bucket of one shows the value")),
                }
            }
            (None, Some(bounds)) => {
                let nodes = bounds.as_sequence()?;
                let texts = nodes.iter().map(decimal).collect::<Result<Vec<_>>>()?;
                let places = texts.iter().map(|(_, places)| *places).max().unwrap_or(0);
                let units = nodes.iter().zip(&texts).map(|(node, (text, _))| units(node, text, places));
                let units = units.collect::<Result<Vec<_>>>()?;
                if units.is_empty() || !units.is_sorted_by(|low, high| low < high) {
                    return Err(bounds.expected("one or more bounds, each above the one before"));
                }
                Ok(Self::Bounds { units, places })
            }
            _ => Err(invalid("`bucket` needs either `size` or `bounds`", options.position())),
        }
    }

    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let mut pen = Pen::open(out);
        match self {
            Self::Size { units: size, places } => {
                let number = Floor::parse(text, *places)?;
                if number.is_out_of_reach() {
                    return None;
                }
                let first = number.units.div_euclid(*size).checked_mul(*size)?;
                write_range(first, first.checked_add(*size)?, *places, &mut pen)?;
            }
            Self::Bounds { units: bounds, places } => {
                let number = Floor::parse(text, *places)?;
                let above = bounds.partition_point(|bound| *bound <= number.units);
                let at = |index: usize| bounds.get(index).copied();
                match (above.checked_sub(1).and_then(at), at(above)) {
                    (Some(first), Some(next)) => write_range(first, next, *places, &mut pen)?,
                    (Some(last), None) => {
                        write!(pen, "{}+", Decimal { units: last, places: *places }).ok()?
                    }
                    (None, Some(first)) => {
                        write!(pen, "<{}", Decimal { units: first, places: *places }).ok()?
                    }
                    (None, None) => return None,
                }
            }
        }
        pen.close();
        Some(())
    }
}

/// The text of a whole number, or of a string with a decimal number, and how many decimal places it has.
fn decimal(node: &Node) -> Result<(&str, u32)> {
    let text = if node.is_str() { node.as_str()? } else { node.as_number()? };
    let places = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let is_decimal = |c: char| c.is_ascii_digit() || (node.is_str() && c == '.') || c == '-';
    match u32::try_from(places) {
        Ok(places @ 0..=18) if text.chars().all(is_decimal) => Ok((text, places)),
        _ => Err(node.expected("a whole number, or a decimal number in quotes such as `\"18.5\"`")),
    }
}

fn units(node: &Node, text: &str, places: u32) -> Result<i128> {
    match Floor::parse(text, places) {
        Some(number) if !number.is_out_of_reach() => Ok(number.units),
        _ => Err(node.expected("a smaller number")),
    }
}

/// From `first` to the last value before `next`.
fn write_range(first: i128, next: i128, places: u32, pen: &mut Pen<'_>) -> Option<()> {
    let last = next.checked_sub(1)?;
    write!(pen, "{}-{}", Decimal { units: first, places }, Decimal { units: last, places }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bucket: &Bucket, text: &str) -> Option<String> {
        let mut out = Vec::new();
        bucket.write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn ranges_of_one_size() {
        let tens = Bucket::Size { units: 10, places: 0 };
        let cases = [
            ("34", "30-39"),
            ("39.99", "30-39"),
            ("40", "40-49"),
            ("0", "0-9"),
            ("-1", "-10--1"),
            ("3.4e1", "30-39"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(&tens, text).as_deref(), Some(expected), "{text}");
        }
        let halves = Bucket::Size { units: 5, places: 1 };
        assert_eq!(shown(&halves, "1.95").unwrap(), "1.5-1.9");
        assert_eq!(shown(&halves, "2").unwrap(), "2.0-2.4");
    }

    #[test]
    fn ranges_between_bounds() {
        let ages = Bucket::Bounds { units: vec![18, 30, 65], places: 0 };
        let cases = [
            ("17.9", "<18"),
            ("18", "18-29"),
            ("64", "30-64"),
            ("65", "65+"),
            ("1e400", "65+"),
            ("-1e400", "<18"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(&ages, text).as_deref(), Some(expected), "{text}");
        }
        let fine = Bucket::Bounds { units: vec![185, 250], places: 1 };
        assert_eq!(shown(&fine, "18.55").unwrap(), "18.5-24.9");
    }

    #[test]
    fn what_is_no_number_or_out_of_reach_does_not_fit() {
        let tens = Bucket::Size { units: 10, places: 0 };
        for text in ["", "abc", "12a", " 12", "1e400", "0x1f", "NaN"] {
            assert_eq!(shown(&tens, text), None, "{text:?}");
        }
    }
}
