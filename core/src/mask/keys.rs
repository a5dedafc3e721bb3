//! What keyed and registered operators need from the call that they work in.

use std::borrow::Cow;

use crate::seal::Material;

/// Keys, context and functions of one call.
pub(crate) trait Keys {
    /// The primary version of a pseudonym set, if a ring of the call has one and it is usable.
    fn pseudonym_key(&self, set: &str) -> Option<&Material>;

    /// The encoded context of these pairs alone (`sctx`), if the call has them all.
    fn scope(&self, names: &[String]) -> Option<Cow<'_, [u8]>>;

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
    fn pseudonym_key(&self, _set: &str) -> Option<&Material> {
        None
    }

    fn scope(&self, _names: &[String]) -> Option<Cow<'_, [u8]>> {
        None
    }

    fn watched(&self, _path: &str) -> Option<&str> {
        None
    }

    fn custom(&self, _name: &str, _text: &str) -> Option<String> {
        None
    }
}
