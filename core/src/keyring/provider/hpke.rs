//! The provider `hpke`: RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
//!
//! Who holds only the public key can make rings (a phone); who holds the private one opens them (the server).

use std::path::Path;
use std::sync::Arc;

use hpke::aead::{AeadTag, AesGcm256};
use hpke::inout::InOutBuf;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256 as Dhkem;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};

use super::refuse::{malformed, require_name};
use super::{key, secret_file};
use crate::keyring::document::{Wrap, invalid};
use crate::keyring::wrapped::Unwrapped;
use crate::secret::Secret;
use crate::{Error, ErrorCode, Result};

/// `LP("fv1/ring")`.
const RING: &[u8] = b"\0\0\0\x08fv1/ring";
/// The encapsulated key, the ring key, the tag.
const PARTS: [usize; 2] = [32, 32];

/// One half of a key pair on X25519.
#[derive(Clone)]
pub struct Hpke(Half);

#[derive(Clone)]
enum Half {
    Public { name: String, key: [u8; 32] },
    Private { key: Arc<Secret<32>>, public: [u8; 32] },
}

impl Hpke {
    /// The public key of the holder `name`: makes rings and cannot open them.
    ///
    /// # Errors
    /// `wrong_passphrase` if `key` is not 32 bytes, `invalid_keyring` for a name that a ring file cannot hold.
    pub fn public(name: impl Into<String>, key: &[u8]) -> Result<Self> {
        let name = name.into();
        require_name(&name)?;
        let key =
            key.try_into().map_err(|_| malformed("a public key of X25519 is 32 bytes: check its file"))?;
        Ok(Self(Half::Public { name, key }))
    }

    /// The private key: opens the rings that were made with its public key.
    ///
    /// # Errors
    /// `wrong_passphrase` if `key` is not 32 bytes.
    pub fn private(key: &[u8]) -> Result<Self> {
        let short = || malformed("a private key of X25519 is 32 bytes: check its file");
        let private = <Dhkem as Kem>::PrivateKey::from_bytes(key).map_err(|_| short())?;
        let public = Dhkem::sk_to_pk(&private).to_bytes().into();
        Ok(Self(Half::Private { key: Arc::new(Secret::copied(key).ok_or_else(short)?), public }))
    }

    /// The public key of the holder `name` that a file holds: 32 bytes, raw or in hex, base64 or base64url.
    ///
    /// # Errors
    /// `io` if it cannot be read, otherwise as [`public`](Self::public).
    pub fn public_from_file(name: impl Into<String>, path: impl AsRef<Path>) -> Result<Self> {
        // EXPOSE: a public key, read like any other.
        Self::public(name, key::parse(&secret_file::read(path.as_ref())?)?.expose())
    }

    /// The private key that a file, a pipe or a descriptor (`/dev/fd/3`) holds: 32 bytes, raw or in hex, base64 or
    /// base64url.
    ///
    /// # Errors
    /// `io` if it cannot be read, otherwise as [`private`](Self::private).
    pub fn private_from_file(path: impl AsRef<Path>) -> Result<Self> {
        // EXPOSE: to be copied into a secret of its own.
        Self::private(key::parse(&secret_file::read(path.as_ref())?)?.expose())
    }

    /// The public key of this half: what a private key's holder gives away.
    #[must_use]
    pub fn public_key(&self) -> [u8; 32] {
        match &self.0 {
            Half::Public { key, .. } => *key,
            Half::Private { public, .. } => *public,
        }
    }

    pub(super) fn wrap(&self, ring_key: &Secret<32>, id: &str) -> Result<Wrap> {
        let Half::Public { name, key } = &self.0 else {
            return Err(malformed("a private key opens rings: give its public key and a name to make one"));
        };
        let refused = |_| malformed("the public key is no point that X25519 can use: check its file");
        let recipient = <Dhkem as Kem>::PublicKey::from_bytes(key).map_err(refused)?;
        // EXPOSE: copied to be encrypted in place.
        let mut text = *ring_key.expose();
        let (encapsulated, tag) = hpke::single_shot_seal_inout_detached::<AesGcm256, HkdfSha256, Dhkem>(
            &OpModeS::Base,
            &recipient,
            &info(id)?,
            InOutBuf::from(&mut text[..]),
            b"",
        )
        .map_err(|error| {
            zeroize::Zeroize::zeroize(&mut text);
            refused(error)
        })?;
        let wrapped = [&encapsulated.to_bytes()[..], &text, &tag.to_bytes()].concat();
        Ok(Wrap::Hpke { name: name.clone(), public_key: *key, wrapped })
    }

    pub(super) fn unwrap(&self, row_key: &[u8; 32], wrapped: &[u8], id: &str) -> Result<Unwrapped> {
        let Half::Private { key, public } = &self.0 else { return Ok(Unwrapped::NotMine) };
        if public != row_key {
            return Ok(Unwrapped::Wrong);
        }
        let altered = || invalid("a row of `wraps` for `hpke` was altered: restore the file");
        let [encapsulated, text] = PARTS;
        let (encapsulated, rest) = wrapped.split_at_checked(encapsulated).ok_or_else(altered)?;
        let (text, tag) = rest.split_at_checked(text).ok_or_else(altered)?;
        let encapsulated = <Dhkem as Kem>::EncappedKey::from_bytes(encapsulated).map_err(|_| altered())?;
        let tag = AeadTag::<AesGcm256>::from_bytes(tag).map_err(|_| altered())?;
        // EXPOSE: the private key to the one function that decapsulates with it.
        let private = <Dhkem as Kem>::PrivateKey::from_bytes(key.expose()).map_err(|_| altered())?;
        let info = info(id)?;
        let opened = Secret::filled(|ring_key: &mut [u8; 32]| {
            ring_key.copy_from_slice(text);
            hpke::single_shot_open_inout_detached::<AesGcm256, HkdfSha256, Dhkem>(
                &OpModeR::Base,
                &private,
                &encapsulated,
                &info,
                InOutBuf::from(&mut ring_key[..]),
                b"",
                &tag,
            )
        });
        opened.map(Unwrapped::Opened).map_err(|_| altered())
    }
}

/// `LP("fv1/ring") ‖ LP(ring id)`.
fn info(id: &str) -> Result<Vec<u8>> {
    let length = u32::try_from(id.len())
        .map_err(|_| Error::new(ErrorCode::LimitExceeded, "the ring's id is too long"))?;
    Ok([RING, &length.to_be_bytes(), id.as_bytes()].concat())
}

impl std::fmt::Debug for Hpke {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Half::Public { name, .. } => write!(f, "Hpke::public({name})"),
            Half::Private { .. } => f.write_str("Hpke::private([REDACTED])"),
        }
    }
}
