//! A batch that its caller shares out among threads of its own, through the public interface.

use std::thread;

use fieldveil::{
    Context, DecryptOptions, EncryptOptions, ErrorCode, Key, Keyring, Policy, Purpose, Veil, Verb,
    inspect_document,
};

const POLICY: &str = "{ version: 1, rules: [ { path: $.email, store: { encrypt: pii } } ] }";

fn scene() -> (tempfile::TempDir, Keyring, Veil) {
    let folder = tempfile::tempdir().unwrap();
    let key = Key::new(&[7; 32]).unwrap();
    let ring = Keyring::create(folder.path().join("ring.json"), &[key.into()]).unwrap();
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    edit.save().unwrap();
    let veil = Veil::new(Policy::parse(POLICY).unwrap()).with_keyring(ring.clone()).unwrap();
    (folder, ring, veil)
}

fn document(index: usize) -> Vec<u8> {
    format!(r#"{{"email":"u{index}@example.org"}}"#).into_bytes()
}

fn row(index: usize) -> Context {
    Context::new().with("row", index.to_string()).unwrap()
}

#[test]
fn any_thread_brings_any_document_under_its_own_context() {
    let (_folder, _ring, veil) = scene();
    let batch = Verb::Encrypt(EncryptOptions::default()).begin(&veil, (0..20).map(row).collect());
    thread::scope(|scope| {
        for index in (0..20).rev() {
            let (batch, veil) = (&batch, &veil);
            scope.spawn(move || {
                let stored = batch.run(index, &document(index)).unwrap();
                let own = DecryptOptions { context: row(index), ..DecryptOptions::default() };
                assert_eq!(veil.decrypt(&stored, &own).unwrap(), document(index));
                let other = DecryptOptions { context: row(index + 1), ..DecryptOptions::default() };
                assert_eq!(veil.decrypt(&stored, &other).unwrap_err().code(), ErrorCode::Tampered);
            });
        }
    });
}

#[test]
fn a_document_fails_by_itself_and_says_which_it_is() {
    let (_folder, _ring, veil) = scene();
    let batch = Verb::Encrypt(EncryptOptions::default()).begin(&veil, Vec::new());
    let error = batch.run(7, b"{").unwrap_err();
    assert_eq!((error.code(), error.index()), (ErrorCode::InvalidJson, Some(7)));
    let stored = batch.run(8, &document(8)).unwrap();
    assert_eq!(veil.decrypt(&stored, &DecryptOptions::default()).unwrap(), document(8));
}

#[test]
fn a_batch_stays_under_the_keys_that_it_began_with() {
    let (_folder, ring, veil) = scene();
    let begin = || Verb::Encrypt(EncryptOptions::default()).begin(&veil, Vec::new());
    let key = |stored: Vec<u8>| inspect_document(&stored);
    let before = begin();
    let first = key(before.run(0, &document(0)).unwrap());
    let mut edit = ring.edit().unwrap();
    edit.rotate("pii").unwrap();
    edit.promote_now("pii").unwrap();
    edit.save().unwrap();
    assert_eq!(key(before.run(1, &document(1)).unwrap()), first);
    assert_ne!(key(begin().run(1, &document(1)).unwrap()), first);
}
