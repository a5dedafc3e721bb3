//! Finding a value again without opening anything, and text that is no document.

use std::collections::HashMap;

use fieldveil::MaskOptions;

use crate::error::Outcome;
use crate::options;
use crate::values::NativeValue;
use crate::veil::NativeVeil;

#[uniffi::export]
impl NativeVeil {
    /// What a stored value can be found by, the primary version's term first.
    pub fn search_terms(
        &self,
        class: String,
        value: NativeValue,
        context: HashMap<String, String>,
        path: Option<String>,
    ) -> Outcome<Vec<String>> {
        let context = options::context(context)?;
        Ok(self.0.search_terms(&class, &value.into(), &context, path.as_deref())?)
    }

    /// The index term that is stored beside a value; none where nothing is left of it.
    pub fn blind_index(
        &self,
        class: String,
        value: NativeValue,
        context: HashMap<String, String>,
    ) -> Outcome<Option<String>> {
        Ok(self.0.blind_index(&class, &value.into(), &options::context(context)?)?)
    }

    /// The pseudonym that a class shows for a value.
    pub fn pseudonym(
        &self,
        class: String,
        value: NativeValue,
        context: HashMap<String, String>,
    ) -> Outcome<String> {
        Ok(self.0.pseudonym(&class, &value.into(), &options::context(context)?)?)
    }

    /// A plain text with everything replaced that the detectors find in it.
    pub fn mask_text(&self, text: String) -> String {
        self.0.mask_text(&text)
    }

    /// A text of a log: the documents in it as a view shows them, and then as `mask_text` does.
    pub fn mask_message(&self, text: String, view: String) -> Outcome<String> {
        let options = MaskOptions { view: Some(view), ..MaskOptions::default() };
        Ok(self.0.mask_message(&text, &options)?)
    }
}
