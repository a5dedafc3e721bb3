//! A document of objects gives what its JSON text gives: the same places, shown, stored and restored the same.

mod cases;
mod random;
mod tree;

use fieldveil::tree::{Child, Document, Kind, Name, Tree, to_json};
use fieldveil::{
    Context, DecryptOptions, EncryptOptions, Error, ErrorCode, Existing, Key, Keyring, MaskOptions, Policy,
    Provider, Purpose, ReencryptOptions, Subject, Subjects, Veil, Verb,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tree::Objects;

fn policy(rules: &[Value], unmatched: bool) -> Option<Policy> {
    let views = json!({ "open": { "open": true }, "default": if unmatched { json!({ "unmatched": "redact" }) } else { json!({}) } });
    let text = json!({ "version": 1, "defaults": { "layout": "record", "limits": { "depth": 4 } }, "rules": rules, "views": views });
    Policy::parse(&text.to_string()).ok()
}

/// What a verb makes of the text, and of the objects.
fn both(verb: &Verb, veil: &Veil, document: &Value) -> (Result<Value, ErrorCode>, Result<Value, ErrorCode>) {
    let text = verb.run(veil, document.to_string().as_bytes());
    let mut objects = Objects(document.clone());
    let walked = verb.run_on(veil, &mut objects);
    (
        text.map(|text| serde_json::from_slice(&text).unwrap()).map_err(|error| error.code()),
        walked.map(|()| objects.0).map_err(|error| error.code()),
    )
}

/// A ring, and the same one after every key of it was rotated.
struct Rings {
    _folder: tempfile::TempDir,
    before: Keyring,
    after: Keyring,
}

impl Rings {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (path, provider) = (folder.path().join("ring"), Provider::from(Key::new(&[7; 32]).unwrap()));
        let before = Keyring::create(&path, std::slice::from_ref(&provider)).unwrap();
        let mut edit = before.edit().unwrap();
        let sets = [
            ("pii", Purpose::Data),
            ("same", Purpose::Deterministic),
            ("find", Purpose::Index),
            ("people", Purpose::Subject),
        ];
        for (set, purpose) in sets {
            edit.add_set(set, purpose, None).unwrap();
        }
        edit.save().unwrap();
        let after = Keyring::open(&path, &[provider]).unwrap();
        let mut edit = after.edit().unwrap();
        for (set, _) in sets {
            edit.rotate(set).unwrap();
            edit.promote_now(set).unwrap();
        }
        edit.save().unwrap();
        Self { _folder: folder, before, after }
    }

    fn veils(policy: Policy) -> (Veil, Veil) {
        thread_local! { static RINGS: Rings = Rings::new(); }
        let veil = Veil::new(policy);
        RINGS.with(|rings| {
            let with = |ring: &Keyring| veil.clone().with_keyring(ring.clone()).unwrap();
            (with(&rings.before), with(&rings.after))
        })
    }
}

fn encrypt(existing: Existing) -> Verb {
    Verb::Encrypt(EncryptOptions { existing, ..EncryptOptions::default() })
}

fn decrypt() -> Verb {
    Verb::Decrypt(DecryptOptions::default())
}

fn reencrypt() -> Verb {
    Verb::Reencrypt(ReencryptOptions::default())
}

fn shown() -> Verb {
    Verb::Mask(MaskOptions { view: Some("open".into()), ..MaskOptions::default() })
}

/// The same document with one word for every token.
fn without_tokens(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("fv1.") => json!("token"),
        Value::String(text) if text.contains("fv1.") => json!("tokens inside"),
        Value::Array(elements) => elements.iter().map(without_tokens).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), without_tokens(value))).collect())
        }
        other => other.clone(),
    }
}
