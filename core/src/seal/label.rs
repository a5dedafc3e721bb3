//! The labels that keep the keys of different uses apart, each with its length prefix: `LP("fv1/…")`.

/// The commitment to a data key, of values and records.
pub(super) const COMMIT: &[u8] = b"\0\0\0\x0afv1/commit";
/// The key and the associated data of a value.
pub(super) const VALUE: &[u8] = b"\0\0\0\x09fv1/value";
/// The key of a record.
pub(super) const RECORD: &[u8] = b"\0\0\0\x0afv1/record";
/// The associated data of a record's field.
pub(super) const FIELD: &[u8] = b"\0\0\0\x09fv1/field";
/// The key of a stream.
pub(super) const STREAM: &[u8] = b"\0\0\0\x0afv1/stream";
/// The key of deterministic values.
pub(super) const SIV: &[u8] = b"\0\0\0\x07fv1/siv";
/// The key of a blind index.
pub(super) const INDEX: &[u8] = b"\0\0\0\x09fv1/index";
/// The key of pseudonyms.
pub(super) const PSEUDONYM: &[u8] = b"\0\0\0\x0dfv1/pseudonym";
/// The key of date shifts.
pub(super) const DATE_SHIFT: &[u8] = b"\0\0\0\x0dfv1/dateshift";

#[cfg(test)]
mod tests {
    #[test]
    fn prefixes_are_lengths() {
        use super::*;
        for label in [COMMIT, VALUE, RECORD, FIELD, STREAM, SIV, INDEX, PSEUDONYM, DATE_SHIFT] {
            let (length, text) = label.split_first_chunk::<4>().unwrap();
            assert_eq!(u32::from_be_bytes(*length) as usize, text.len());
            assert!(text.starts_with(b"fv1/"));
        }
    }
}
