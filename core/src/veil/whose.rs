//! Whose data a record is, where a policy says which of its members names them.

use super::found::{Watched, note};
use crate::error::Result;
use crate::json::Kind;
use crate::path::{Answer, Enter, Place, Visit, WalkOptions, walk};
use crate::policy::Compiled;

/// The name at the policy's `subject`; none where it is not one string or integer.
///
/// # Errors
/// `invalid_json` and `limit_exceeded` of the document.
pub(super) fn whose(policy: &Compiled, doc: &[u8]) -> Result<Option<String>> {
    let Some(watch) = policy.subject else { return Ok(None) };
    let mut reader = Reader { watch, name: None };
    let options = WalkOptions { limits: policy.limits, unmatched: false };
    walk(doc, &policy.rules.selection, &options, &mut reader)?;
    Ok(match reader.name {
        Some(Watched::Text(name)) => Some(name),
        Some(Watched::Unfit) | None => None,
    })
}

/// Reads one watched place and passes over the rest.
struct Reader {
    watch: usize,
    name: Option<Watched>,
}

impl Visit for Reader {
    fn enter(&mut self, _rule: usize, _kind: Kind) -> Result<Enter> {
        Ok(Enter::Take)
    }

    fn place(&mut self, _place: &Place<'_>) -> Result<Answer> {
        Ok(Answer::Kept)
    }

    fn watch(&mut self, watch: usize, place: &Place<'_>) -> Result<()> {
        if watch == self.watch {
            note(&mut self.name, place);
        }
        Ok(())
    }
}
