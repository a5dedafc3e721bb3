//! Blind indexes: equal texts of one name have equal terms, and a term says nothing else without the key.

use super::{Material, label, length, look_up};
use crate::error::{Error, ErrorCode, Result};

/// The fewest and the most bits of an index; any multiple of 4 between them.
pub(crate) const BITS: std::ops::RangeInclusive<u16> = 4..=256;

/// The index of `text`, in lower-case hexadecimal digits.
///
/// `name` is the member or column that the index is written to, `bits` a multiple of 4 within [`BITS`].
///
/// # Errors
/// `key_not_usable` if the key is of another family, `internal` for another number of bits.
///
/// # Security
/// The fewer bits, the more texts share a term, and the less a term tells.
pub(crate) fn compute(key: &Material, name: &str, scope: &[u8], text: &[u8], bits: u16) -> Result<String> {
    if !bits.is_multiple_of(4) || !BITS.contains(&bits) {
        return Err(Error::new(ErrorCode::Internal, "an index of an impossible length; please report this"));
    }
    let name = name.as_bytes();
    let mac = look_up::mac(key, &[label::INDEX, &length(name)?, name], scope, text)?;
    let digits = usize::from(bits / 4);
    let hex = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 });
    Ok(mac.iter().flat_map(|byte| [hex(byte >> 4), hex(byte & 15)]).take(digits).collect())
}
