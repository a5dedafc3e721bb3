//! Operators that show less: each takes the bytes of one JSON value and writes the bytes of another.
//!
//! One small file a family. What an operator cannot do for a value, it does not do half: the value is
//! [redacted](redact) and the outcome says so.

mod calendar;
mod decimal;
mod digits;
mod input;
mod keys;
mod nfc;
mod normalize;
mod operator;
mod option;
mod parse;
mod pen;
mod source_map;

// The families.
mod age_cap;
mod bucket;
mod custom;
mod date;
mod email;
mod iban;
mod ip;
mod keep_ends;
mod pan;
mod phone;
mod pseudonym;
mod redact;
mod regex;
mod scan;
mod shape;
mod type_mask;
mod zip3;

pub(crate) use age_cap::AgeCap;
pub(crate) use bucket::Bucket;
pub(crate) use custom::Custom;
pub(crate) use date::Date;
pub(crate) use email::Email;
pub(crate) use input::Input;
pub(crate) use ip::Ip;
pub(crate) use keep_ends::KeepEnds;
pub(crate) use keys::{Keys, NoKeys};
pub(crate) use normalize::Normalizer;
pub(crate) use operator::{NAMES, Operator, Strength};
pub(crate) use pan::Pan;
pub(crate) use parse::parse;
pub(crate) use phone::Phone;
pub(crate) use pseudonym::Pseudonym;
pub(crate) use redact::Redact;
pub(crate) use regex::Regex;
pub(crate) use scan::Scan;
pub(crate) use shape::Shape;
pub(crate) use zip3::Zip3;

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The operator wrote its result.
    Written,
    /// The operator could not do its work on this value and wrote `[REDACTED]` instead.
    Redacted,
}

/// Appends what `operator` makes of a value to `out`: the bytes of exactly one JSON value.
///
/// # Security
/// Never fails open. Whatever does not fit the operator (its type, its form, a missing key) is redacted.
pub(crate) fn apply(operator: &Operator, input: Input<'_>, keys: &dyn Keys, out: &mut Vec<u8>) -> Outcome {
    let start = out.len();
    if operator.write(input, keys, out).is_some() {
        return Outcome::Written;
    }
    out.truncate(start);
    out.extend_from_slice(redact::DEFAULT);
    Outcome::Redacted
}

#[cfg(test)]
mod bytes_tests;
#[cfg(test)]
mod keyed_tests;
#[cfg(test)]
mod leak_tests;
#[cfg(test)]
mod parse_tests;
#[cfg(test)]
mod table_tests;
