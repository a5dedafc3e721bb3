//! What an opened token held.

use super::plain::{self, Type};
use crate::error::Result;
use crate::secret::SecretBytes;

/// A type and a payload, erased when dropped.
pub(crate) struct Opened {
    kind: Type,
    payload: std::ops::Range<usize>,
    text: SecretBytes,
}

impl Opened {
    /// Takes authentic plaintext apart.
    pub(super) fn new(text: SecretBytes) -> Result<Self> {
        // EXPOSE: to find the payload within its plaintext.
        let (kind, payload) = plain::read(text.expose())?;
        Ok(Self { kind, payload, text })
    }

    /// What the payload is.
    pub(crate) fn kind(&self) -> Type {
        self.kind
    }

    /// The payload, without type, length and padding.
    pub(crate) fn payload(&self) -> &[u8] {
        // EXPOSE: this is what the caller opened the token for.
        self.text.expose().get(self.payload.clone()).unwrap_or_default()
    }

    /// Whether the plaintext was padded.
    pub(super) fn padded(&self) -> bool {
        self.payload.start != 1
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("kind", &self.kind).finish_non_exhaustive()
    }
}
