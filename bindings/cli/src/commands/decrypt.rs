//! `fieldveil decrypt`: the record as it was, byte for byte.

use fieldveil::DecryptOptions;

use crate::args::Decrypt;
use crate::failure::{Done, Result};
use crate::{apart, context, records, ring};

/// Runs it.
///
/// # Errors
/// As `Veil::decrypt` says.
pub(crate) fn run(args: &Decrypt) -> Result<Done> {
    let given = &args.document;
    apart::records(given, &args.ring, &[])?;
    let veil = ring::veil_of(given, ring::open(&args.ring)?)?;
    let context = context::of(&given.context)?;
    let options = DecryptOptions { context, partial: args.partial, ..Default::default() };
    records::run(
        given,
        veil.policy().limits(),
        |record| veil.decrypt_with_report(record, &options),
        |reader, writer, progress| veil.decrypt_lines(reader, writer, &options, progress),
    )
}
