//! `fieldveil seal` and `fieldveil open`: files of any size, in constant memory.

use crate::args::{Files, Open, Seal};
use crate::failure::{Done, Result};
use crate::input::{self, Reader};
use crate::output::Output;
use crate::{bar, context, ring};

/// Encrypts a file.
///
/// # Errors
/// As `Keyring::encrypt_stream` says.
pub(crate) fn seal(args: &Seal) -> Result<Done> {
    let context = context::of(&args.context)?;
    let ring = ring::open_single(&args.ring)?;
    stream(&args.files, |reader, writer| ring.encrypt_stream(&args.set, reader, writer, &context))
}

/// Decrypts a file. To standard output, too, it goes as it comes: whoever reads it there looks at the exit code.
///
/// # Errors
/// As `Keyring::decrypt_stream` says.
pub(crate) fn open(args: &Open) -> Result<Done> {
    let context = context::of(&args.context)?;
    let ring = ring::open_single(&args.ring)?;
    stream(&args.files, |reader, writer| ring.decrypt_stream(reader, writer, &context))
}

fn stream(files: &Files, work: impl FnOnce(Reader, &mut Output) -> fieldveil::Result<u64>) -> Result<Done> {
    let input = input::open(files.input.as_deref())?;
    let mut output = Output::open(files.output.as_deref())?;
    let bar = bar::over(input.length, input::named(files.output.as_deref()).is_none());
    work(Box::new(bar.wrap_read(input.reader)), &mut output)?;
    bar.finish_and_clear();
    output.commit()?;
    Ok(Done::Whole)
}
