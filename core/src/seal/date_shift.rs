//! Date shifts: every date of one subject moves by the same number of days, which only the key knows.

use super::{Material, label, look_up};
use crate::error::Result;

/// The shift of `subject`: from −`most` to `most` days, never 0.
///
/// # Errors
/// `key_not_usable` if the key is of another family.
pub(crate) fn days(key: &Material, scope: &[u8], subject: &[u8], most: u32) -> Result<i64> {
    let mac = look_up::mac(key, &[label::DATE_SHIFT], scope, subject)?;
    let most = i64::from(most.max(1));
    let number = look_up::remainder(&mac, 2 * most.unsigned_abs()).cast_signed();
    Ok(if number < most { number - most } else { number - most + 1 })
}
