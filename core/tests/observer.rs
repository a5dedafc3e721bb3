//! What an observer hears is told once, and is what was done.

use std::sync::{Arc, Mutex};

use fieldveil::{
    DecryptOptions, EncryptOptions, Event, Key, Keyring, MaskOptions, Policy, Provider, Purpose,
    ReencryptOptions, Subjects, Veil,
};

/// The events that a Veil told of, in order.
type Heard = Arc<Mutex<Vec<Event>>>;

/// A Veil by this policy, and what it tells.
fn heard_by(policy: &str) -> (Veil, Heard) {
    let heard = Heard::default();
    let ear = Heard::clone(&heard);
    let veil = Veil::new(Policy::parse(policy).unwrap());
    (veil.with_observer(move |event: &Event| ear.lock().unwrap().push(event.clone())), heard)
}

/// A ring with the set `pii`, and the same ring opened again.
fn rings(folder: &tempfile::TempDir, name: &str) -> (Keyring, Keyring) {
    let (path, key) = (folder.path().join(name), [Provider::from(Key::new(&[7; 32]).unwrap())]);
    let ring = Keyring::create(&path, &key).unwrap();
    add(&ring, "pii");
    let again = Keyring::open(&path, &key).unwrap();
    (ring, again)
}

fn add(ring: &Keyring, set: &str) {
    let mut edit = ring.edit().unwrap();
    edit.add_set(set, Purpose::Data, None).unwrap();
    edit.save().unwrap();
}

#[test]
fn a_reload_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let (writer, reader) = rings(&folder, "a");
    let other = Keyring::create(folder.path().join("b"), &[Key::new(&[7; 32]).unwrap().into()]).unwrap();
    let (veil, heard) = heard_by("version: 1");
    // The second ring comes to a Veil that listens to the first already.
    let veil = veil.with_keyring(reader.clone()).unwrap().with_keyring(other).unwrap();
    add(&writer, "people");
    assert!(reader.reload().unwrap());
    assert_eq!(heard.lock().unwrap().len(), 1);
    drop(veil);
    add(&writer, "pets");
    assert!(reader.reload().unwrap());
    assert_eq!(heard.lock().unwrap().len(), 1);
}

/// A token that opens where its place stood before was opened once, and one that does not open not at all.
#[test]
fn a_key_is_counted_for_what_it_opens() {
    const OLD: &str = "{version: 1, defaults: {layout: value}, rules: [{path: $.a, store: {encrypt: pii}}]}";
    const NEW: &str = "{version: 1, defaults: {layout: value}, rules: [{path: $.b, store: {encrypt: pii}}], moved: [{from: $.a, to: $.b}]}";
    let folder = tempfile::tempdir().unwrap();
    let (ring, _) = rings(&folder, "a");
    let old = Veil::new(Policy::parse(OLD).unwrap()).with_keyring(ring.clone()).unwrap();
    let stored = old.encrypt(br#"{"a":"x"}"#, &EncryptOptions::default()).unwrap();
    let stored = String::from_utf8(stored).unwrap();
    let (veil, heard) = heard_by(NEW);
    let veil = veil.with_keyring(ring).unwrap();
    let decrypt =
        |doc: String| veil.decrypt(doc.as_bytes(), &DecryptOptions::default()).map_err(|error| error.code());
    assert!(decrypt(stored.replace("\"a\"", "\"b\"")).is_ok());
    assert!(decrypt(stored.replace("{\"a\"", "{\"a\":1,\"b\"")).is_err());
    let uses = |event: &Event| event.keys.iter().map(|key| key.count).sum::<u64>();
    assert_eq!(heard.lock().unwrap().iter().map(uses).collect::<Vec<_>>(), [1, 0]);
}

/// A record that says nothing of whose it is fails as one that nobody asked: in the call, and so for the observer.
#[test]
fn a_document_that_is_no_json_is_told_with_and_without_subjects() {
    const OWNED: &str = "{version: 1, subject: $.id, views: {desk: {open: true}}}";
    const CUT: &[u8] = br#"{"id":"maria""#;
    let outcomes = |subjects: Option<Subjects>| {
        let (mut veil, heard) = heard_by(OWNED);
        if let Some(subjects) = subjects {
            veil = veil.with_subjects(subjects).unwrap();
        }
        let desk = MaskOptions { view: Some("desk".to_owned()), ..MaskOptions::default() };
        assert!(veil.mask(CUT, &desk).is_err());
        assert!(veil.encrypt(CUT, &EncryptOptions::default()).is_err());
        assert!(veil.decrypt(CUT, &DecryptOptions::default()).is_err());
        assert!(veil.reencrypt(CUT, &ReencryptOptions::default()).is_err());
        let heard = heard.lock().unwrap();
        heard
            .iter()
            .map(|event| (event.action, event.view.clone(), event.outcome.clone()))
            .collect::<Vec<_>>()
    };
    let alone = outcomes(None);
    assert_eq!(alone.len(), 4);
    assert!(alone.iter().all(|(_, _, outcome)| outcome.as_deref() == Some("invalid_json")), "{alone:?}");
    assert_eq!(outcomes(Some(Subjects::default())), alone);
}
