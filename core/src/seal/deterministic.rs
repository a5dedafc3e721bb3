//! Deterministic values (suite 41): the same value under the same scope at the same place is the same token.
//!
//! AES-256-SIV commits to nothing, so whatever fails here is `tampered`, a wrong key included.

use zeroize::Zeroizing;

use super::{Material, Opened, Type, label, length, plain, tampered};
use crate::crypto::{Siv, TAG};
use crate::error::Result;
use crate::secret::SecretBytes;
use crate::token::{Kind, PREFIX, Token};

/// Seals one value, never padded; appends the bytes of its token to `out`.
///
/// # Errors
/// `key_not_usable` if the key is of another family, `limit_exceeded` over 64 MiB.
///
/// # Security
/// Equal values give equal tokens: whoever sees them learns how often each value occurs.
pub(crate) fn seal(
    key: &Material,
    kind: Type,
    payload: &[u8],
    scope: &[u8],
    binding: &[u8],
    out: &mut Vec<u8>,
) -> Result<()> {
    let prefix = key.sealing(Kind::Deterministic)?.to_bytes();
    let size = plain::size(payload, 0)?;
    let mut cipher = cipher(key, scope, binding)?;

    let start = out.len();
    // All the room at once: memory that moved would leave plaintext behind.
    out.reserve(PREFIX + TAG + size);
    out.extend_from_slice(&prefix);
    out.extend_from_slice(&[0; TAG]);
    plain::write(kind, payload, 0, size, out);
    let sealed = out.get_mut(start + PREFIX..).and_then(|rest| rest.split_first_chunk_mut::<TAG>());
    let (tag, text) = sealed.ok_or_else(tampered)?;
    *tag = cipher.seal(&[&prefix], text)?;
    Ok(())
}

/// Opens one value.
///
/// # Errors
/// `tampered` or `invalid_token` if `token` is no deterministic value, `key_not_usable` if the key is of another family,
/// `tampered` for everything later.
pub(crate) fn open(key: &Material, token: &Token<'_>, scope: &[u8], binding: &[u8]) -> Result<Opened> {
    key.opening(token.prefix(), Kind::Deterministic)?;
    let (tag, text) = token.body().split_first_chunk().ok_or_else(tampered)?;
    let mut text = SecretBytes::from(text);
    let prefix = token.prefix().to_bytes();
    // EXPOSE: the ciphertext becomes plaintext in place.
    cipher(key, scope, binding)?.open(&[&prefix], text.expose_mut(), tag).map_err(|_| tampered())?;
    let opened = Opened::new(text)?;
    if opened.padded() { Err(tampered()) } else { Ok(opened) }
}

fn cipher(key: &Material, scope: &[u8], binding: &[u8]) -> Result<Siv> {
    let mut derived = Zeroizing::new([0; 64]);
    let info = [label::SIV, &length(scope)?, scope, &length(binding)?, binding];
    key.expand(&info, derived.as_mut_slice())?;
    Ok(Siv::new(&derived))
}
