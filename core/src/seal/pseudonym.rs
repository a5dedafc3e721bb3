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
    let mac = look_up::mac(key, &[label::PSEUDONYM, &super::length(domain)?, domain], scope, text)?;
    Ok(digits(&mac).iter().take(length).copied().map(char::from).collect())
}

/// A big-endian integer of 256 bits in base 62, with zeros in front.
fn digits(number: &[u8; 32]) -> [u8; 43] {
    const GROUP: usize = 5;
    const DIVISOR: u64 = 62_u64.pow(GROUP as u32);
    let (words, _) = number.as_chunks::<4>();
    let mut words: [u32; 8] =
        std::array::from_fn(|at| words.get(at).map_or(0, |word| u32::from_be_bytes(*word)));
    let mut digits = [b'0'; 43];
    // Five digits a division: as many as leave a remainder of 32 bits.
    for group in digits.rchunks_mut(GROUP) {
        let mut rest = words.iter_mut().fold(0, |rest, word| {
            let value = rest << 32 | u64::from(*word);
            *word = (value / DIVISOR) as u32; // the remainder is below the divisor, so it fits
            value % DIVISOR
        });
        for digit in group.iter_mut().rev() {
            *digit = DIGITS.get((rest % 62) as usize).copied().unwrap_or(b'0');
            rest /= 62;
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same by long division, byte by byte and digit by digit.
    fn divided(mut number: [u8; 32]) -> [u8; 43] {
        let mut digits = [0; 43];
        for digit in digits.iter_mut().rev() {
            let rest = number.iter_mut().fold(0_u16, |rest, byte| {
                let value = rest << 8 | u16::from(*byte);
                *byte = u8::try_from(value / 62).unwrap();
                value % 62
            });
            *digit = DIGITS[usize::from(rest)];
        }
        digits
    }

    proptest! {
        #[test]
        fn digits_are_those_of_long_division(number: [u8; 32]) {
            prop_assert_eq!(digits(&number), divided(number));
        }
    }

    #[test]
    fn the_least_and_the_greatest_number() {
        assert_eq!(digits(&[0; 32]), [b'0'; 43]);
        for number in [[0xFF; 32], std::array::from_fn(|at| u8::from(at == 31))] {
            assert_eq!(digits(&number), divided(number));
        }
    }
}
