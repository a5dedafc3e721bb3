//! Pseudonyms: a stable name in place of a value, the same wherever the domain is the same.

use super::{Material, label, look_up};
use crate::error::{Error, ErrorCode, Result};

/// The fewest and the most characters of a pseudonym.
pub(crate) const LENGTH: std::ops::RangeInclusive<usize> = 10..=43;
/// The characters of a pseudonym unless the policy says otherwise: 130 bits.
pub(crate) const DEFAULT_LENGTH: usize = 22;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The pseudonym of `text` in `domain`: `length` characters of `0-9A-Za-z`, without any prefix.
///
/// # Errors
/// `key_not_usable` if the key is of another family, `internal` for a length outside [`LENGTH`].
pub(crate) fn compute(
    key: &Material,
    domain: &str,
    scope: &[u8],
    text: &[u8],
    length: usize,
) -> Result<String> {
    if !LENGTH.contains(&length) {
        return Err(Error::new(
            ErrorCode::Internal,
            "a pseudonym of an impossible length; please report this",
        ));
    }
    let domain = domain.as_bytes();
    let mut number = look_up::mac(key, &[label::PSEUDONYM, &super::length(domain)?, domain], scope, text)?;
    let mut digits = [b'0'; 43];
    for digit in digits.iter_mut().rev() {
        let value = usize::from(look_up::divide(&mut number, 62));
        *digit = DIGITS.get(value).copied().unwrap_or(b'0'); // below 62
    }
    Ok(digits.iter().take(length).copied().map(char::from).collect())
}
