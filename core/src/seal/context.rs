//! The context that a ciphertext is bound to: sorted name-value pairs as bytes.

use std::collections::BTreeMap;

use crate::error::{Error, ErrorCode, Result};

/// No context.
pub(crate) const NONE: &[u8] = &[0; 4];

/// Encodes pairs that are already known to be a valid context: `u32 n ‖ LP(key) ‖ LP(value) …`.
///
/// A `BTreeMap` of strings is sorted by the bytes of its keys, which is what the format asks for.
pub(crate) fn encode(pairs: &BTreeMap<String, String>) -> Vec<u8> {
    encode_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// Encodes the context of this library's own tokens, whose names begin with `fv-`.
pub(crate) fn encode_reserved<const N: usize>(mut pairs: [(&str, &str); N]) -> Vec<u8> {
    pairs.sort_unstable();
    encode_pairs(pairs.into_iter())
}

/// Encodes only the pairs that an operator lists in its `scope`.
///
/// # Errors
/// `invalid_context` if a listed pair is missing.
pub(crate) fn encode_scope(pairs: &BTreeMap<String, String>, scope: &[String]) -> Result<Vec<u8>> {
    if scope.is_empty() {
        return Ok(NONE.to_vec());
    }
    if let Some(missing) = scope.iter().find(|name| !pairs.contains_key(*name)) {
        let message = format!("the context lacks `{missing}`, which `scope` lists; pass it with the call");
        return Err(Error::new(ErrorCode::InvalidContext, message));
    }
    let listed = pairs.iter().filter(|(name, _)| scope.contains(name));
    Ok(encode_pairs(listed.map(|(name, value)| (name.as_str(), value.as_str()))))
}

fn encode_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let mut bytes = NONE.to_vec();
    let mut count = 0_u32;
    for (name, value) in pairs {
        count += 1;
        for text in [name, value] {
            // The limits of a context keep every length far below this.
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            bytes.extend_from_slice(&length.to_be_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
    }
    if let Some(place) = bytes.first_chunk_mut() {
        *place = count.to_be_bytes();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn sorts_by_bytes() {
        let bytes = encode(&pairs(&[("b", "2"), ("a", ""), ("𝒳", "x"), ("￮", "y")]));
        assert!(bytes.starts_with(b"\0\0\0\x04\0\0\0\x01a\0\0\0\0\0\0\0\x01b"));
        assert_eq!(bytes, encode_reserved([("𝒳", "x"), ("b", "2"), ("￮", "y"), ("a", "")]));
        assert_eq!(encode(&pairs(&[])), NONE);
    }

    #[test]
    fn scope_takes_what_it_lists() {
        let all = pairs(&[("row", "7"), ("tenant", "acme")]);
        let scope = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(encode_scope(&all, &[]).unwrap(), NONE);
        let tenant = encode(&pairs(&[("tenant", "acme")]));
        assert_eq!(encode_scope(&all, &scope(&["tenant", "tenant"])).unwrap(), tenant);
        assert_eq!(encode_scope(&all, &scope(&["row", "tenant"])).unwrap(), encode(&all));
        let error = encode_scope(&all, &scope(&["tenant", "site"])).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidContext);
        assert!(error.message().contains("`site`"));
    }
}
