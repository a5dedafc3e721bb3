//! An opened ring: the document, the ring key that authenticates it, and every version's key.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::document::{Document, SetRow, VersionRow, invalid};
use super::moment::Moment;
use super::provider::Provider;
use super::snapshot::{Contents, Set, Snapshot, Version};
use super::wrapped::{self, Home, Unwrapped};
use crate::crypto::equal;
use crate::seal::Material;
use crate::secret::Secret;
use crate::{Error, ErrorCode, Result};

/// `LP("fv1/ring-mac")`.
const RING_MAC: &[u8] = b"\0\0\0\x0cfv1/ring-mac";

/// An authentic ring, and everything that it opens to.
pub(super) struct Loaded {
    pub(super) document: Document,
    pub(super) ring_key: Arc<Secret<32>>,
    /// What a call sees of it.
    pub(super) snapshot: Snapshot,
    /// When it was read.
    pub(super) at: Moment,
}

impl Loaded {
    /// Opens a document with whichever provider can.
    ///
    /// # Errors
    /// `wrong_passphrase` if none can, `provider_failed` or `provider_key_lost` if the one that could does not,
    /// `invalid_keyring` if the document is not authentic.
    pub(super) fn open(document: Document, providers: &[Provider], at: Moment) -> Result<Self> {
        let ring_key = ring_key(&document, providers)?;
        Self::with_ring_key(document, Arc::new(ring_key), at)
    }

    /// Opens a document with its ring key.
    ///
    /// # Errors
    /// `invalid_keyring` if the document is not authentic under it.
    pub(super) fn with_ring_key(document: Document, ring_key: Arc<Secret<32>>, at: Moment) -> Result<Self> {
        let mac = URL_SAFE_NO_PAD.decode(&document.mac).unwrap_or_default();
        if !equal(&ring_mac(&document, &ring_key)?, &mac) {
            return Err(invalid("the MAC of the ring does not fit: it was altered, restore the file"));
        }
        let snapshot = Snapshot::new([Arc::new(contents(&document, &ring_key)?)]);
        Ok(Self { document, ring_key, snapshot, at })
    }
}

/// Writes the MAC of a document into it.
///
/// # Errors
/// None: the ring key has the length that every primitive asks for.
pub(super) fn authenticate(document: &mut Document, ring_key: &Secret<32>) -> Result<()> {
    document.mac = URL_SAFE_NO_PAD.encode(ring_mac(document, ring_key)?);
    Ok(())
}

/// What the key of a version is bound to in its ring.
pub(super) fn home<'a>(ring: &'a str, set: &'a SetRow) -> Home<'a> {
    Home { ring, set: &set.name, purpose: set.purpose.as_str(), suite: set.family.as_str() }
}

fn ring_mac(document: &Document, ring_key: &Secret<32>) -> Result<[u8; 32]> {
    wrapped::mac(ring_key, RING_MAC, &document.authenticated())
}

/// Offers each row to each provider in turn; the first that opens one opens the ring.
fn ring_key(document: &Document, providers: &[Provider]) -> Result<Secret<32>> {
    let mut fault = None;
    let mut asked = false;
    for provider in providers {
        for row in &document.wraps {
            match provider.unwrap(row, &document.id) {
                Ok(Unwrapped::Opened(key)) => return Ok(key),
                Ok(Unwrapped::Wrong) => asked = true,
                Ok(Unwrapped::NotMine) => {}
                Err(error) => {
                    fault.get_or_insert(error);
                }
            }
        }
    }
    Err(fault.unwrap_or_else(|| not_opened(document, asked)))
}

fn not_opened(document: &Document, asked: bool) -> Error {
    let message = if asked {
        "the passphrase or key does not open this ring: check which ring it is for".to_owned()
    } else {
        let rows: Vec<_> = document.wraps.iter().map(|row| format!("`{}`", row.label())).collect();
        format!("no provider was given that could open this ring: give one for {}", rows.join(" or "))
    };
    Error::new(ErrorCode::WrongPassphrase, message)
}

fn contents(document: &Document, ring_key: &Secret<32>) -> Result<Contents> {
    let ring_key = wrapped::opening(ring_key)?;
    let open_set = |set: &SetRow| {
        let name: Arc<str> = set.name.as_str().into();
        let open_version = |row: &VersionRow| {
            let material = match &row.wrapped {
                Some(text) => {
                    let key = wrapped::unwrap_version(&ring_key, row.id, text, &home(&document.id, set))?;
                    Some(Material::new(row.id, set.family, key)?)
                }
                None => None,
            };
            Ok(Version {
                id: row.id,
                set: Arc::clone(&name),
                purpose: set.purpose,
                state: row.state,
                material,
            })
        };
        let versions = set.versions.iter().map(open_version).collect::<Result<_>>()?;
        Ok(Set { name: Arc::clone(&name), purpose: set.purpose, versions })
    };
    Ok(Contents::new(document.sets.iter().map(open_set).collect::<Result<_>>()?))
}

#[cfg(test)]
mod tests {
    use super::super::Purpose;
    use super::super::provider::Key;
    use super::*;

    fn hex(value: &serde_json::Value) -> Vec<u8> {
        let digits = value.as_str().unwrap().as_bytes().chunks(2);
        digits.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
    }

    #[test]
    fn the_known_answer_opens() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../../tests/vectors/format.json")).unwrap();
        let mut cases =
            vectors["vectors"].as_array().unwrap().iter().filter(|case| case["kind"] == "keyring");
        let case = cases.next().unwrap();
        assert!(cases.next().is_none());
        let document = Document::parse(case["document"].to_string().as_bytes()).unwrap();
        let provider = Key::new(&hex(&case["kek"])).unwrap().into();
        let loaded = Loaded::open(document.clone(), &[provider], Moment::from_unix(0)).unwrap();
        assert_eq!(*loaded.ring_key, Secret::copied(&hex(&case["ring_key"])).unwrap());
        let primary = loaded.snapshot.primary("pii", Purpose::Data).unwrap();
        assert_eq!((primary.id(), primary.set()), (16_909_060, "pii"));
        // The same key as in the known answers for values.
        let value =
            vectors["vectors"].as_array().unwrap().iter().find(|case| case["kind"] == "value").unwrap();
        assert_eq!(*primary.material().unwrap().key(), Secret::copied(&hex(&value["key"])).unwrap());

        let mut again = document.clone();
        authenticate(&mut again, &loaded.ring_key).unwrap();
        assert_eq!(again, document);
    }

    #[test]
    fn says_which_provider_could_open_it() {
        let document = Document::parse(
            br#"{"fieldveil_keyring":1,"id":"kr_1","epoch":1,"min_pending":0,"wraps":[{"provider":"hpke","name":"server",
            "public_key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","wrapped":"AAAA"}],"sets":[],"mac":""}"#,
        );
        let key = Key::new(&[1; 32]).unwrap().into();
        let error = Loaded::open(document.unwrap(), &[key], Moment::from_unix(0)).err().unwrap();
        assert_eq!(error.code(), ErrorCode::WrongPassphrase);
        assert!(error.message().contains("`hpke server`"));
    }
}
