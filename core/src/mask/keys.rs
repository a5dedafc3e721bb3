//! What keyed and registered operators need from the call that they work in.

/// Keys, context and functions of one call.
pub(crate) trait Keys {
    /// The text of the scalar at a path that an operator [watches](super::Operator::watches), if the record
    /// has one there.
    fn watched(&self, path: &str) -> Option<&str>;

    /// What the function that was registered under `name` makes of a text, if there is one and it succeeds.
    fn custom(&self, name: &str, text: &str) -> Option<String>;
}

/// No keys, no context, no functions: every operator that needs one redacts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoKeys;

impl Keys for NoKeys {
    fn watched(&self, _path: &str) -> Option<&str> {
        None
    }

    fn custom(&self, _name: &str, _text: &str) -> Option<String> {
        None
    }
}
