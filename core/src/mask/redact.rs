//! `redact`: one text in place of the whole value.

use crate::Result;
use crate::document::Call;

use super::pen::Pen;

/// What stands where a value is redacted and the policy names no text of its own.
pub(super) const DEFAULT: &[u8] = b"\"[REDACTED]\"";

/// The same, as the inside of a JSON string.
pub(super) const TEXT: &[u8] = b"[REDACTED]";

/// The JSON string that replaces a value, whatever its type; it says nothing of the value's length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Redact {
    json: Vec<u8>,
}

impl Redact {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        Ok(call.options(&["text"], Some("text"))?.str("text")?.map(Self::with).unwrap_or_default())
    }

    /// A redaction with a text of its own.
    pub(crate) fn with(text: &str) -> Self {
        let mut json = Vec::with_capacity(text.len() + 2);
        let mut pen = Pen::open(&mut json);
        pen.text(text);
        pen.close();
        Self { json }
    }

    /// Appends the text, whatever the value is.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.json);
    }
}

impl Default for Redact {
    fn default() -> Self {
        Self { json: DEFAULT.to_vec() }
    }
}
