//! Value tokens (suites 01 and 02): one value with a salt, a derived key and a commitment of its own.

use zeroize::Zeroizing;

use super::{Material, Opened, Salt, Type, label, length, material, plain, tampered, wrong_key};
use crate::crypto::{Aead, TAG, equal};
use crate::error::Result;
use crate::secret::SecretBytes;
use crate::token::{COMMITMENT, Kind, PREFIX, Prefix, SALT, Token};

/// Seals one value; appends the bytes of its token to `out`.
///
/// # Errors
/// `key_not_usable` if the key is of a family without value tokens, `limit_exceeded` over 64 MiB.
///
/// # Security
/// `salt` comes from [`super::salt`] and is used once.
#[expect(clippy::too_many_arguments, reason = "what a value is bound to, each of it named by the format")]
pub(crate) fn seal(
    key: &Material,
    kind: Type,
    payload: &[u8],
    pad: usize,
    context: &[u8],
    binding: &[u8],
    salt: &Salt,
    out: &mut Vec<u8>,
) -> Result<()> {
    let prefix = key.sealing(Kind::Value)?;
    let size = plain::size(payload, pad)?;
    let commitment = commitment(key, prefix, salt)?;
    let cipher = cipher(key, prefix, salt, context)?;

    let start = out.len();
    // All the room at once: memory that moved would leave plaintext behind.
    out.reserve(PREFIX + SALT + COMMITMENT + size + TAG);
    out.extend_from_slice(&prefix.to_bytes());
    out.extend_from_slice(salt);
    out.extend_from_slice(&commitment);
    let text = out.len();
    plain::write(kind, payload, pad, size, out);
    let sealed =
        cipher.seal(nonce(salt), &associated(prefix, binding)?, out.get_mut(text..).unwrap_or_default());
    match sealed {
        Ok(tag) => {
            out.extend_from_slice(&tag);
            Ok(())
        }
        Err(error) => {
            out.truncate(start);
            Err(error)
        }
    }
}

/// Opens one value.
///
/// # Errors
/// `tampered` or `invalid_token` if `token` is no value token, `key_not_usable` if the key is of another family, `wrong_key`
/// if the commitment does not match, `tampered` for everything later.
pub(crate) fn open(key: &Material, token: &Token<'_>, context: &[u8], binding: &[u8]) -> Result<Opened> {
    let prefix = token.prefix();
    key.opening(prefix, Kind::Value)?;
    let (salt, rest) = token.body().split_first_chunk().ok_or_else(tampered)?;
    let (committed, rest) = rest.split_first_chunk::<COMMITMENT>().ok_or_else(tampered)?;
    let (text, tag) = rest.split_last_chunk().ok_or_else(tampered)?;
    if !equal(&commitment(key, prefix, salt)?, committed) {
        return Err(wrong_key());
    }
    let cipher = cipher(key, prefix, salt, context)?;
    let mut text = SecretBytes::from(text);
    // EXPOSE: the ciphertext becomes plaintext in place.
    let opened = cipher.open(nonce(salt), &associated(prefix, binding)?, text.expose_mut(), tag);
    opened.map_err(|_| tampered())?;
    Opened::new(text)
}

fn commitment(key: &Material, prefix: Prefix, salt: &Salt) -> Result<[u8; COMMITMENT]> {
    let mut commitment = [0; COMMITMENT];
    key.expand(&[label::COMMIT, &prefix.to_bytes(), salt], &mut commitment)?;
    Ok(commitment)
}

fn cipher(key: &Material, prefix: Prefix, salt: &Salt, context: &[u8]) -> Result<Aead> {
    let mut derived = Zeroizing::new([0; 32]);
    let info = [label::VALUE, &prefix.to_bytes(), salt, &length(context)?, context];
    key.expand(&info, derived.as_mut_slice())?;
    Aead::new(material::cipher(key.family())?, &derived)
}

/// The last twelve bytes of the salt.
pub(super) fn nonce(salt: &Salt) -> &[u8; 12] {
    let [_, _, _, _, _, _, _, _, _, _, _, _, nonce @ ..] = salt;
    nonce
}

fn associated(prefix: Prefix, binding: &[u8]) -> Result<Vec<u8>> {
    let mut associated = Vec::with_capacity(label::VALUE.len() + PREFIX + 4 + binding.len());
    associated.extend_from_slice(label::VALUE);
    associated.extend_from_slice(&prefix.to_bytes());
    associated.extend_from_slice(&length(binding)?);
    associated.extend_from_slice(binding);
    Ok(associated)
}
