//! `custom`: a function of the application.

use crate::Result;
use crate::document::Call;

use super::keys::Keys;
use super::pen::Pen;

/// Calls the function that the Veil knows by this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Custom {
    pub(crate) name: String,
}

impl Custom {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        Ok(Self { name: call.options(&["name"], Some("name"))?.require("name")?.as_str()?.to_owned() })
    }

    /// Returns `None` if there is no such function, or if it fails.
    pub(super) fn write(&self, text: &str, keys: &dyn Keys, out: &mut Vec<u8>) -> Option<()> {
        let result = keys.custom(&self.name, text)?;
        let mut pen = Pen::open(out);
        pen.text(&result);
        pen.close();
        Some(())
    }
}
