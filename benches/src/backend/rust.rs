use aes_gcm::{AeadInOut, Aes256Gcm, KeyInit};
use hkdf::Hkdf;
use sha2::Sha256;

use super::TAG;

pub const NAME: &str = "RustCrypto";

/// AES-256-GCM with its key set up.
pub struct Aead(Aes256Gcm);

impl Aead {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(Aes256Gcm::new(key.into()))
    }

    pub fn seal(&self, nonce: &[u8; 12], aad: &[u8], text: &mut [u8]) -> [u8; TAG] {
        self.0.encrypt_inout_detached(nonce.into(), aad, text.into()).expect("it is short").into()
    }

    pub fn open(&self, nonce: &[u8; 12], aad: &[u8], text: &mut [u8], tag: &[u8; TAG]) {
        self.0.decrypt_inout_detached(nonce.into(), aad, text.into(), tag.into()).expect("it is authentic");
    }
}

/// A key made ready for HKDF-Expand.
pub struct Prk(Hkdf<Sha256>);

impl Prk {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(Hkdf::from_prk(key).expect("it is long enough"))
    }

    pub fn expand(&self, info: &[u8], out: &mut [u8; 32]) {
        self.0.expand(info, out).expect("it is short");
    }
}
