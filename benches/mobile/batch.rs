//! The work of `Bench.kt` and `Bench.swift` in Rust itself: told line by line what to do, it answers how long that took.
//!
//! `batch FOLDER` takes `policy.yaml`, `record.json`, `ring.json` and the key `ring.key` from a folder. A line
//! `VERB RECORDS REPEATS` is one turn, in calls of so many records; the answer is the nanoseconds of all of it.

use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs};

use fieldveil::{DecryptOptions, EncryptOptions, Key, Keyring, MaskOptions, Policy, Veil, Verb};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("usage: batch FOLDER")?);
    let ring = Keyring::open(folder.join("ring.json"), &[Key::from_file(folder.join("ring.key"))?.into()])?;
    let veil = Veil::new(Policy::load(folder.join("policy.yaml"))?).with_keyring(ring)?;
    let plain = fs::read(folder.join("record.json"))?;
    let stored = veil.encrypt(&plain, &EncryptOptions::default())?;
    for line in io::stdin().lines() {
        let line = line?;
        let mut words = line.split(' ');
        let (verb, document) = match words.next() {
            Some("mask") => (Verb::Mask(MaskOptions::default()), &plain),
            Some("encrypt") => (Verb::Encrypt(EncryptOptions::default()), &plain),
            Some("decrypt") => (Verb::Decrypt(DecryptOptions::default()), &stored),
            _ => return Err("a turn begins with `mask`, `encrypt` or `decrypt`".into()),
        };
        let mut number = || {
            words.next().ok_or("a turn is `VERB RECORDS REPEATS`")?.parse().map_err(Box::<dyn Error>::from)
        };
        let (records, repeats): (usize, usize) = (number()?, number()?);
        writeln!(io::stdout(), "{}", turn(&veil, &verb, document, records, repeats))?;
    }
    Ok(())
}

/// So many calls, each of so many records; one record is a call of its own kind.
fn turn(veil: &Veil, verb: &Verb, document: &[u8], records: usize, repeats: usize) -> u128 {
    let documents = vec![document.to_vec(); records];
    let borrowed: Vec<&[u8]> = documents.iter().map(Vec::as_slice).collect();
    let begun = Instant::now();
    for _ in 0..repeats {
        if records == 1 {
            let _ = black_box(verb.run(veil, black_box(document)));
        } else {
            black_box(verb.run_many(veil, black_box(&borrowed), &[]));
        }
    }
    begun.elapsed().as_nanos()
}
