//! `fieldveil seal` and `fieldveil open`: files of any size, in constant memory.

use fieldveil::{Context, Keyring};

use crate::args::{Seal, Stream};
use crate::failure::{Done, Result};
use crate::input::{self, Reader};
use crate::output::Output;
use crate::{apart, bar, context, ring};

/// Encrypts a file.
///
/// # Errors
/// As `Keyring::encrypt_stream` says.
pub(crate) fn seal(args: &Seal) -> Result<Done> {
    stream(&args.stream, |ring, reader, writer, context| {
        ring.encrypt_stream(&args.set, reader, writer, context)
    })
}

/// Decrypts a file. To standard output, too, it goes as it comes: whoever reads it there looks at the exit code.
///
/// # Errors
/// As `Keyring::decrypt_stream` says.
pub(crate) fn open(args: &Stream) -> Result<Done> {
    stream(args, |ring, reader, writer, context| ring.decrypt_stream(reader, writer, context))
}

fn stream(
    args: &Stream,
    work: impl FnOnce(&Keyring, Reader, &mut Output, &Context) -> fieldveil::Result<u64>,
) -> Result<Done> {
    apart::files(&args.files, &args.ring)?;
    let context = context::of(&args.context)?;
    let ring = ring::open_single(&args.ring)?;
    let files = &args.files;
    let input = input::open(files.input.as_deref())?;
    let mut output = Output::open(files.output.as_deref())?;
    let bar = bar::over(input.length, input::named(files.output.as_deref()).is_none());
    work(&ring, Box::new(bar.wrap_read(input.reader)), &mut output, &context)?;
    bar.finish_and_clear();
    output.commit()?;
    Ok(Done::Whole)
}
