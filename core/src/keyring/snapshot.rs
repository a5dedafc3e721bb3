//! What one call sees: the key sets of every ring that serves it, unchanging while the call lasts.

use std::sync::Arc;

use super::purpose::{Purpose, State};
use crate::seal::Material;
use crate::{Error, ErrorCode, Result};

/// The key sets of one or more rings at one moment. A clone shares them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Snapshot {
    rings: Arc<[Arc<Contents>]>,
}

/// The opened sets of one ring.
#[derive(Debug)]
pub(crate) struct Contents {
    sets: Vec<Set>,
    /// Where each id stands, sorted: the set and the version in it.
    index: Vec<(u32, usize, usize)>,
}

/// One key set and its versions, in the order of the file.
#[derive(Debug)]
pub(crate) struct Set {
    pub(super) name: Arc<str>,
    pub(super) purpose: Purpose,
    pub(super) versions: Vec<Version>,
}

/// One version of a key set.
#[derive(Debug)]
pub(crate) struct Version {
    pub(super) id: u32,
    pub(super) set: Arc<str>,
    pub(super) purpose: Purpose,
    pub(super) state: State,
    /// Nothing once destroyed.
    pub(super) material: Option<Material>,
}

impl Contents {
    /// These sets, and where to find their ids.
    pub(super) fn new(sets: Vec<Set>) -> Self {
        let places = sets.iter().enumerate().flat_map(|(set, row)| {
            row.versions.iter().enumerate().map(move |(version, row)| (row.id, set, version))
        });
        let mut index: Vec<_> = places.collect();
        index.sort_unstable();
        Self { sets, index }
    }

    fn by_id(&self, id: u32) -> Option<&Version> {
        let at = self.index.binary_search_by_key(&id, |(id, ..)| *id).ok()?;
        let (_, set, version) = self.index.get(at)?;
        self.sets.get(*set)?.versions.get(*version)
    }
}

impl Version {
    /// The key id that tokens carry.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// The name of the set that this is a version of.
    pub(crate) fn set(&self) -> &str {
        &self.set
    }

    /// What its set is for.
    pub(crate) fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Its key, for the constructions of the format.
    ///
    /// # Errors
    /// `key_not_usable` if it is destroyed; a version that a look-up gave is not.
    pub(crate) fn material(&self) -> Result<&Material> {
        self.material.as_ref().ok_or_else(|| destroyed(self))
    }
}

impl Snapshot {
    /// The sets of these rings, looked up in this order.
    pub(super) fn new(rings: impl IntoIterator<Item = Arc<Contents>>) -> Self {
        Self { rings: rings.into_iter().collect() }
    }

    /// The sets of all these.
    pub(super) fn joined(snapshots: impl IntoIterator<Item = Self>) -> Self {
        Self::new(snapshots.into_iter().flat_map(|one| one.rings.to_vec()))
    }

    /// What a set is for.
    ///
    /// # Errors
    /// `unknown_key_set` if no ring has the set.
    pub(crate) fn purpose(&self, set: &str) -> Result<Purpose> {
        self.set(set).map(|set| set.purpose)
    }

    /// The version of a set that writes.
    ///
    /// # Errors
    /// `unknown_key_set` if no ring has the set, `key_not_usable` if it serves another purpose.
    pub(crate) fn primary(&self, set: &str, purpose: Purpose) -> Result<&Version> {
        let found = self.set(set)?;
        require_purpose(found, purpose)?;
        found.versions.iter().find(|v| v.state == State::Primary).ok_or_else(|| {
            Error::new(
                ErrorCode::KeyNotUsable,
                format!("key set `{set}` has no primary version: promote one"),
            )
        })
    }

    /// The versions of a set that a search must ask for: the primary one, then retired and pending ones.
    ///
    /// # Errors
    /// As [`primary`](Self::primary).
    pub(crate) fn live(&self, set: &str, purpose: Purpose) -> Result<Vec<&Version>> {
        let primary = self.primary(set, purpose)?;
        let others =
            self.set(set)?.versions.iter().filter(|v| matches!(v.state, State::Retired | State::Pending));
        Ok(std::iter::once(primary).chain(others).collect())
    }

