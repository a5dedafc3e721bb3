//! `fieldveil mask`: a record as one audience may see it.

use fieldveil::{MaskOptions, Policy, Veil};

use crate::args::Mask;
use crate::failure::{Done, Result};
use crate::{apart, context, input, output, records, ring};

/// Runs it; without a ring it masks what is plain and redacts tokens.
///
/// # Errors
/// As `Veil::mask` says.
pub(crate) fn run(args: &Mask) -> Result<Done> {
    let given = &args.document;
    apart::records(given, &args.ring, &[])?;
    if args.text {
        return text(args);
    }
    let veil = ring::veil_of(given, ring::open_if_given(&args.ring)?)?;
    let context = context::of(&given.context)?;
    let options = MaskOptions { view: Some(args.view.clone()), context, ..Default::default() };
    records::run(
        given,
        veil.policy().limits(),
        |record| veil.mask_with_report(record, &options),
        |reader, writer, progress| veil.mask_lines(reader, writer, &options, progress),
    )
}

/// A policy that adds no detector.
const NOTHING_OF_ITS_OWN: &str = "version: 1";

/// Masks plain text by the detectors alone.
fn text(args: &Mask) -> Result<Done> {
    let given = &args.document;
    let veil = match &given.policy {
        Some(policy) => ring::veil(policy, Vec::new())?,
        None => Veil::new(Policy::parse(NOTHING_OF_ITS_OWN)?),
    };
    let text = input::document(given.files.input.as_deref(), veil.policy().limits())?;
    let shown = veil.mask_text_bytes(&text)?;
    output::whole(given.files.output.as_deref(), &shown)?;
    Ok(Done::Whole)
}
