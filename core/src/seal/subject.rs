//! Subject keys: one key a person, sealed under a set of purpose `subject`, so that one person can be erased.

use zeroize::Zeroizing;

use super::{Material, Type, context, salt, tampered, value};
use crate::error::Result;
use crate::secret::Secret;
use crate::token::Token;

/// Seals a subject's key; appends the bytes of its stored form to `out`.
///
/// # Errors
/// `key_not_usable` if `set_key` is of a family without value tokens; `io` without random bytes.
pub(crate) fn seal(
    set_key: &Material,
    set: &str,
    name: &str,
    key: &Material,
    out: &mut Vec<u8>,
) -> Result<()> {
    let mut payload = Zeroizing::new([0; 36]);
    let (id, bytes) = payload.split_at_mut(4);
    id.copy_from_slice(&key.id().to_be_bytes());
    // EXPOSE: to be sealed right here.
    bytes.copy_from_slice(key.key().expose());
    let (context, binding) = (names(set, name), super::Binding::new());
    value::seal(set_key, Type::SubjectKey, payload.as_slice(), 0, &context, binding.as_bytes(), &salt()?, out)
}

/// Opens the stored form of a subject's key: a key like a `data` version of the set's own suite.
///
/// # Errors
/// As [`value::open`]; `tampered` too if the token holds anything but a subject key.
pub(crate) fn open(set_key: &Material, set: &str, name: &str, token: &Token<'_>) -> Result<Material> {
    let opened = value::open(set_key, token, &names(set, name), super::Binding::new().as_bytes())?;
    if opened.kind() != Type::SubjectKey {
        return Err(tampered());
    }
    let (id, bytes) = opened.payload().split_first_chunk().ok_or_else(tampered)?;
    let key = Secret::copied(bytes).ok_or_else(tampered)?;
    Material::new(u32::from_be_bytes(*id), set_key.family(), key)
}

fn names(set: &str, name: &str) -> Vec<u8> {
    context::encode_reserved([("fv-set", set), ("fv-subject", name)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::token::Family;

    fn material(id: u32, byte: u8) -> Material {
        Material::new(id, Family::Aes256Gcm, Secret::copied(&[byte; 32]).unwrap()).unwrap()
    }

    #[test]
    fn comes_back_and_only_for_its_subject() {
        let (set_key, subject) = (material(7, 1), material(9, 2));
        let mut raw = Vec::new();
        seal(&set_key, "people", "cus_1", &subject, &mut raw).unwrap();
        assert_eq!(raw.len(), 79 + 36);
        let token = Token::parse(&raw).unwrap();
        let opened = open(&set_key, "people", "cus_1", &token).unwrap();
        assert_eq!((opened.id(), opened.family()), (9, Family::Aes256Gcm));
        assert!(opened.key() == subject.key());
        for (set, name) in [("people", "cus_2"), ("persons", "cus_1")] {
            assert_eq!(open(&set_key, set, name, &token).unwrap_err().code(), ErrorCode::Tampered);
        }
    }

    #[test]
    fn refuses_other_payloads() {
        let set_key = material(7, 1);
        for (kind, length) in
            [(Type::Bytes, 36), (Type::SubjectKey, 35), (Type::SubjectKey, 37), (Type::SubjectKey, 3)]
        {
            let mut raw = Vec::new();
            let binding = crate::seal::Binding::new();
            let context = names("people", "cus_1");
            let payload = vec![0; length];
            value::seal(&set_key, kind, &payload, 0, &context, binding.as_bytes(), &[3; 24], &mut raw)
                .unwrap();
            let error = open(&set_key, "people", "cus_1", &Token::parse(&raw).unwrap()).unwrap_err();
            assert_eq!(error.code(), ErrorCode::Tampered);
        }
    }
}
