//! `fieldveil mask`: a record as one audience may see it.

use fieldveil::MaskOptions;

use crate::args::Mask;
use crate::failure::{Done, Result};
use crate::{context, records, ring};

/// Runs it; without a ring it masks what is plain and redacts tokens.
///
/// # Errors
/// As `Veil::mask` says.
pub(crate) fn run(args: &Mask) -> Result<Done> {
    let given = &args.document;
    let veil = ring::veil(&given.policy, ring::open_if_given(&args.ring)?)?;
    let context = context::of(&given.context)?;
    let options = MaskOptions { view: Some(args.view.clone()), context, ..Default::default() };
    records::run(
        given,
        |record| veil.mask_with_report(record, &options),
        |reader, writer, progress| veil.mask_lines(reader, writer, &options, progress),
    )
}
