//! A ring is saved by processes that are killed, and by several at once: the old or the new file stands.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fieldveil::{ErrorCode, Key, Keyring, KeyringEdit, Provider, Purpose, Result};

/// Set for the processes that this test starts: the ring to work on.
const RING: &str = "FIELDVEIL_TEST_CRASH_RING";

fn key() -> Provider {
    Key::new(&[1; 32]).unwrap().into()
}

fn edit<T>(ring: &Keyring, change: impl FnOnce(&mut KeyringEdit) -> Result<T>) -> Result<T> {
    let mut edit = ring.edit()?;
    let done = change(&mut edit)?;
    edit.save()?;
    Ok(done)
}

/// This test binary again, to run one of the functions below in a process of its own.
fn start(function: &str, ring: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", function, "--nocapture", "--test-threads=1"])
        .env(RING, ring)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The lines that a process wrote behind a word; a line that was cut short does not count.
fn said<'a>(lines: impl Iterator<Item = String> + 'a, word: &'a str) -> impl Iterator<Item = String> + 'a {
    lines.filter_map(move |line| line.strip_suffix('\n')?.strip_prefix(word).map(str::to_owned))
}

fn lines(reader: &mut impl BufRead) -> impl Iterator<Item = String> + '_ {
    std::iter::from_fn(|| {
        let mut line = String::new();
        (reader.read_line(&mut line).unwrap() > 0).then_some(line)
    })
}

/// Saves until it is killed.
#[test]
fn saver() {
    let Some(path) = std::env::var_os(RING) else { return };
    let ring = Keyring::open(path, &[key()]).unwrap();
    let retired = ring.sets()[0].versions[1].id;
    loop {
        let disabled = ring.sets()[0].versions[1].state == fieldveil::State::Disabled;
        let step = if disabled { KeyringEdit::enable } else { KeyringEdit::disable };
        edit(&ring, |edit| step(edit, "pii", retired)).unwrap();
        println!("\nepoch {}", ring.status().epoch);
    }
}

#[test]
fn killed_while_it_saves() {
    if std::env::var_os(RING).is_some() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ring.json");
    let ring = Keyring::create(&path, &[key()]).unwrap();
    edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None)).unwrap();
    let retired = edit(&ring, |edit| edit.rotate("pii")).unwrap();
    edit(&ring, |edit| edit.retire("pii", retired)).unwrap();

    let (mut old, mut new) = (0, 0);
    for round in 0..200 {
        let mut child = start("saver", &path);
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let first: u64 = said(lines(&mut output), "epoch ").next().unwrap().parse().unwrap();
        std::thread::sleep(Duration::from_micros(random() % 5000));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = said(lines(&mut output), "epoch ").last().map_or(first, |epoch| epoch.parse().unwrap());

        let left = Keyring::open(&path, &[key()]).unwrap_or_else(|error| panic!("round {round}: {error}"));
        let epoch = left.status().epoch;
        assert!(epoch == last || epoch == last + 1, "round {round}: epoch {epoch} after {last} was saved");
        *if epoch == last { &mut old } else { &mut new } += 1;
        // What the dead one left behind hinders nobody.
        edit(&left, |edit| {
            edit.rotate("pii")
                .and_then(|id| edit.retire("pii", id).and_then(|()| edit.destroy_by_force("pii", id)))
        })
        .unwrap();
    }
    println!("200 kills: the old file stood {old} times, the new one {new} times");
    let mut names: Vec<_> =
        folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["ring.json", "ring.json.lock"], "nothing is left over");
}

/// Opens the ring, waits for a line, changes it.
#[test]
fn contender() {
    let Some(path) = std::env::var_os(RING) else { return };
    let ring = Keyring::open(path, &[key()]).unwrap();
    println!("\nready ");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let done = edit(&ring, |edit| edit.add_set(&format!("set {}", std::process::id()), Purpose::Data, None));
    println!("\ndone {}", done.map_or_else(|error| error.code().as_str(), |_| "saved"));
}

#[test]
fn one_of_several_wins() {
    if std::env::var_os(RING).is_some() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ring.json");
    Keyring::create(&path, &[key()]).unwrap();
    for round in 1..=10 {
        let mut children: Vec<_> = (0..3).map(|_| start("contender", &path)).collect();
        let mut outputs: Vec<_> =
            children.iter_mut().map(|child| BufReader::new(child.stdout.take().unwrap())).collect();
        for output in &mut outputs {
            said(lines(output), "ready ").next().unwrap();
        }
        for child in &mut children {
            child.stdin.take().unwrap().write_all(b"go\n").unwrap();
        }
        let mut outcomes: Vec<_> =
            outputs.iter_mut().map(|output| said(lines(output), "done ").next().unwrap()).collect();
        children.iter_mut().for_each(|child| assert!(child.wait().unwrap().success()));
        outcomes.sort();
        let changed = ErrorCode::KeyringChanged.as_str();
        assert_eq!(outcomes, [changed, changed, "saved"]);
        assert_eq!(Keyring::open(&path, &[key()]).unwrap().sets().len(), round);
    }
}

fn random() -> u64 {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    u64::try_from(nanos % 1_000_003).unwrap().wrapping_mul(6_364_136_223_846_793_005) >> 33
}
