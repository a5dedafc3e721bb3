//! Plain text: no record, no places, only what the detectors find.

use super::Veil;
use crate::error::{Error, ErrorCode, Result};
use crate::json;
use crate::mask::NoKeys;

impl Veil {
    /// A text with everything replaced that the detectors find in it: `[email]`, `[card]`. The rest stays.
    ///
    /// All built-in detectors look, in their strong forms, and the policy's own.
    ///
    /// ```
    /// # use fieldveil::{Policy, Veil};
    /// let veil = Veil::new(Policy::parse("{version: 1}")?);
    /// assert_eq!(veil.mask_text("paid by maria@example.org"), "paid by [email]");
    /// # Ok::<(), fieldveil::Error>(())
    /// ```
    ///
    /// # Security
    /// What no detector knows stays readable: names, addresses, diagnoses. Where a record has places, give them
    /// rules.
    #[must_use]
    pub fn mask_text(&self, text: &str) -> String {
        self.policy.compiled().free_text.mask_text(text, &NoKeys).into_owned()
    }

    /// As [`mask_text`](Self::mask_text), for bytes that should be UTF-8.
    ///
    /// # Errors
    /// `unsupported_value` with the place where they are not; `limit_exceeded` for more than a document may have.
    pub fn mask_text_bytes(&self, text: &[u8]) -> Result<Vec<u8>> {
        let policy = self.policy.compiled();
        if text.len() > policy.limits.document {
            let message =
                format!("the text is longer than {} bytes; mask it in parts", policy.limits.document);
            return Err(Error::new(ErrorCode::LimitExceeded, message));
        }
        let valid = std::str::from_utf8(text).map_err(|error| {
            let message = "the text is not UTF-8; convert it before it is masked";
            Error::new(ErrorCode::UnsupportedValue, message).at(json::locate(text, error.valid_up_to()))
        })?;
        Ok(policy.free_text.mask_text(valid, &NoKeys).into_owned().into_bytes())
    }
}
