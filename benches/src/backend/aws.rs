use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf;

use super::TAG;

pub const NAME: &str = "AWS-LC";

/// AES-256-GCM with its key set up.
pub struct Aead(LessSafeKey);

impl Aead {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("there is memory")))
    }

    pub fn seal(&self, nonce: &[u8; 12], aad: &[u8], text: &mut [u8]) -> [u8; TAG] {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let tag = self.0.seal_in_place_separate_tag(nonce, Aad::from(aad), text).expect("it is short");
        tag.as_ref().try_into().expect("a tag is a tag")
    }

    pub fn open(&self, nonce: &[u8; 12], aad: &[u8], text: &mut [u8], tag: &[u8; TAG]) {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0.open_in_place_separate_tag(nonce, Aad::from(aad), tag, text).expect("it is authentic");
    }
}

/// A key made ready for HKDF-Expand.
pub struct Prk(hkdf::Prk);

impl Prk {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hkdf::Prk::new_less_safe(hkdf::HKDF_SHA256, key))
    }

    pub fn expand(&self, info: &[u8], out: &mut [u8; 32]) {
        self.0.expand(&[info], hkdf::HKDF_SHA256).and_then(|okm| okm.fill(out)).expect("it is short");
    }
}
