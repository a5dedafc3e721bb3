//! `fieldveil init`: a starter policy and keyring, and what to do next.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use fieldveil::{Error, ErrorCode, Key, Keyring, Purpose};

use crate::args::Init;
use crate::failure::{Done, Failure, Result};
use crate::key_file::{self, write_new};

const POLICY: &str = include_str!("../starter/policy.yaml");
const SAMPLE: &str = include_str!("../starter/sample.json");

/// Runs it; what is there already is never overwritten, and nothing is made beside it.
///
/// # Errors
/// `io` if one of the files is there already, or if the folder or a file cannot be made.
pub(crate) fn run(args: &Init) -> Result<Done> {
    let folder = args.folder.as_path();
    let files @ [policy, sample, ring, key] =
        &["policy.yaml", "sample.json", "ring.json", "ring.key"].map(|name| folder.join(name));
    require_free(files)?;
    fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    write_new(policy, POLICY.as_bytes(), 0o666)?;
    write_new(sample, SAMPLE.as_bytes(), 0o666)?;
    key_file::create(key)?;
    let mut edit = Keyring::create(ring, &[Key::from_file(key)?.into()])?.edit()?;
    edit.add_set("pii", Purpose::Data, None)?;
    edit.save()?;
    tell(folder).map_err(|error| Failure::io("write", Path::new("-"), &error))?;
    Ok(Done::Whole)
}

/// Asks for all names before the first file is made: what a refused run left would be in the way of the next one.
fn require_free(files: &[PathBuf]) -> Result<()> {
    let Some(taken) = files.iter().find(|file| fs::symlink_metadata(file).is_ok()) else { return Ok(()) };
    let message = format!("`{}` is there already: move it away, or choose another folder", taken.display());
    Err(Error::new(ErrorCode::Io, message).into())
}

fn tell(folder: &Path) -> io::Result<()> {
    let program = std::env::args().next().unwrap_or_else(|| "fieldveil".to_owned());
    let at = folder.display();
    write!(
        io::stdout(),
        "\
{at}/policy.yaml   which fields are sensitive, what is stored, who sees what
{at}/sample.json   an order to try it on
{at}/ring.json     the keyring, with the key set `pii`: a file to keep and to copy to every reader
{at}/ring.key      what opens it: 32 bytes, for you alone; move it out of here, never commit it

Next:
  export FIELDVEIL_KEYRING={at}/ring.json FIELDVEIL_KEK_FILE={at}/ring.key
  {program} check   -p {at}/policy.yaml --sample {at}/sample.json
  {program} encrypt -p {at}/policy.yaml {at}/sample.json -o {at}/stored.json
  {program} mask    -p {at}/policy.yaml {at}/stored.json --view support
  {program} decrypt -p {at}/policy.yaml {at}/stored.json
"
    )
}
