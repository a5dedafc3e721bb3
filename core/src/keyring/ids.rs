//! Key ids: random, and each found by `LIKE` in any text column without finding another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::token::{Family, Kind, Prefix, Suite};
use crate::{Error, ErrorCode, Result};

/// A fresh id that none of `taken` can be mistaken for.
///
/// # Errors
/// `io` if the operating system gives no random bytes.
pub(super) fn draw(taken: impl Iterator<Item = u32> + Clone) -> Result<u32> {
    // One draw in ten is refused; a thousand in a row are a broken source.
    for _ in 0..1000 {
        let mut bytes = [0; 4];
        crate::random::fill(&mut bytes)?;
        let id = u32::from_be_bytes(bytes);
        if is_distinct(id, taken.clone()) {
            return Ok(id);
        }
    }
    Err(Error::new(ErrorCode::Io, "the operating system's random bytes repeat: check its generator"))
}

/// A fresh id of a ring: 128 random bits.
///
/// # Errors
/// As [`draw`].
pub(super) fn ring() -> Result<String> {
    let mut bytes = [0; 16];
    crate::random::fill(&mut bytes)?;
    Ok(format!("kr_{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// The patterns that find a version's tokens in a text column: `%fv1.AQEAAAAB%`, one for each kind of token.
pub(super) fn patterns(id: u32, family: Family) -> Vec<String> {
    [Kind::Value, Kind::Header, Kind::Deterministic]
        .into_iter()
        .filter_map(|kind| Suite::of(kind, family))
        .map(|suite| format!("%fv1.{}%", URL_SAFE_NO_PAD.encode(Prefix { suite, id }.to_bytes())))
        .collect()
}

/// Letters and digits only, as `_` is a wildcard of `LIKE`; unlike the others even where case is ignored.
fn is_distinct(id: u32, mut taken: impl Iterator<Item = u32>) -> bool {
    let text = pattern(id);
    id != 0
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && taken.all(|other| !pattern(other).eq_ignore_ascii_case(&text))
}

fn pattern(id: u32) -> String {
    URL_SAFE_NO_PAD.encode(Prefix { suite: Suite::ValueAes, id }.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_like_cannot_tell_apart() {
        assert!(!is_distinct(0, [].into_iter()));
        assert!(is_distinct(16_909_060, [].into_iter()));
        assert!(!is_distinct(16_909_060, [16_909_060].into_iter()));
        assert!(!is_distinct(u32::MAX, [].into_iter()), "its base64 is `_` throughout");
        // `AQEAAAAB` and `AQEAAAab` differ in case alone.
        let other = URL_SAFE_NO_PAD.decode("AQEAAAab").unwrap();
        let other = u32::from_be_bytes(other[2..].try_into().unwrap());
        assert!(!is_distinct(1, [other].into_iter()));
    }

    #[test]
    fn one_pattern_for_each_kind_of_token() {
        assert_eq!(patterns(1, Family::Aes256Gcm), ["%fv1.AQEAAAAB%", "%fv1.AREAAAAB%"]);
        assert_eq!(patterns(1, Family::ChaCha20Poly1305), ["%fv1.AQIAAAAB%", "%fv1.ARIAAAAB%"]);
        assert_eq!(patterns(1, Family::Aes256Siv), ["%fv1.AUEAAAAB%"]);
        assert!(patterns(1, Family::HmacSha256).is_empty());
    }

    #[test]
    fn draws_are_distinct() {
        let mut ids = Vec::new();
        for _ in 0..200 {
            let id = draw(ids.iter().copied()).unwrap();
            assert!(!ids.contains(&id));
            ids.push(id);
        }
    }
}
