//! Keys inside value tokens: the ring key under a key-encryption key, and versions under the ring key.

use super::document::invalid;
use crate::crypto::{Prk, hmac_sha256};
use crate::seal::{Material, Type, context, value};
use crate::secret::Secret;
use crate::token::{self, Family, Suite, Token};
use crate::{Error, ErrorCode, Result};

/// What came of offering one row of a ring to one provider.
pub(super) enum Unwrapped {
    /// The ring key.
    Opened(Secret<32>),
    /// The row is of another provider.
    NotMine,
    /// The row is of this kind of provider, and this one does not open it.
    Wrong,
}

/// A second holder of the same key: one for each thing that takes it.
pub(super) fn copy(key: &Secret<32>) -> Result<Secret<32>> {
    Secret::filled(|bytes| {
        // EXPOSE: copied from one erasing place to another.
        bytes.copy_from_slice(key.expose());
        Ok(())
    })
}

/// The ring key under a key-encryption key, as a row of `wraps` holds it.
pub(super) fn wrap_ring_key(
    kek: Secret<32>,
    ring_key: &Secret<32>,
    ring: &str,
    provider: &str,
) -> Result<String> {
    let kek = Material::new(0, Family::Aes256Gcm, kek)?;
    seal(&kek, ring_key, &ring_context(ring, provider))
}

/// The ring key out of a row of `wraps`.
pub(super) fn unwrap_ring_key(
    kek: Secret<32>,
    wrapped: &str,
    ring: &str,
    provider: &str,
) -> Result<Unwrapped> {
    let kek = Material::new(0, Family::Aes256Gcm, kek)?;
    match open(&kek, wrapped, &ring_context(ring, provider)) {
        Ok(ring_key) => Ok(Unwrapped::Opened(ring_key)),
        Err(error) if error.code() == ErrorCode::WrongKey => Ok(Unwrapped::Wrong),
        Err(error) => Err(altered(&error, format!("the row of `wraps` for `{provider}`"))),
    }
}

/// What the wrapped key of a version is bound to.
pub(super) struct Home<'a> {
    pub(super) ring: &'a str,
    pub(super) set: &'a str,
    pub(super) purpose: &'a str,
    pub(super) suite: &'a str,
}

impl Home<'_> {
    fn context(&self) -> Vec<u8> {
        context::encode_reserved([
            ("fv-ring", self.ring),
            ("fv-set", self.set),
            ("fv-purpose", self.purpose),
            ("fv-suite", self.suite),
        ])
    }
}

/// A version's key under the ring key, as its row holds it.
pub(super) fn wrap_version(
    ring_key: &Secret<32>,
    id: u32,
    key: &Secret<32>,
    home: &Home<'_>,
) -> Result<String> {
    let ring_key = Material::new(id, Family::Aes256Gcm, copy(ring_key)?)?;
    seal(&ring_key, key, &home.context())
}

/// The ring key, made ready to open the rows of versions.
pub(super) fn opening(ring_key: &Secret<32>) -> Result<Material> {
    Material::new(0, Family::Aes256Gcm, copy(ring_key)?)
}

/// A version's key out of its row.
pub(super) fn unwrap_version(
    ring_key: &Material,
    id: u32,
    wrapped: &str,
    home: &Home<'_>,
) -> Result<Secret<32>> {
    open(&ring_key.with_id(id), wrapped, &home.context())
        .map_err(|error| altered(&error, format!("the key of version {id}")))
}

/// The MAC over a document of this ring: `label` is `LP(…)` of the kind of document.
pub(super) fn mac(ring_key: &Secret<32>, label: &[u8], document: &str) -> Result<[u8; 32]> {
    // EXPOSE: the ring key to HKDF, which makes a MAC key of it.
    let expander = Prk::new(ring_key.expose())?;
    let key = Secret::filled(|key: &mut [u8; 32]| expander.expand(&[label], key))?;
    // EXPOSE: the MAC key to HMAC.
    hmac_sha256(key.expose(), &[document.as_bytes()])
}

fn seal(material: &Material, key: &Secret<32>, context: &[u8]) -> Result<String> {
    let mut raw = Vec::new();
    let salt = crate::seal::salt()?;
    // EXPOSE: the key is the payload of a value token.
    value::seal(material, Type::Bytes, key.expose(), 0, context, context::NONE, &salt, &mut raw)?;
    Ok(token::text_of(&raw))
}

fn open(material: &Material, text: &str, context: &[u8]) -> Result<Secret<32>> {
    let mut raw = Vec::new();
    let token = Token::decode(text.as_bytes(), &mut raw)?;
    if token.suite() != Suite::ValueAes || token.id() != material.id() {
        return Err(token::malformed());
    }
    let opened = value::open(material, &token, context, context::NONE)?;
    let key = if opened.kind() == Type::Bytes { Secret::copied(opened.payload()) } else { None };
    key.ok_or_else(token::malformed)
}

fn ring_context(ring: &str, provider: &str) -> Vec<u8> {
    context::encode_reserved([("fv-ring", ring), ("fv-provider", provider)])
}

/// Whatever is wrong with a token inside a ring file is wrong with the file; a failing machine is not.
fn altered(error: &Error, what: String) -> Error {
    match error.code() {
        ErrorCode::Internal | ErrorCode::Io => error.clone(),
        _ => invalid(format!("{what} was altered: restore the file")),
    }
}
