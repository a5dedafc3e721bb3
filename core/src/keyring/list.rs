//! What a ring holds, for people and programs that manage it.

use serde::Serialize;

use super::document::{SetRow, VersionRow};
use super::ids;
use super::purpose::{Purpose, State};
use super::ring::Keyring;

/// One key set of a ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeySetInfo {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Its suite, as the file writes it.
    pub suite: String,
    /// Its versions, oldest first.
    pub versions: Vec<KeyVersionInfo>,
}

/// One version of a key set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyVersionInfo {
    /// The id that its tokens carry.
    pub id: u32,
    /// Its state.
    pub state: State,
    /// When it was made, RFC 3339.
    pub created: String,
    /// When it became primary, if it ever did, RFC 3339.
    pub promoted: Option<String>,
    /// What finds its tokens by `LIKE` in a text column, one pattern for each kind of token.
    pub patterns: Vec<String>,
}

impl Keyring {
    /// The key sets of the ring and their versions.
    #[must_use]
    pub fn sets(&self) -> Vec<KeySetInfo> {
        self.loaded().document.sets.iter().map(set).collect()
    }

    /// The rows of `wraps`, each as its provider and name: what [`KeyringEdit::rewrap`](super::KeyringEdit::rewrap)
    /// counts.
    #[must_use]
    pub fn wraps(&self) -> Vec<String> {
        self.loaded().document.wraps.iter().map(super::document::Wrap::label).collect()
    }
}

fn set(row: &SetRow) -> KeySetInfo {
    let version = |version: &VersionRow| KeyVersionInfo {
        id: version.id,
        state: version.state,
        created: version.created.to_string(),
        promoted: version.promoted.map(|moment| moment.to_string()),
        patterns: ids::patterns(version.id, row.family),
    };
    KeySetInfo {
        name: row.name.clone(),
        purpose: row.purpose,
        suite: row.family.as_str().to_owned(),
        versions: row.versions.iter().map(version).collect(),
    }
}
