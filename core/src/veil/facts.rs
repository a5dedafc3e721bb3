//! What a record says about itself in the clear: its context, and the subject of a date shift.

use std::borrow::Cow;

use super::found::Watched;
use super::functions::Functions;
use super::keys::CallKeys;
use crate::context::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::keyring::Purpose;
use crate::mask::Keys;
use crate::policy::{Compiled, Source};
use crate::seal::Material;

/// The context that a record's tokens are bound to: the pairs that the policy reads, and the caller's.
///
/// # Errors
/// `missing_field` where the record lacks a pair of the policy; `invalid_context` where a value is neither a
/// string nor an integer, or the caller says something else; `limit_exceeded` beyond 64 pairs or 64 KiB.
pub(super) fn context(policy: &Compiled, watched: &[Option<Watched>], caller: &Context) -> Result<Context> {
    let mut context = caller.clone();
    for (name, source) in &policy.context {
        match source {
            Source::Value(value) => context.insert(name, value)?,
            Source::Watch(watch) => match watched.get(*watch).and_then(Option::as_ref) {
                Some(Watched::Text(text)) => context.insert(name, text)?,
                Some(Watched::Number(_) | Watched::Unfit) => {
                    let message = format!(
                        "the context pair `{name}` is not one string or integer in the record; name a path to one"
                    );
                    return Err(Error::new(ErrorCode::InvalidContext, message).under(path(policy, *watch)));
                }
                None => {
                    let message = format!(
                        "the record has no value for the context pair `{name}`; it is needed to seal and to open"
                    );
                    return Err(Error::new(ErrorCode::MissingField, message).under(path(policy, *watch)));
                }
            },
        }
    }
    Ok(context)
}

/// A watched path as the policy writes it.
fn path(policy: &Compiled, watch: usize) -> &str {
    policy.watches.get(watch).map_or("", String::as_str)
}

/// What operators may ask for beside the value.
pub(super) struct Facts<'r> {
    pub(super) policy: &'r Compiled,
    pub(super) keys: &'r CallKeys<'r>,
    /// Nothing where the record does not say it.
    pub(super) context: Option<&'r Context>,
    pub(super) watched: &'r [Option<Watched>],
    pub(super) functions: &'r Functions,
}

impl Keys for Facts<'_> {
    fn pseudonym_key(&self, set: &str) -> Option<&Material> {
        self.keys.rings.primary(set, Purpose::Pseudonym).ok()?.material().ok()
    }

    fn scope(&self, names: &[String]) -> Option<Cow<'_, [u8]>> {
        self.context?.encode_scope(names).ok().map(Cow::Owned)
    }

    fn watched(&self, path: &str) -> Option<&str> {
        match self.watched.get(self.policy.watch(path)?)?.as_ref()? {
            Watched::Text(text) => Some(text),
            Watched::Number(_) | Watched::Unfit => None,
        }
    }

    fn custom(&self, name: &str, text: &str) -> Option<String> {
        self.functions.call(name, text)
    }
}
