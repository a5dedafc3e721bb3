//! The error of the core as the JSON text that the facade turns into the class of its code.

use serde_json::json;

/// What begins the message of an error that is one of the core's.
const MARK: &str = "fieldveil";

/// The text of an error: code, message and place.
pub(crate) fn text(error: &fieldveil::Error) -> String {
    let position =
        error.position().map(|p| json!({ "offset": p.offset, "line": p.line, "column": p.column }));
    let (code, message) = (error.code().as_str(), error.to_string());
    let place =
        json!({ "path": error.path(), "index": error.index(), "line": error.line(), "position": position });
    json!({ MARK: code, "text": message, "place": place }).to_string()
}

/// The same as what napi throws.
pub(crate) fn thrown(error: &fieldveil::Error) -> napi::Error {
    napi::Error::from_reason(text(error))
}

/// A result of the core, its error thrown.
pub(crate) trait OrThrow<T> {
    /// The value.
    ///
    /// # Errors
    /// The error's text.
    fn or_throw(self) -> napi::Result<T>;
}

impl<T> OrThrow<T> for fieldveil::Result<T> {
    fn or_throw(self) -> napi::Result<T> {
        self.map_err(|error| thrown(&error))
    }
}
