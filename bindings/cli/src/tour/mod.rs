//! `fieldveil tour`: the life of a record, in a temporary folder.

mod paint;
mod table;

use std::io::{self, Write};
use std::path::Path;

use fieldveil::{
    DecryptOptions, EncryptOptions, Error, ErrorCode, Key, Keyring, MaskOptions, Policy, Purpose, Veil,
};

use crate::failure::{Done, Failure, Result};
use crate::key_file;
use paint::{Paint, Tone};
use table::Table;

const POLICY: &str = include_str!("policy.yaml");
const ORDERS: &str = include_str!("orders.jsonl");

/// Runs it.
///
/// # Errors
/// Whatever a step says; `internal` if the restored bytes are not the first ones.
pub(crate) fn run() -> Result<Done> {
    let folder =
        tempfile::tempdir().map_err(|error| Failure::io("write", Path::new("a temporary folder"), &error))?;
    let story = Story::live(folder.path())?;
    let told = story.tell(&mut io::stdout().lock(), Paint::of_stdout());
    told.map_err(|error| Failure::io("write", Path::new("-"), &error))?;
    if story.restored != story.plain {
        return Err(Error::new(ErrorCode::Internal, "the restored orders differ from the first ones").into());
    }
    Ok(Done::Whole)
}

/// What happened to the orders.
struct Story {
    key: u32,
    plain: Vec<u8>,
    stored: Vec<u8>,
    support: Vec<u8>,
    fraud: Vec<u8>,
    restored: Vec<u8>,
    swapped: Option<Error>,
}

impl Story {
    fn live(folder: &Path) -> Result<Self> {
        let kek = folder.join("kek");
        key_file::create(&kek)?;
        let ring = Keyring::create(folder.join("ring.json"), &[Key::from_file(&kek)?.into()])?;
        let mut edit = ring.edit()?;
        let key = edit.add_set("pii", Purpose::Data, None)?;
        edit.save()?;
        let veil = Veil::new(Policy::parse(POLICY)?).with_keyring(ring)?;

        let plain = ORDERS.as_bytes().to_vec();
        let mut stored = Vec::new();
        veil.encrypt_lines(&mut plain.as_slice(), &mut stored, &EncryptOptions::default(), &mut |_| ())?;
        let see = |view: &str| {
            let mut seen = Vec::new();
            let options = MaskOptions { view: Some(view.to_owned()), ..Default::default() };
            veil.mask_lines(&mut stored.as_slice(), &mut seen, &options, &mut |_| ()).map(|_| seen)
        };
        let (support, fraud) = (see("support")?, see("fraud")?);
        let swapped = veil.decrypt(&swap_emails(&stored), &DecryptOptions::default()).err();
        let mut restored = Vec::new();
        veil.decrypt_lines(&mut stored.as_slice(), &mut restored, &DecryptOptions::default(), &mut |_| ())?;
        Ok(Self { key, plain, stored, support, fraud, restored, swapped })
    }

    fn tell(&self, out: &mut dyn Write, paint: Paint) -> io::Result<()> {
        writeln!(out, "\n{}", paint.tone(Tone::Head, "  Fieldveil: the life of a record"))?;
        step(out, paint, 1, "A policy says which fields are sensitive, what is stored, and who sees what.")?;
        for line in POLICY.lines().filter(|line| line.contains("contact") || line.contains("extends")) {
            writeln!(out, "     {}", paint.tone(Tone::Quiet, line.trim_start()))?;
        }
        step(out, paint, 2, "A keyring holds the keys, wrapped: here the set `pii`, opened by a key file.")?;
        let key =
            format!("key {} is its primary version; every token names the key that sealed it", self.key);
        writeln!(out, "     {}", paint.tone(Tone::Quiet, &key))?;
        step(out, paint, 3, "Three orders are encrypted, and what is stored is masked for two audiences.")?;
        writeln!(out)?;
        self.table()?.write(out, paint)?;
        writeln!(out)?;
        let sizes = format!(
            "the first of three; {} bytes became {}, and what no rule selects stayed as it was, to the byte",
            self.plain.len(),
            self.stored.len()
        );
        writeln!(out, "  {}", paint.tone(Tone::Quiet, &sizes))?;
        step(
            out,
            paint,
            4,
            "Somebody moves the e-mail token of one order into another and asks for plaintext.",
        )?;
        match &self.swapped {
            Some(error) => {
                writeln!(
                    out,
                    "     {} {error}",
                    paint.tone(Tone::Bad, &format!("error[{}]:", error.code()))
                )?;
            }
            None => {
                writeln!(out, "     {}", paint.tone(Tone::Bad, "and nobody noticed: please report this"))?
            }
        }
        step(out, paint, 5, "The owner of the key decrypts.")?;
        let (tone, verdict) = if self.restored == self.plain {
            (Tone::Good, "3 orders restored, byte for byte the same")
        } else {
            (Tone::Bad, "the restored orders differ from the first ones: please report this")
        };
        writeln!(out, "     {}\n", paint.tone(tone, verdict))?;
        next(out, paint)
    }

    fn table(&self) -> io::Result<Table<'static>> {
        let forms = [
            ("plain", &self.plain),
            ("stored", &self.stored),
            ("seen by support", &self.support),
            ("seen by fraud", &self.fraud),
        ];
        Ok(Table::new(&forms.map(|(title, lines)| (title, first_line(lines))))?)
    }
}

fn step(out: &mut dyn Write, paint: Paint, number: u8, text: &str) -> io::Result<()> {
    writeln!(out, "\n  {}  {text}", paint.tone(Tone::Head, &number.to_string()))
}

fn next(out: &mut dyn Write, paint: Paint) -> io::Result<()> {
    let program = std::env::args().next().unwrap_or_else(|| "fieldveil".to_owned());
    writeln!(out, "  {}", paint.tone(Tone::Head, "Now you"))?;
    for (words, what) in [
        ("init demo", "a policy, a keyring and a sample of your own"),
        ("check -p demo/policy.yaml --sample demo/sample.json", "what a policy does, rule by rule"),
        ("help", "every command; the guarantees and their limits are in README.md"),
    ] {
        writeln!(out, "     {program} {words}\n       {}", paint.tone(Tone::Quiet, what))?;
    }
    writeln!(out)
}

fn first_line(lines: &[u8]) -> &[u8] {
    lines.split(|byte| *byte == b'\n').next().unwrap_or_default()
}

/// The first order with the second one's e-mail token in place of its own.
fn swap_emails(stored: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(stored);
    let emails: Vec<&str> = text.lines().filter_map(email).collect();
    match (text.lines().next(), emails.as_slice()) {
        (Some(line), [first, second, ..]) => line.replace(first, second).into_bytes(),
        _ => Vec::new(),
    }
}

fn email(line: &str) -> Option<&str> {
    line.split_once("\"email\":\"")?.1.split_once('"').map(|(token, _)| token)
}
