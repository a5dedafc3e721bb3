//! The one walk over the bytes of a document: validates, selects, reports.

use super::Selection;
use super::eval::Evaluator;
use super::tape::Tape;
use super::visit::{Visit, WalkOptions};
use super::walker::{Stop, Walker};
use crate::json;
use crate::{Error, ErrorCode, Result};

/// Walks a document once and reports every place that the selection selects, in document order.
///
/// # Errors
/// `invalid_json` with its position if the bytes are not exactly one JSON text in UTF-8, `limit_exceeded`, and
/// whatever the visitor answers.
pub(crate) fn walk(
    doc: &[u8],
    selection: &Selection,
    options: &WalkOptions,
    visitor: &mut impl Visit,
) -> Result<()> {
    if doc.len() > options.limits.document.min(crate::limits::MAX_DOCUMENT) {
        return json::check(doc, &options.limits).and_then(|()| Err(disagree()));
    }
    let walked = if selection.looks_ahead {
        Tape::read(doc, &selection.shadows, &options.limits).map_err(Stop::from).and_then(|tape| {
            let evaluator = Evaluator::new(doc, &tape, &selection.filters);
            Walker::new(doc, selection, options, visitor, Some(evaluator)).run()
        })
    } else {
        Walker::new(doc, selection, options, visitor, None).run()
    };
    match walked {
        Ok(()) => Ok(()),
        Err(Stop::Visitor(error)) => Err(error),
        Err(Stop::Invalid) => json::check(doc, &options.limits).and_then(|()| Err(disagree())),
    }
}

/// The fast validator refused what the exact one accepts: never an answer, always an error.
fn disagree() -> Error {
    Error::new(ErrorCode::Internal, "the two validators disagree about a document: please report it")
}
