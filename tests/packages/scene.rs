//! What a user of the crate does: `scene FOLDER`.

use std::io::Write;
use std::path::PathBuf;

use fieldveil::{DecryptOptions, EncryptOptions, Key, Keyring, MaskOptions, Policy, Veil};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("which folder?")?);
    let ring = Keyring::open(folder.join("ring.json"), &[Key::from_file(folder.join("ring.key"))?.into()])?;
    let veil = Veil::new(Policy::load(folder.join("policy.yaml"))?).with_keyring(ring)?;
    let plain = std::fs::read(folder.join("sample.json"))?;
    let stored = std::fs::read(folder.join("stored.json"))?;

    let support = MaskOptions { view: Some("support".to_owned()), ..Default::default() };
    let again = veil.encrypt(&plain, &EncryptOptions::default())?;
    let mut out = std::io::stdout();
    out.write_all(&veil.decrypt(&stored, &DecryptOptions::default())?)?;
    out.write_all(&veil.mask(&stored, &support)?)?;
    out.write_all(&veil.decrypt(&again, &DecryptOptions::default())?)?;
    Ok(())
}
