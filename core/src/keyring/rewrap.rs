//! Changing who can open a ring: `wraps`, `epoch` and `mac` are written anew, no record is touched.

use std::sync::Arc;

use super::contents::home;
use super::document::{Document, Wrap, invalid};
use super::edit::KeyringEdit;
use super::provider::{self, Provider};
use super::wrapped::{self, Unwrapped};
use crate::secret::Secret;
use crate::{Error, ErrorCode, Result};

/// How the wraps of a ring are to change.
#[derive(Clone, Debug, Default)]
pub struct Rewrap {
    /// Providers that get a row each, at the end.
    pub add: Vec<Provider>,
    /// Rows that go, counted from 0 in the ring as it was.
    pub remove: Vec<usize>,
    /// Whether the ring gets a new ring key, under which every version and every remaining row is wrapped anew.
    pub new_ring_key: bool,
}

impl KeyringEdit {
    /// Adds and removes wraps, and changes the ring key if that is asked for. To replace a passphrase, add the new
    /// one and remove the row of the old.
    ///
    /// # Errors
    /// `invalid_keyring` if a row to remove does not exist or none would remain; `wrong_passphrase` if a row cannot
    /// be wrapped anew, because no provider of it was given; `provider_failed` if the application's fails.
    ///
    /// # Security
    /// Removing a wrap that somebody may still open needs `new_ring_key`, and new versions of the data sets: who
    /// opened the ring once may have kept what was in it.
    pub fn rewrap(&mut self, change: &Rewrap) -> Result<()> {
        if let Some(row) = change.remove.iter().find(|row| **row >= self.draft.wraps.len()) {
            return Err(invalid(format!(
                "`wraps` has no row {row}: list the ring to see them, counted from 0"
            )));
        }
        let rows = self.draft.wraps.iter().enumerate();
        let mut wraps: Vec<_> =
            rows.filter(|(row, _)| !change.remove.contains(row)).map(|(_, wrap)| wrap.clone()).collect();
        if wraps.is_empty() && change.add.is_empty() {
            return Err(invalid("no wrap would remain to open the ring with: add one first"));
        }
        let mut ring_key = Arc::clone(&self.ring_key);
        if change.new_ring_key {
            ring_key = Arc::new(Secret::random()?);
            for row in &mut wraps {
                *row = self.wrap_anew(row, &change.add, &ring_key)?;
            }
            rewrap_versions(&mut self.draft, &self.ring_key, &ring_key)?;
        }
        for provider in &change.add {
            wraps.push(provider.wrap(&ring_key, &self.draft.id)?);
        }
        self.draft.wraps = wraps;
        self.ring_key = ring_key;
        self.providers.extend(change.add.iter().cloned());
        Ok(())
    }

    /// A row for the same holder and another ring key. A public key needs nobody; every other row needs the provider
    /// that opens it, from those that opened the ring or are added.
    fn wrap_anew(&self, row: &Wrap, added: &[Provider], ring_key: &Secret<32>) -> Result<Wrap> {
        let id = &self.draft.id;
        if let Wrap::Hpke { name, public_key, .. } = row {
            return provider::wrap_to_public_key(name, public_key, ring_key, id);
        }
        for provider in self.providers.iter().chain(added) {
            if let Unwrapped::Opened(_) = provider.unwrap(row, id)? {
                return provider.wrap_again(row, ring_key, id);
            }
        }
        let message = format!(
            "the row `{}` of `wraps` needs its provider to be wrapped anew: open the ring with it, or remove the row",
            row.label()
        );
        Err(Error::new(ErrorCode::WrongPassphrase, message))
    }
}

fn rewrap_versions(document: &mut Document, old: &Secret<32>, new: &Secret<32>) -> Result<()> {
    let old = wrapped::opening(old)?;
    for set in &mut document.sets {
        let mut versions = std::mem::take(&mut set.versions);
        let home = home(&document.id, set);
        for version in &mut versions {
            if let Some(text) = &version.wrapped {
                let key = wrapped::unwrap_version(&old, version.id, text, &home)?;
                version.wrapped = Some(wrapped::wrap_version(new, version.id, &key, &home)?);
            }
        }
        set.versions = versions;
    }
    Ok(())
}
