//! One of many people is erased, and nobody else; and what a change of keys does not touch, however many records there
//! are.
//!
//! `cargo xtask scale` takes the million.
#![allow(clippy::print_stdout, reason = "a run over a million says how long it took")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use fieldveil::{
    DecryptOptions, EncryptOptions, ErrorCode, Key, Keyring, KeyringEdit, MaskOptions, Passphrase, Policy,
    Provider, Purpose, ReencryptOptions, Result, Rewrap, Subject, Veil,
};

const POLICY: &str = r#"
version: 1
classes:
  contact: { store: { encrypt: people }, show: email }
  note: { store: { encrypt: { set: people, pad: 16 } }, show: redact }
rules:
  - { path: "$.mail", class: contact }
  - { path: "$.notes[*]", class: note }
views:
  desk: { open: true, note: reveal }
"#;

/// How many people, and records, there are unless the environment says more.
const PEOPLE: usize = 10_000;

/// How many are worked on at a time.
const BATCH: usize = 10_000;

fn people() -> usize {
    std::env::var("FIELDVEIL_TEST_SUBJECTS").map_or(PEOPLE, |count| count.parse().unwrap())
}

fn edit<T>(ring: &Keyring, change: impl FnOnce(&mut KeyringEdit) -> Result<T>) -> T {
    let mut edit = ring.edit().unwrap();
    let done = change(&mut edit).unwrap();
    edit.save().unwrap();
    done
}

/// An application: the people's keys in one table, their records in another.
struct Clinic {
    _folder: tempfile::TempDir,
    ring: Keyring,
    veil: Veil,
    keys: Vec<Option<String>>,
    records: Vec<Vec<u8>>,
}

impl Clinic {
    fn of(people: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let provider = Provider::from(Key::new(&[7; 32]).unwrap());
        let ring = Keyring::create(folder.path().join("ring.json"), &[provider]).unwrap();
        edit(&ring, |edit| edit.add_set("people", Purpose::Subject, None));
        let veil = Veil::new(Policy::parse(POLICY).unwrap()).with_keyring(ring.clone()).unwrap();
        let keys = (0..people).map(|id| Some(ring.new_subject_key("people", &name(id)).unwrap())).collect();
        let mut clinic = Self { _folder: folder, ring, veil, keys, records: Vec::with_capacity(people) };
        for start in (0..people).step_by(BATCH) {
            let plain: Vec<_> = (start..people.min(start + BATCH)).map(plain).collect();
            let options = |index: usize| EncryptOptions {
                subject: clinic.subject(start + index),
                ..EncryptOptions::default()
            };
            let stored = clinic.veil.encrypt_many(&plain, options);
            clinic.records.extend(stored.into_iter().map(Result::unwrap));
        }
        clinic
    }

    fn subject(&self, id: usize) -> Option<Subject> {
        self.keys[id].clone().map(|key| Subject { name: name(id), key })
    }

    fn decrypt(&self, id: usize, subject: Option<Subject>) -> Result<Vec<u8>> {
        self.veil.decrypt(&self.records[id], &DecryptOptions { subject, ..DecryptOptions::default() })
    }

    /// The people whose record does not open.
    fn closed(&self) -> Vec<(usize, ErrorCode)> {
        let mut closed = Vec::new();
        for start in (0..self.records.len()).step_by(BATCH) {
            let end = self.records.len().min(start + BATCH);
            let options = |index: usize| DecryptOptions {
                subject: self.subject(start + index),
                ..DecryptOptions::default()
            };
            let opened = self.veil.decrypt_many(&self.records[start..end], options);
            for (id, opened) in (start..end).zip(opened) {
                match opened {
                    Ok(bytes) => assert!(bytes == plain(id).as_bytes(), "the record of {id} is another"),
                    Err(error) => closed.push((id, error.code())),
                }
            }
        }
        closed
    }
}

fn name(id: usize) -> String {
    format!("person-{id}")
}

