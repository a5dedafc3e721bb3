//! What the keyed look-ups share: one HMAC, keyed for one use, over a scope and a text.

use zeroize::Zeroizing;

use super::{Material, length, material};
use crate::crypto::hmac_sha256;
use crate::error::Result;
use crate::token::Family;

/// `HMAC-SHA-256(Expand(K, label, 32), LP(sctx) ‖ text)`; `label` is joined from its parts.
///
/// # Errors
/// `key_not_usable` if the key is of another family.
pub(super) fn mac(key: &Material, label: &[&[u8]], scope: &[u8], text: &[u8]) -> Result<[u8; 32]> {
    if key.family() != Family::HmacSha256 {
        return Err(material::unusable());
    }
    let mut derived = Zeroizing::new([0; 32]);
    key.expand(label, derived.as_mut_slice())?;
    hmac_sha256(&derived, &[&length(scope)?, scope, text])
}

/// The remainder of a big-endian integer.
pub(super) fn remainder(number: &[u8], divisor: u64) -> u64 {
    let divisor = u128::from(divisor.max(1));
    let remainder = number.iter().fold(0_u128, |rest, byte| ((rest << 8) | u128::from(*byte)) % divisor);
    u64::try_from(remainder).unwrap_or_default() // below a u64
}
