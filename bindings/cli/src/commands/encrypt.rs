//! `fieldveil encrypt`: the sensitive fields of a record become tokens.

use fieldveil::EncryptOptions;

use crate::args::{Encrypt, Existing};
use crate::failure::{Done, Result};
use crate::{apart, context, records, ring};

/// Runs it.
///
/// # Errors
/// As `Veil::encrypt` says.
pub(crate) fn run(args: &Encrypt) -> Result<Done> {
    let given = &args.document;
    apart::records(given, &args.ring, &[])?;
    let veil = ring::veil_of(given, ring::open(&args.ring)?)?;
    let existing = match args.existing {
        Existing::Error => fieldveil::Existing::Error,
        Existing::Keep => fieldveil::Existing::Keep,
        Existing::Seal => fieldveil::Existing::Seal,
    };
    let context = context::of(&given.context)?;
    let options = EncryptOptions { context, existing, ..Default::default() };
    records::run(
        given,
        veil.policy().limits(),
        |record| veil.encrypt_with_report(record, &options),
        |reader, writer, progress| veil.encrypt_lines(reader, writer, &options, progress),
    )
}
