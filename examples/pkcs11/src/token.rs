//! A PKCS#11 token as the provider of a keyring: an AES key that never leaves it wraps the ring key.

use std::collections::BTreeMap;
use std::path::Path;

use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use fieldveil::{KeyProvider, ProviderError};

/// The nonce of AES-GCM, in bytes; it stands before the ciphertext.
const NONCE: usize = 12;
/// The tag of AES-GCM, in bits; it stands behind the ciphertext.
const TAG_BITS: u64 = 128;

type Result<T, E = Error> = std::result::Result<T, E>;

/// One key on one token.
pub(crate) struct Token {
    module: Pkcs11,
    slot: Slot,
    pin: AuthPin,
    token: String,
    key: String,
}

impl Token {
    /// Finds the token of that label behind a PKCS#11 module.
    ///
    /// # Errors
    /// The module's own, and `TokenNotPresent` if no token has the label.
    pub(crate) fn find(module: &Path, token: &str, key: &str, pin: AuthPin) -> Result<Self> {
        let module = Pkcs11::new(module)?;
        module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))?;
        for slot in module.get_slots_with_initialized_token()? {
            if module.get_token_info(slot)?.label() == token {
                return Ok(Self { module, slot, pin, token: token.to_owned(), key: key.to_owned() });
            }
        }
        Err(Error::Pkcs11(RvError::TokenNotPresent, cryptoki::context::Function::GetTokenInfo))
    }

    /// Makes the key, unless it is there: AES-256, usable by whoever knows the PIN, readable by nobody.
    ///
    /// # Errors
    /// The token's own.
    pub(crate) fn make_key(&self) -> Result<()> {
        let session = self.session(true)?;
        if self.key(&session)?.is_some() {
            return Ok(());
        }
        let template = [
            Attribute::Label(self.key.as_bytes().to_vec()),
            Attribute::ValueLen(32.into()),
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
        ];
        session.generate_key(&Mechanism::AesKeyGen, &template).map(drop)
    }

    /// Whether the token would give the key's bytes to anybody.
    ///
    /// # Errors
    /// The token's own.
    pub(crate) fn gives_key_away(&self) -> Result<bool> {
        let session = self.session(false)?;
        let Some(key) = self.key(&session)? else { return Ok(false) };
        let known = session.get_attributes(key, &[AttributeType::Value, AttributeType::NeverExtractable])?;
        let value = known.iter().any(|attribute| matches!(attribute, Attribute::Value(_)));
        Ok(value || !known.contains(&Attribute::NeverExtractable(true)))
    }

    /// Deletes the key. What it has wrapped can never be unwrapped again.
    ///
    /// # Errors
    /// The token's own.
    pub(crate) fn destroy_key(&self) -> Result<()> {
        let session = self.session(true)?;
        self.key(&session)?.map_or(Ok(()), |key| session.destroy_object(key))
    }

    /// One session a call: a ring is opened once, and a token may be pulled out in between.
    fn session(&self, write: bool) -> Result<Session> {
        let session = match write {
            true => self.module.open_rw_session(self.slot),
            false => self.module.open_ro_session(self.slot),
        }?;
        match session.login(UserType::User, Some(&self.pin)) {
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
            Err(error) => Err(error),
        }
    }

    fn key(&self, session: &Session) -> Result<Option<ObjectHandle>> {
        let template = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::KeyType(KeyType::AES),
            Attribute::Label(self.key.as_bytes().to_vec()),
        ];
        Ok(session.find_objects(&template)?.into_iter().next())
    }

    /// The session and the key of one call of the ring's.
    fn ready(&self) -> Result<(Session, ObjectHandle), ProviderError> {
        let session = self.session(false).map_err(failed)?;
        let key = self.key(&session).map_err(failed)?;
        let key =
            key.ok_or_else(|| ProviderError::KeyLost(format!("the token has no key `{}`", self.key)))?;
        Ok((session, key))
    }
}

impl KeyProvider for Token {
    fn name(&self) -> String {
        format!("pkcs11:{}/{}", self.token, self.key)
    }

    fn wrap(&self, key: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        let (session, wrapping) = self.ready()?;
        let mut nonce = [0; NONCE];
        session.generate_random_slice(&mut nonce).map_err(failed)?;
        let mut wrapped = nonce.to_vec();
        let bound = bound(context);
        let gcm = GcmParams::new(&mut nonce, &bound, TAG_BITS.into()).map_err(failed)?;
        wrapped.extend(session.encrypt(&Mechanism::AesGcm(gcm), wrapping, key).map_err(failed)?);
        Ok(wrapped)
    }

    fn unwrap(&self, wrapped: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        let short = || ProviderError::Failed("the wrapped key is cut short".to_owned());
        let (nonce, sealed) = wrapped.split_at_checked(NONCE).ok_or_else(short)?;
        let (session, wrapping) = self.ready()?;
        let (mut nonce, bound) = (nonce.to_vec(), bound(context));
        let gcm = GcmParams::new(&mut nonce, &bound, TAG_BITS.into()).map_err(failed)?;
        session.decrypt(&Mechanism::AesGcm(gcm), wrapping, sealed).map_err(failed)
    }
}

/// The ring's id as associated data: a row that is copied into another ring does not open there.
fn bound(context: &BTreeMap<String, String>) -> Vec<u8> {
    context.iter().flat_map(|(name, value)| format!("{name}={value}\n").into_bytes()).collect()
}

/// The module's words: function and return code, never a key.
fn failed(error: Error) -> ProviderError {
    ProviderError::Failed(error.to_string())
}
