//! Check digits: the arithmetic that tells a number from digits.
//!
//! Digits are ASCII. Each function says which numbers it is for; the sources are the issuers' own documents, as
//! collected by the projects python-stdnum and validator.js.

/// The value of an ASCII digit.
pub(crate) fn value(digit: u8) -> u32 {
    u32::from(digit.wrapping_sub(b'0'))
}

/// The sum of the products of digits and weights; what has no partner does not count.
pub(crate) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| value(*digit) * weight).sum()
}

/// ISO/IEC 7812-1 annex B (Luhn): payment cards, and many national numbers.
pub(crate) fn luhn(digits: impl DoubleEndedIterator<Item = u8>) -> bool {
    let weighed = digits.rev().fold((0, false), |(sum, double), digit| {
        let (value, twice) = (value(digit), 2 * value(digit));
        (sum + if double { twice - 9 * u32::from(twice > 9) } else { value }, !double)
    });
    weighed.0.is_multiple_of(10)
}

/// ISO 7064 MOD 11,10: German tax ids, with the check digit last.
pub(crate) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((check, digits)) = digits.split_last() else { return false };
    let product = digits.iter().fold(10, |product, digit| {
        let sum = (product + value(*digit)) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == value(*check)
}

/// Verhoeff's dihedral check: Aadhaar numbers.
pub(crate) fn verhoeff(digits: &[u8]) -> bool {
    let sum = digits.iter().rev().zip((0..8).cycle()).fold(0, |sum, (digit, place)| {
        let permuted = VERHOEFF_P.get(place).and_then(|row: &[u8; 10]| row.get(value(*digit) as usize));
        dihedral(sum, permuted.copied().unwrap_or(0))
    });
    sum == 0
}

/// The product in the dihedral group of order 10.
fn dihedral(a: u8, b: u8) -> u8 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

/// Powers of Verhoeff's permutation.
const VERHOEFF_P: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// The CRC-32 of ISO 3309 that GitHub and npm put at the end of their tokens.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_tells_card_numbers() {
        for number in ["4111111111111111", "378282246310005", "79927398713"] {
            assert!(luhn(number.bytes()), "{number}");
        }
        for number in ["4111111111111112", "79927398710"] {
            assert!(!luhn(number.bytes()), "{number}");
        }
    }

    #[test]
    fn known_numbers_of_the_others() {
        assert!(mod_11_10(b"36574261809") && !mod_11_10(b"36574261890"));
        assert!(verhoeff(b"2363") && !verhoeff(b"2364"));
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }
}
