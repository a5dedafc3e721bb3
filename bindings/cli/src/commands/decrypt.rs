//! `fieldveil decrypt`: the record as it was, byte for byte.

use fieldveil::DecryptOptions;

use crate::args::Decrypt;
use crate::failure::{Done, Result};
use crate::subjects::Subjects;
use crate::{context, records, ring};

/// Runs it.
///
/// # Errors
/// As `Veil::decrypt` says.
pub(crate) fn run(args: &Decrypt) -> Result<Done> {
    let given = &args.document;
    let veil = ring::veil_of(given, ring::open(&args.ring)?)?;
    let context = context::of(&given.context)?;
    let options = DecryptOptions { context, partial: args.partial, ..Default::default() };
    let subjects = Subjects::of(given)?;
    records::run(
        given,
        |record| {
            let subject = subjects.of_record(veil.policy(), record)?;
            veil.decrypt_with_report(record, &DecryptOptions { subject, ..options.clone() })
        },
        |reader, writer, progress| veil.decrypt_lines(reader, writer, &options, progress),
    )
}
