//! `fieldveil init`: a starter policy and keyring, and what to do next.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use fieldveil::{Key, Keyring, Purpose};

use crate::args::Init;
use crate::failure::{Done, Failure, Result};
use crate::key_file::{self, write_new};

const POLICY: &str = include_str!("../starter/policy.yaml");
const SAMPLE: &str = include_str!("../starter/sample.json");

/// Runs it; what is there already is never overwritten.
///
/// # Errors
/// `io` if the folder or a file cannot be made.
pub(crate) fn run(args: &Init) -> Result<Done> {
    let folder = args.folder.as_path();
    fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    let (key, ring) = (folder.join("ring.key"), folder.join("ring.json"));
    write_new(&folder.join("policy.yaml"), POLICY.as_bytes(), 0o666)?;
    write_new(&folder.join("sample.json"), SAMPLE.as_bytes(), 0o666)?;
    key_file::create(&key)?;
    let mut edit = Keyring::create(&ring, &[Key::from_file(&key)?.into()])?.edit()?;
    edit.add_set("pii", Purpose::Data, None)?;
    edit.save()?;
    tell(folder).map_err(|error| Failure::io("write", Path::new("-"), &error))?;
    Ok(Done::Whole)
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