    /// Whether a ring has a key of this id, in whatever state.
    pub(crate) fn knows(&self, id: u32) -> bool {
        self.rings.iter().any(|ring| ring.by_id(id).is_some())
    }

    /// The version that a token's key id names, if it may read.
    ///
    /// # Errors
    /// `unknown_key` if no ring has the id, `key_not_usable` if the version is disabled or destroyed.
    pub(crate) fn by_id(&self, id: u32) -> Result<&Version> {
        let found = self.rings.iter().find_map(|ring| ring.by_id(id));
        readable(found.ok_or_else(|| unknown_key(id))?)
    }

    /// The version that a token's key id names, if it may read and is of the set that the rule names.
    ///
    /// # Errors
    /// As [`by_id`](Self::by_id), and `key_not_usable` if the version is of another set or purpose.
    pub(crate) fn of_set(&self, id: u32, set: &str, purpose: Purpose) -> Result<&Version> {
        let own = self.sets().find(|s| &*s.name == set).and_then(|s| s.versions.iter().find(|v| v.id == id));
        let version = own.map_or_else(|| self.by_id(id), readable)?;
        if version.purpose != purpose {
            return Err(Error::new(
                ErrorCode::KeyNotUsable,
                format!(
                    "key {id} is of a `{}` set and `{purpose}` is needed here: check the rule",
                    version.purpose
                ),
            ));
        }
        if version.set() != set {
            return Err(Error::new(
                ErrorCode::KeyNotUsable,
                format!("key {id} is of set `{}` and the rule names `{set}`: check the rule", version.set),
            ));
        }
        Ok(version)
    }

    /// Whether two snapshots are of the same rings at the same moment.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.rings.len() == other.rings.len()
            && self.rings.iter().zip(&*other.rings).all(|(one, other)| Arc::ptr_eq(one, other))
    }

    /// A set name that stands in two of the rings.
    pub(super) fn doubled_set(&self) -> Option<&str> {
        let mut seen = std::collections::BTreeSet::new();
        self.sets().map(|set| &*set.name).find(|name| !seen.insert(*name))
    }

    fn sets(&self) -> impl Iterator<Item = &Set> {
        self.rings.iter().flat_map(|ring| &ring.sets)
    }

    fn set(&self, name: &str) -> Result<&Set> {
        self.sets().find(|set| &*set.name == name).ok_or_else(|| {
            let mend =
                if self.rings.is_empty() { "give a keyring" } else { "add it, or give the ring that has it" };
            Error::new(ErrorCode::UnknownKeySet, format!("no key set `{name}`: {mend}"))
        })
    }
}

fn require_purpose(set: &Set, purpose: Purpose) -> Result<()> {
    if set.purpose == purpose {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::KeyNotUsable,
        format!(
            "key set `{}` is for `{}` and `{purpose}` is needed here: name a set of that purpose",
            set.name, set.purpose
        ),
    ))
}

fn readable(version: &Version) -> Result<&Version> {
    let id = version.id;
    match version.state {
        State::Pending | State::Primary | State::Retired => Ok(version),
        State::Disabled => Err(Error::new(
            ErrorCode::KeyNotUsable,
            format!("key {id} of set `{}` is disabled: enable it to read what it sealed", version.set),
        )),
        State::Destroyed => Err(destroyed(version)),
    }
}

fn destroyed(version: &Version) -> Error {
    let message =
        format!("key {} of set `{}` is destroyed: what it sealed is gone for good", version.id, version.set);
    Error::new(ErrorCode::KeyNotUsable, message)
}

fn unknown_key(id: u32) -> Error {
    Error::new(
        ErrorCode::UnknownKey,
        format!("no ring that was given has key {id}: give the ring that has it"),
    )
}
