//! What the fuzz targets share.

use fieldveil::{Key, Keyring, Policy, Purpose, Veil};

/// A Veil of a policy, without keys.
pub fn veil(policy: &str) -> Veil {
    Veil::new(Policy::parse(policy).expect("a policy of ours is valid"))
}

/// A Veil of a policy and a ring with the sets `pii` and `same`.
pub fn veil_with_keys(policy: &str) -> Veil {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let key = Key::new(&[7; 32]).expect("a key has 32 bytes");
    let ring = Keyring::create(folder.path().join("ring.json"), &[key.into()]).expect("a ring can be made");
    let mut edit = ring.edit().expect("a ring can be edited");
    edit.add_set("pii", Purpose::Data, None).expect("the set is new");
    edit.add_set("same", Purpose::Deterministic, None).expect("the set is new");
    edit.save().expect("a ring can be saved");
    veil(policy).with_keyring(ring).expect("the ring has the sets of the policy")
}

/// Whether these bytes are one JSON text, as others see it.
///
/// `serde_json` skips strings without looking at their UTF-8.
pub fn is_json(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}
