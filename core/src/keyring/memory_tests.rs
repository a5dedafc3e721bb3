//! Secrecy by looking: after everything was dropped, the memory of the process is dumped and searched.
//!
//! The process that is dumped is a child: this very test program again, running [`child`] alone. It reports its
//! secrets masked (each byte XOR 0x5A, in hexadecimal), so that reporting leaves no copy behind.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use zeroize::Zeroize;

use super::{Keyring, Passphrase, Purpose};
use crate::Context;
use crate::seal::{self, Type, context, record, value};
use crate::token::Token;

const ROLE: &str = "FIELDVEIL_MEMORY_TEST";
const MASK: u8 = 0x5A;
/// The masked passphrase and the masked plaintext: nowhere in the program do they stand as they are.
const PASSPHRASE: &[u8] =
    b"\x2a\x3b\x29\x29\x2a\x32\x28\x3b\x29\x3f\x77\x35\x3c\x77\x2e\x32\x3f\x77\x28\x33\x34\x3d";
const PLAINTEXT: &[u8] =
    b"\x2a\x36\x3b\x33\x34\x2e\x3f\x22\x2e\x77\x35\x3c\x77\x3b\x77\x2c\x3b\x36\x2f\x3f\x77\x6b\x6b\x6b";

fn unmasked(masked: &[u8]) -> Vec<u8> {
    masked.iter().map(|byte| byte ^ MASK).collect()
}

fn report(out: &mut impl Write, name: &str, secret: &[u8]) {
    let digits = secret.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{:02x}", byte ^ MASK);
        digits
    });
    writeln!(out, "secret {name} {digits}").unwrap();
}

/// The life of some secrets, in a process of its own; does nothing unless it is asked to.
#[test]
fn child() {
    let Ok(role) = std::env::var(ROLE) else { return };
    let mut out = std::io::stdout();
    live(&mut out);
    if role == "leave" {
        // On purpose, to show that the search finds what is there.
        Box::leak(unmasked(PASSPHRASE).into_boxed_slice());
    }
    writeln!(out, "ready").unwrap();
    let _ = std::io::stdin().read(&mut [0]);
}

fn live(out: &mut impl Write) {
    let folder = tempfile::tempdir().unwrap();
    let mut passphrase = String::from_utf8(unmasked(PASSPHRASE)).unwrap();
    let provider = Passphrase::new(&passphrase).unwrap().cost(19_456, 1, 1).unwrap();
    report(out, "passphrase", passphrase.as_bytes());
    passphrase.zeroize();
    let path = folder.path().join("ring.json");
    let ring = Keyring::create(&path, &[provider.clone().into()]).unwrap();
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    edit.save().unwrap();
    drop(ring);

    let ring = Keyring::open(&path, &[provider.into()]).unwrap();
    report(out, "ring-key", ring.loaded().ring_key.expose());
    let snapshot = ring.snapshot();
    let key = snapshot.primary("pii", Purpose::Data).unwrap().material().unwrap();
    report(out, "version-key", key.key().expose());

    let mut plain = unmasked(PLAINTEXT);
    report(out, "plaintext", &plain);
    let (mut raw, mut text) = (Vec::new(), Vec::new());
    value::seal(key, Type::Text, &plain, 64, context::NONE, &[0; 4], &seal::salt().unwrap(), &mut raw)
        .unwrap();
    let mut sealer = record::Sealer::new(key, context::NONE, seal::salt().unwrap()).unwrap();
    sealer.field(Type::Text, &plain, 0, &[0; 4], &mut text).unwrap();
    let header = sealer.finish().unwrap();
    let mut stream = ring.encryptor("pii", Vec::new(), &Context::new()).unwrap();
    stream.write_all(&plain).unwrap();
    let stream = stream.finish().unwrap();
    plain.zeroize();

    let opened = value::open(key, &Token::parse(&raw).unwrap(), context::NONE, &[0; 4]).unwrap();
    assert_eq!(opened.payload().len(), PLAINTEXT.len());
    let mut opener = record::Opener::new(key, &Token::parse(&header).unwrap(), context::NONE).unwrap();
    let field = Token::decode(&text, &mut raw).unwrap();
    assert_eq!(opener.open(&field, &[0; 4]).unwrap().1.len(), PLAINTEXT.len());
    let mut stream = ring.decryptor(&stream[..], &Context::new()).unwrap();
    let mut first = [0];
    assert_eq!(stream.read(&mut first).unwrap(), 1);
}

/// Runs the child, dumps it, and names each secret that the dump holds, whole or by half.
fn found(role: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let name = format!("{}::child", module_path!().split_once("::").unwrap().1);
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([name.as_str(), "--exact", "--nocapture", "--test-threads=1"])
        .env(ROLE, role)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut secrets = Vec::new();
    for line in lines.by_ref().take_while(|line| line != "ready") {
        if let Some((_, rest)) = line.split_once("secret ") {
            let (name, digits) = rest.split_once(' ').unwrap();
            let digits = digits.as_bytes().chunks(2).map(|two| str::from_utf8(two).unwrap());
            let masked: Vec<u8> = digits.map(|two| u8::from_str_radix(two, 16).unwrap()).collect();
            secrets.push((name.to_owned(), unmasked(&masked)));
        }
    }
    let base = folder.path().join("dump");
    let dumped = Command::new("gcore").arg("-o").arg(&base).arg(child.id().to_string()).output().unwrap();
    drop(child.stdin.take());
    let dump = std::fs::read(base.with_extension(child.id().to_string()));
    lines.for_each(drop);
    child.wait().unwrap();
    let dump = dump.unwrap_or_else(|_| panic!("gcore: {}", String::from_utf8_lossy(&dumped.stderr)));
    assert_eq!(secrets.len(), 4);
    // Something that must be there, or the dump is none: the masked plaintext, a constant of the program.
    assert!(memchr::memmem::find(&dump, PLAINTEXT).is_some(), "the dump holds no data");
    let halves = |secret: &[u8]| {
        let (first, second) = secret.split_at(secret.len() / 2);
        [first, second].iter().any(|half| memchr::memmem::find(&dump, half).is_some())
    };
    secrets.into_iter().filter(|(_, secret)| halves(secret)).map(|(name, _)| name).collect()
}

#[test]
fn nothing_secret_stays_in_memory() {
    if Command::new("gcore").arg("-h").output().is_err() {
        eprintln!("SKIPPED: no `gcore` on this machine; install gdb to look into the memory of a process");
        return;
    }
    assert_eq!(found("leave"), ["passphrase"], "what was left on purpose, and nothing else");
    assert_eq!(found("drop"), [""; 0]);
}
