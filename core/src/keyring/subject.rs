//! Subject keys: one key a person, sealed under a set of purpose `subject`, so that one person can be erased.

use std::sync::Arc;

use super::ids;
use super::purpose::Purpose;
use super::ring::Keyring;
use super::snapshot::{Snapshot, Version};
use crate::seal::{self, Material};
use crate::secret::Secret;
use crate::token::{self, Kind, Token};
use crate::{Error, ErrorCode, Result};

/// An opened subject key, for the length of one call.
#[derive(Clone, Debug)]
pub(crate) struct SubjectKey {
    set: String,
    material: Arc<Material>,
}

impl SubjectKey {
    /// The subject set that its stored form is a token of; what it seals counts as of that set.
    pub(crate) fn set(&self) -> &str {
        &self.set
    }

    /// The key, which seals and opens as a `data` version does.
    pub(crate) fn material(&self) -> &Material {
        &self.material
    }
}

impl Keyring {
    /// Makes a key for the data of one subject. Returns its stored form, which the application keeps; deleting it
    /// erases all that was sealed with it.
    ///
    /// # Errors
    /// `unknown_key_set` if the ring has no such set, `key_not_usable` if its purpose is not `subject`.
    pub fn new_subject_key(&self, set: &str, name: &str) -> Result<String> {
        let snapshot = self.snapshot();
        let version = snapshot.primary(set, Purpose::Subject)?;
        let loaded = self.loaded();
        let id = ids::draw(loaded.document.versions().map(|version| version.id))?;
        let key = Material::new(id, version.material()?.family(), Secret::random()?)?;
        store(version, name, &key)
    }

    /// The same subject key under the primary version of its set: after a rotation, without touching any data.
    ///
    /// # Errors
    /// As for any token of that set; `tampered` if it is not the key of that subject.
    pub fn rewrap_subject_key(&self, name: &str, key: &str) -> Result<String> {
        self.with_snapshot(|snapshot| {
            let subject = snapshot.subject(name, key)?;
            let primary = snapshot.primary(subject.set(), Purpose::Subject)?;
            store(primary, name, subject.material())
        })
    }
}

impl Snapshot {
    /// Opens the stored form of a subject's key.
    ///
    /// # Errors
    /// As for any token of that set: `unknown_key`, `key_not_usable`, `wrong_key`; `tampered` if it is not the key of
    /// that subject.
    pub(crate) fn subject(&self, name: &str, key: &str) -> Result<SubjectKey> {
        let mut raw = Vec::new();
        let token = Token::decode(key.as_bytes(), &mut raw)?;
        if token.suite().kind() != Kind::Value {
            return Err(token::malformed());
        }
        let version = self.by_id(token.id())?;
        if version.purpose() != Purpose::Subject {
            let message = format!(
                "key {} is of set `{}`, which holds no subject keys: check the call",
                version.id(),
                version.set()
            );
            return Err(Error::new(ErrorCode::KeyNotUsable, message));
        }
        let material = seal::subject::open(version.material()?, version.set(), name, &token)?;
        Ok(SubjectKey { set: version.set().to_owned(), material: Arc::new(material) })
    }
}

fn store(version: &Version, name: &str, key: &Material) -> Result<String> {
    let mut raw = Vec::new();
    seal::subject::seal(version.material()?, version.set(), name, key, &mut raw)?;
    Ok(token::text_of(&raw))
}
