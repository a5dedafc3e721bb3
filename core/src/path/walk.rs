//! The one walk over the bytes of a document: validates, selects, reports.

use super::{Selection, Visit};
use crate::{Error, ErrorCode, Limits, Result};

/// How a document is walked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WalkOptions {
    pub(crate) limits: Limits,
    /// Report every leaf that no rule selects as well.
    pub(crate) unmatched: bool,
}

/// Walks a document once and reports every place that the selection selects, in document order.
///
/// # Errors
/// `invalid_json` with its position if the bytes are not exactly one JSON text in UTF-8, `limit_exceeded`, and
/// whatever the visitor answers.
pub(crate) fn walk(
    _doc: &[u8],
    _selection: &Selection,
    _options: &WalkOptions,
    _visitor: &mut impl Visit,
) -> Result<()> {
    Err(Error::new(ErrorCode::Internal, "not walked yet"))
}
