//! Addresses of Bitcoin and Ethereum.

use sha2::{Digest, Sha256};
use sha3::Keccak256;

use super::Detector;
use super::sink::{Evidence, Sink};
use super::words::Word;

const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// A word that may be an address.
pub(super) fn examine(text: &[u8], word: Word, sink: &mut Sink<'_>) {
    let bytes = word.bytes(text);
    let found = match (bytes, bytes.len()) {
        ([b'0', b'x' | b'X', hex @ ..], 42) if is_ethereum(hex) => {
            let evidence = if may_be_written_so(hex) { Evidence::Strong } else { Evidence::Weak };
            return sink.found(Detector::Ethereum, word.start..word.end, evidence);
        }
        ([b'1' | b'3', ..], 26..=35) if is_base58check(bytes) => Detector::Bitcoin,
        ([b'b' | b'B', b'c' | b'C', b'1', ..], 14..=74) if is_bech32(bytes) => Detector::Bitcoin,
        _ => return,
    };
    sink.strong(found, word.start..word.end);
}

/// Forty hexadecimal digits; a word of nothing but one digit is a placeholder.
fn is_ethereum(hex: &[u8]) -> bool {
    hex.iter().all(u8::is_ascii_hexdigit) && hex.iter().any(|byte| Some(byte) != hex.first())
}

/// Whether the letters are of one case, or in capitals where the Keccak-256 of the address in small letters has a
/// digit of 8 or more (EIP-55).
fn may_be_written_so(hex: &[u8]) -> bool {
    if !hex.iter().any(u8::is_ascii_uppercase) || !hex.iter().any(u8::is_ascii_lowercase) {
        return true;
    }
    let hash = Keccak256::digest(hex.to_ascii_lowercase());
    let digits = hash.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    hex.iter()
        .zip(digits)
        .all(|(byte, digit)| !byte.is_ascii_alphabetic() || byte.is_ascii_uppercase() == (digit >= 8))
}

/// Base58Check: version, 20 bytes, four bytes of a double SHA-256.
fn is_base58check(text: &[u8]) -> bool {
    let mut raw = [0u8; 25];
    for byte in text {
        let Some(digit) = BASE58.iter().position(|known| known == byte) else { return false };
        let mut carry = digit;
        for place in raw.iter_mut().rev() {
            carry += usize::from(*place) * 58;
            *place = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        if carry != 0 {
            return false;
        }
    }
    let Some((payload, check)) = raw.split_at_checked(21) else { return false };
    let version = payload.first().copied();
    Sha256::digest(Sha256::digest(payload)).starts_with(check) && matches!(version, Some(0 | 5))
}

/// Bech32 (BIP 173) and Bech32m (BIP 350) with the human-readable part `bc`.
fn is_bech32(text: &[u8]) -> bool {
    let mixed = text.iter().any(u8::is_ascii_uppercase) && text.iter().any(u8::is_ascii_lowercase);
    let Some(data) = text.get(3..) else { return false };
    let mut check = 1;
    for value in [3, 3, 0, 2, 3] {
        check = polymod(check, value); // `bc`, expanded
    }
    for byte in data {
        let Some(value) = BECH32.iter().position(|known| *known == byte.to_ascii_lowercase()) else {
            return false;
        };
        check = polymod(check, u32::try_from(value).unwrap_or_default());
    }
    !mixed && matches!(check, 1 | 0x2BC8_30A3)
}

/// One step of the BCH code of BIP 173.
fn polymod(check: u32, value: u32) -> u32 {
    let generators = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3];
    let top = check >> 25;
    let shifted = (check & 0x01FF_FFFF) << 5 ^ value;
    (0..)
        .zip(generators)
        .fold(shifted, |sum, (bit, generator)| if top >> bit & 1 == 1 { sum ^ generator } else { sum })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_of_published_addresses() {
        assert!(is_base58check(b"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"));
        assert!(is_base58check(b"3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"));
        assert!(!is_base58check(b"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"));
        assert!(is_bech32(b"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"));
        assert!(is_bech32(b"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"));
        assert!(is_bech32(b"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"));
        assert!(!is_bech32(b"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdr"));
        // The examples of EIP-55.
        for address in [
            b"52908400098527886E0F7030069857D2E4169EE7",
            b"de709f2102306220921060314715629080e2fb77",
            b"5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            b"fB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            b"dbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            b"D1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        ] {
            assert!(is_ethereum(address) && may_be_written_so(address));
        }
        assert!(!may_be_written_so(b"5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));
    }
}