fn plain(id: usize) -> String {
    format!(r#"{{"person":{id},"mail":"p{id}@example.org","notes":["note {id}",null]}}"#)
}

#[test]
fn one_of_many_is_erased_and_every_other_opens() {
    let start = Instant::now();
    let mut clinic = Clinic::of(people());
    assert_eq!(clinic.closed(), []);
    let erased = people() / 3;
    clinic.keys[erased] = None;
    assert_eq!(clinic.closed(), [(erased, ErrorCode::UnknownKey)]);
    println!("one of {} erased: every other opens; {:?}", people(), start.elapsed());

    // Nobody else's key opens it, and what is shown of it is nothing.
    let other = clinic.subject(erased + 1);
    assert_eq!(clinic.decrypt(erased, other).unwrap_err().code(), ErrorCode::UnknownKey);
    let desk = MaskOptions { view: Some("desk".to_owned()), ..MaskOptions::default() };
    let (shown, report) = clinic.veil.mask_with_report(&clinic.records[erased], &desk).unwrap();
    let expected =
        format!(r#"{{"person":{erased},"mail":"[REDACTED]","notes":["[REDACTED]","[REDACTED]"]}}"#);
    assert_eq!(String::from_utf8(shown).unwrap(), expected);
    assert_eq!((report.redacted.no_key, report.redacted.tampered), (3, 0));

    let other = MaskOptions { subject: clinic.subject(erased + 1), ..desk };
    let (shown, report) = clinic.veil.mask_with_report(&clinic.records[erased + 1], &other).unwrap();
    assert!(String::from_utf8(shown).unwrap().contains(&format!("note {}", erased + 1)));
    assert_eq!(report.redacted.no_key, 0);
}

#[test]
fn a_rotation_of_the_set_rewraps_keys_and_touches_no_data() {
    let mut clinic = Clinic::of(people().min(PEOPLE) / 5);
    let before = clinic.records.clone();
    let old = clinic.keys.clone();
    edit(&clinic.ring, |edit| edit.rotate("people"));
    let first = clinic.ring.sets()[0].versions[0].id;
    edit(&clinic.ring, |edit| edit.promote_now("people"));
    for (id, key) in clinic.keys.iter_mut().enumerate() {
        let rewrapped = clinic.ring.rewrap_subject_key(&name(id), key.as_ref().unwrap()).unwrap();
        *key = Some(rewrapped);
    }
    assert!(clinic.keys.iter().zip(&old).all(|(new, old)| new != old));
    edit(&clinic.ring, |edit| edit.destroy_by_force("people", first));
    assert_eq!(clinic.closed(), []);
    assert!(clinic.records == before);

    // Who kept the old form of a key has nothing.
    let kept = Subject { name: name(1), key: old[1].clone().unwrap() };
    assert_eq!(clinic.decrypt(1, Some(kept)).unwrap_err().code(), ErrorCode::KeyNotUsable);
}

/// A reader that has not reloaded since the set was rotated does so when it meets a subject's key, or a record, that the
/// newer state has sealed.
#[test]
fn a_key_of_a_newer_version_makes_a_reader_look_at_the_file_again() {
    let folder = tempfile::tempdir().unwrap();
    let (path, key) = (folder.path().join("ring.json"), Provider::from(Key::new(&[7; 32]).unwrap()));
    let writer = Keyring::create(&path, std::slice::from_ref(&key)).unwrap();
    edit(&writer, |edit| edit.add_set("people", Purpose::Subject, None));
    edit(&writer, |edit| edit.add_set("pii", Purpose::Data, None));
    let policy = POLICY.replace("mail\", class: contact }", "mail\", store: { encrypt: pii }, show: email }");
    let veil = |policy: &str, ring: &Keyring| {
        Veil::new(Policy::parse(policy).unwrap()).with_keyring(ring.clone()).unwrap()
    };
    // A reader looks at most once a second, so each verb has one of its own.
    let reader = |policy| veil(policy, &Keyring::open(&path, std::slice::from_ref(&key)).unwrap());
    let (encrypting, decrypting, masking) = (reader(POLICY), reader(POLICY), reader(POLICY));
    let (moving, showing) = (reader(POLICY), reader(&policy));
    let in_a_batch = reader(POLICY);
    for set in ["people", "pii"] {
        edit(&writer, |edit| edit.rotate(set));
        edit(&writer, |edit| edit.promote_now(set));
    }
    let subject = Some(Subject { name: name(1), key: writer.new_subject_key("people", &name(1)).unwrap() });

    let plain = plain(1);
    let options = EncryptOptions { subject: subject.clone(), ..EncryptOptions::default() };
    let stored = encrypting.encrypt(plain.as_bytes(), &options).unwrap();
    let mixed = veil(&policy, &writer).encrypt(plain.as_bytes(), &options).unwrap();
    let options = DecryptOptions { subject: subject.clone(), ..DecryptOptions::default() };
    assert_eq!(decrypting.decrypt(&stored, &options).unwrap(), plain.as_bytes());
    let desk =
        MaskOptions { view: Some("desk".to_owned()), subject: subject.clone(), ..MaskOptions::default() };
    let shown = r#"{"person":1,"mail":"p***@example.org","notes":["note 1",null]}"#;
    assert_eq!(String::from_utf8(masking.mask(&stored, &desk).unwrap()).unwrap(), shown);
    let anybody = MaskOptions { subject: None, ..desk };
    let shown = shown.replace("\"note 1\",null", r#""[REDACTED]","[REDACTED]""#);
    assert_eq!(String::from_utf8(showing.mask(&mixed, &anybody).unwrap()).unwrap(), shown);
    let options = ReencryptOptions { subject: subject.clone(), ..ReencryptOptions::default() };
    assert_eq!(moving.reencrypt(&stored, &options).unwrap(), stored);

    // A batch is under the same keys from its start to its end.
    let options = |_| DecryptOptions { subject: subject.clone(), ..DecryptOptions::default() };
    let refused = in_a_batch.decrypt_many(&[stored], options).remove(0).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::UnknownKey);
}

/// What every file of a folder holds.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

#[test]
fn another_passphrase_touches_one_file() {
    const POLICY: &str = "{version: 1, rules: [{path: $.mail, store: {encrypt: pii}}]}";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ring.json");
    let phrase = |text: &str| [Provider::from(Passphrase::new(text).unwrap())];
    let ring = Keyring::create(&path, &phrase("the old one")).unwrap();
    edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
    let veil = |ring: &Keyring| Veil::new(Policy::parse(POLICY).unwrap()).with_keyring(ring.clone()).unwrap();
    let all: String = (0..people()).map(|id| plain(id) + "\n").collect();
    let mut stored = Vec::new();
    let done =
        veil(&ring).encrypt_lines(&mut all.as_bytes(), &mut stored, &EncryptOptions::default(), &mut |_| ());
    assert_eq!(done.unwrap().records, people() as u64);
    let share = stored.len().div_ceil(10);
    for (number, part) in stored.chunks(share).enumerate() {
        fs::write(folder.path().join(format!("part-{number}.jsonl")), part).unwrap();
    }

    let before = contents(folder.path());
    let [new] = phrase("the new one");
    let start = Instant::now();
    edit(&ring, |edit| edit.rewrap(&Rewrap { add: vec![new.clone()], remove: vec![0], new_ring_key: false }));
    println!("another passphrase over {} records: {:?}", people(), start.elapsed());
    let after = contents(folder.path());
    let changed: Vec<_> =
        after.iter().filter(|(name, bytes)| before.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
    assert_eq!(changed, ["ring.json"]);
    assert!(before.keys().all(|name| after.contains_key(name)));

    let refused = Keyring::open(&path, &phrase("the old one")).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::WrongPassphrase);
    let ring = Keyring::open(&path, &phrase("the new one")).unwrap();
    let mut plain = Vec::new();
    let done = veil(&ring).decrypt_lines(
        &mut stored.as_slice(),
        &mut plain,
        &DecryptOptions::default(),
        &mut |_| (),
    );
    assert_eq!(done.unwrap().records, people() as u64);
    assert!(plain == all.as_bytes());
}
