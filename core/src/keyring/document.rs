//! The keyring file as it is written: rows, strictly parsed. What is consistent here may still be forged.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub(super) use read::Members;

use super::moment::Moment;
use super::purpose::{Purpose, State};
use super::strict::Node;
use crate::token::Family;
use crate::{Error, ErrorCode, Result};

/// The largest file that is looked at.
pub(super) const MAX_FILE: usize = 16 << 20;
/// The most rows of `wraps`.
pub(super) const MAX_WRAPS: usize = 16;
/// The most of them that a passphrase opens: each costs a run of Argon2id.
pub(super) const MAX_PASSPHRASES: usize = 8;

/// A keyring file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Document {
    /// `kr_…`, the same for the life of the ring.
    pub(super) id: String,
    /// Grows by one with each change.
    pub(super) epoch: u64,
    /// How many seconds a version must have been pending before it is promoted.
    pub(super) min_pending: u64,
    pub(super) wraps: Vec<Wrap>,
    pub(super) sets: Vec<SetRow>,
    /// base64url of the MAC over everything else.
    pub(super) mac: String,
}

/// The ring key, wrapped by one provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrap {
    Passphrase { cost: Cost, salt: [u8; 16], wrapped: String },
    Key { wrapped: String },
    Hpke { name: String, public_key: [u8; 32], wrapped: Vec<u8> },
    Callback { name: String, wrapped: Vec<u8> },
}

/// What one run of Argon2id costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) memory_kib: u32,
    pub(super) passes: u32,
    pub(super) lanes: u32,
}

/// One key set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SetRow {
    pub(super) name: String,
    pub(super) purpose: Purpose,
    pub(super) family: Family,
    pub(super) versions: Vec<VersionRow>,
}

/// One version of a key set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VersionRow {
    pub(super) id: u32,
    pub(super) state: State,
    pub(super) created: Moment,
    /// When it became primary, if it ever did.
    pub(super) promoted: Option<Moment>,
    /// Its 32 bytes under the ring key; nothing once destroyed.
    pub(super) wrapped: Option<String>,
}

impl Document {
    /// The document that is the whole of `text`.
    ///
    /// # Errors
    /// `invalid_keyring` for what is not exactly a keyring file within the limits, before any costly work.
    pub(super) fn parse(text: &[u8]) -> Result<Self> {
        if text.len() > MAX_FILE {
            return Err(invalid("the file is over 16 MiB: a ring is a few kilobytes"));
        }
        let node = Node::parse(text).map_err(|what| invalid(format!("not a keyring file: {what}")))?;
        read::document(&node)
    }

    /// What the MAC covers: the canonical form (RFC 8785) without `mac`.
    pub(super) fn authenticated(&self) -> String {
        write::document(self, false).canonical()
    }

    /// The file's text.
    pub(super) fn text(&self) -> String {
        write::document(self, true).pretty()
    }

    /// The versions of all sets.
    pub(super) fn versions(&self) -> impl Iterator<Item = &VersionRow> + Clone {
        self.sets.iter().flat_map(|set| &set.versions)
    }
}

impl Wrap {
    /// The word for its provider.
    pub(super) fn provider(&self) -> &'static str {
        match self {
            Self::Passphrase { .. } => "passphrase",
            Self::Key { .. } => "key",
            Self::Hpke { .. } => "hpke",
            Self::Callback { .. } => "callback",
        }
    }

    /// Its provider and its name, as messages and lists show it: `hpke server-2026`.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Passphrase { .. } | Self::Key { .. } => self.provider().to_owned(),
            Self::Hpke { name, .. } | Self::Callback { name, .. } => format!("{} {name}", self.provider()),
        }
    }
}

impl Cost {
    /// The cost that a new passphrase has: about a tenth of a second.
    pub(super) const DEFAULT: Self = Self { memory_kib: 65_536, passes: 3, lanes: 1 };

    /// Whether a file, or a caller, may ask for it.
    pub(super) fn is_allowed(self) -> bool {
        (19_456..=1_048_576).contains(&self.memory_kib)
            && (1..=16).contains(&self.passes)
            && (1..=4).contains(&self.lanes)
            && u64::from(self.memory_kib) * u64::from(self.passes) <= 4_194_304
    }
}

/// Whether a key of this family serves this purpose.
pub(super) fn serves(family: Family, purpose: Purpose) -> bool {
    match purpose {
        Purpose::Data | Purpose::Subject => matches!(family, Family::Aes256Gcm | Family::ChaCha20Poly1305),
        Purpose::Deterministic => family == Family::Aes256Siv,
        Purpose::Index | Purpose::Pseudonym => family == Family::HmacSha256,
    }
}

/// What is wrong with a keyring file.
pub(super) fn invalid(message: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidKeyring, message)
}
