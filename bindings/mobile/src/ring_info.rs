//! What a ring says of itself.

use std::collections::HashMap;

use fieldveil::{KeySetInfo, KeyVersionInfo};

use crate::error::NativeFailure;
use crate::keyring::NativeKeyring;

/// How a ring stands in this process.
#[derive(uniffi::Record)]
pub struct NativeKeyringStatus {
    /// The ring's id.
    pub id: String,
    /// The epoch that is served.
    pub epoch: u64,
    /// When that state was read, RFC 3339.
    pub loaded_at: String,
    /// Each set and the id of its primary version.
    pub primaries: HashMap<String, u32>,
    /// Why the last reload failed.
    pub last_error: Option<NativeFailure>,
}

/// One key set.
#[derive(uniffi::Record)]
pub struct NativeKeySet {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Its suite.
    pub suite: String,
    /// Its versions, oldest first.
    pub versions: Vec<NativeKeyVersion>,
}

/// One version of a key set.
#[derive(uniffi::Record)]
pub struct NativeKeyVersion {
    /// The id that its tokens carry.
    pub id: u32,
    /// Its state.
    pub state: String,
    /// When it was made, RFC 3339.
    pub created: String,
    /// When it became primary, RFC 3339.
    pub promoted: Option<String>,
    /// What finds its tokens by `LIKE`.
    pub patterns: Vec<String>,
}

#[uniffi::export]
impl NativeKeyring {
    /// How the ring stands in this process.
    pub fn status(&self) -> NativeKeyringStatus {
        let status = self.0.status();
        NativeKeyringStatus {
            id: status.id,
            epoch: status.epoch,
            loaded_at: status.loaded_at,
            primaries: status.primaries.into_iter().collect(),
            last_error: status.last_error.map(NativeFailure::from),
        }
    }

    /// The key sets and their versions.
    pub fn sets(&self) -> Vec<NativeKeySet> {
        self.0.sets().into_iter().map(set).collect()
    }

    /// The rows of `wraps`, which `rewrap` counts from 0.
    pub fn wraps(&self) -> Vec<String> {
        self.0.wraps()
    }
}

fn set(set: KeySetInfo) -> NativeKeySet {
    NativeKeySet {
        name: set.name,
        purpose: set.purpose.to_string(),
        suite: set.suite,
        versions: set.versions.into_iter().map(version).collect(),
    }
}

fn version(version: KeyVersionInfo) -> NativeKeyVersion {
    NativeKeyVersion {
        id: version.id,
        state: version.state.to_string(),
        created: version.created,
        promoted: version.promoted,
        patterns: version.patterns,
    }
}
