//! The life of a record through the public interface.

use fieldveil::{
    Context, DecryptOptions, EncryptOptions, ErrorCode, Existing, Key, Keyring, KeyringOptions, MaskOptions,
    Policy, Provider, Purpose, ReencryptOptions, Value, Veil,
};

const POLICY: &str = r#"
version: 1
context: { tenant: "$.tenant_id", table: { value: orders } }
classes:
  contact: { kind: email, store: { encrypt: pii }, show: email }
  card: { kind: card, store: { encrypt: { set: pii, pad: 16 } }, show: pan }
  health: { kind: health, store: { encrypt: health }, show: redact }
  cvv: { kind: secret, store: remove, show: { redact: "[SECRET]" } }
rules:
  - { path: "$.customer.email", class: contact, required: true }
  - { path: "$..card.number", class: card }
  - { path: "$.notes[*]", class: health }
  - { names: [cvv], class: cvv }
  - { path: "$.payload", decode: json, rules: [ { path: "$..ssn", class: contact } ] }
views:
  support: { open: true, card: { pan: { bin: 6, last: 4 } } }
  fraud: { extends: support, contact: reveal, card: reveal, health: reveal }
"#;

const RECORD: &str = r#"{
  "tenant_id": "acme", "plain": "fv1.hello",
  "customer": { "email": "maria@example.org", "n": 1.10 },
  "payments": [ { "card": { "number": "4111 1111 1111 1111" } }, { "card": { "number": 4111111111111111 } } ],
  "notes": [ "", null, { "a": [1, 2.50] } ],
  "payload": "{\"ssn\": \"078-05-1120\", \"x\": 1e400}"
}"#;

fn veil() -> (Veil, tempfile::TempDir) {
    under(POLICY)
}

fn under(policy: &str) -> (Veil, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let key = Provider::from(Key::new(&[7; 32]).unwrap());
    let ring = Keyring::create(dir.path().join("ring.json"), &[key]).unwrap();
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    edit.add_set("health", Purpose::Data, Some("chacha20-poly1305")).unwrap();
    edit.save().unwrap();
    (Veil::new(Policy::parse(policy).unwrap()).with_keyring(ring).unwrap(), dir)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn what_is_encrypted_is_restored_byte_for_byte() {
    let (veil, _dir) = veil();
    let stored = text(veil.encrypt(RECORD.as_bytes(), &EncryptOptions::default()).unwrap());
    assert!(stored.starts_with("{\"_fv\":\"fv1."), "{stored}");
    for secret in ["maria", "4111", "2.50", "078-05"] {
        assert!(!stored.contains(secret), "{stored}");
    }
    assert!(stored.contains("1.10") && stored.contains("\"fv1.hello\""));
    let plain = text(veil.decrypt(stored.as_bytes(), &DecryptOptions::default()).unwrap());
    assert_eq!(plain, RECORD);
}

#[test]
fn a_view_shows_the_same_of_plain_and_stored() {
    let (veil, _dir) = veil();
    let stored = veil.encrypt(RECORD.as_bytes(), &EncryptOptions::default()).unwrap();
    for view in ["support", "fraud"] {
        let options = MaskOptions { view: Some(view.to_owned()), ..MaskOptions::default() };
        let of_plain = text(veil.mask(RECORD.as_bytes(), &options).unwrap());
        let (of_stored, report) = veil.mask_with_report(&stored, &options).unwrap();
        assert_eq!(of_plain, text(of_stored), "{view}: {report:?}");
    }
    let shown = text(veil.mask(&stored, &MaskOptions::default()).unwrap());
    assert!(!shown.contains("_fv") && !shown.contains("fv1.A") && shown.contains("[REDACTED]"), "{shown}");
}

#[test]
fn what_stands_there_already_is_the_callers_choice() {
    let (veil, _dir) = veil();
    let stored = veil.encrypt(RECORD.as_bytes(), &EncryptOptions::default()).unwrap();
    let again = veil.encrypt(&stored, &EncryptOptions::default()).unwrap_err();
    assert_eq!(again.code(), ErrorCode::AlreadyEncrypted);
    let keep = EncryptOptions { existing: Existing::Keep, ..EncryptOptions::default() };
    assert_eq!(veil.encrypt(&stored, &keep).unwrap(), stored);
    let context = Context::new().with("row", "1").unwrap();
    let other = DecryptOptions { context, ..DecryptOptions::default() };
    assert_eq!(veil.decrypt(&stored, &other).unwrap_err().code(), ErrorCode::Tampered);
}

#[test]
fn what_is_missing_or_plain_is_named() {
    let (veil, _dir) = veil();
    let code = |doc: &str| veil.encrypt(doc.as_bytes(), &EncryptOptions::default()).unwrap_err().code();
    assert_eq!(code(r#"{"tenant_id":"a"}"#), ErrorCode::MissingField);
    assert_eq!(code(r#"{"customer":{"email":"a"}}"#), ErrorCode::MissingField);
    assert_eq!(code(r#"{"tenant_id":1.5,"customer":{"email":"a"}}"#), ErrorCode::InvalidContext);
    assert_eq!(
        code(r#"{"tenant_id":1,"customer":{"email":"a"},"payload":"{"}"#),
        ErrorCode::UnsupportedValue
    );
    assert_eq!(
        code(r#"{"tenant_id":1,"customer":{"email":"a"},"tenant_id":1}"#),
        ErrorCode::UnsupportedValue
    );
    let plain = veil.decrypt(RECORD.as_bytes(), &DecryptOptions::default()).unwrap_err();
    assert_eq!(plain.code(), ErrorCode::NotEncrypted);
}

const SEARCHABLE: &str = r#"
version: 1
context: { tenant: "$.tenant" }
classes:
  card:
    store: { encrypt: { set: pii, index: { set: terms, into: card_index, normalize: [digits], bits: 64, scope: [tenant] } } }
    show: { pan: { bin: 0 } }
  mail: { store: { deterministic: { set: same, scope: [tenant] } }, show: email }
rules:
  - { path: "$.cards[*].number", class: card }
  - { path: "$.mail", class: mail }
"#;

#[test]
fn a_value_is_found_before_during_and_after_rotation() {
    let dir = tempfile::tempdir().unwrap();
    let providers = [Provider::from(Key::new(&[7; 32]).unwrap())];
    let options = KeyringOptions { min_pending: 0, ..KeyringOptions::default() };
    let ring = Keyring::create_with(dir.path().join("ring.json"), &providers, &options).unwrap();
    let sets = [("pii", Purpose::Data), ("terms", Purpose::Index), ("same", Purpose::Deterministic)];
    let mut edit = ring.edit().unwrap();
    for (name, purpose) in sets {
        edit.add_set(name, purpose, None).unwrap();
    }
    edit.save().unwrap();
    let veil = Veil::new(Policy::parse(SEARCHABLE).unwrap()).with_keyring(ring.clone()).unwrap();
    let plain =
        br#"{"tenant":"acme", "cards":[{"number":"4111-1111","x":1},{"number":5}],"mail":"caf\u00e9@x.org"}"#;
    let stored = veil.encrypt(plain, &EncryptOptions::default()).unwrap();
    let shown = text(stored.clone());
    assert_eq!(shown.matches("card_index").count(), 2, "{shown}");

    let context = Context::new().with("tenant", "acme").unwrap();
    let terms = |class: &str, value: &str| {
        veil.search_terms(class, &Value::Text(value.to_owned()), &context, None).unwrap()
    };
    assert!(shown.contains(&terms("card", "41111111")[0]) && shown.contains(&terms("mail", "café@x.org")[0]));
    assert_eq!(text(veil.reencrypt(&stored, &ReencryptOptions::default()).unwrap()), shown, "nothing to do");

    for (name, _) in sets {
        let mut edit = ring.edit().unwrap();
        edit.rotate(name).unwrap();
        edit.save().unwrap();
        let mut edit = ring.edit().unwrap();
        edit.promote(name).unwrap();
        edit.save().unwrap();
    }
    let (cards, mails) = (terms("card", "41111111"), terms("mail", "café@x.org"));
    assert_eq!((cards.len(), mails.len()), (2, 2));
    assert!(shown.contains(&cards[1]) && shown.contains(&mails[1]));
    let renewed = veil.reencrypt_with_report(&stored, &ReencryptOptions::default()).unwrap();
    // One header, two terms, one deterministic value: each version gives up what its successor gets.
    assert_eq!(renewed.before.values().copied().collect::<Vec<_>>().len(), 3);
    assert_eq!((renewed.before.values().sum::<u64>(), renewed.after.values().sum::<u64>()), (4, 4));
    assert!(renewed.before.keys().all(|id| !renewed.after.contains_key(id)));
    let renewed = text(renewed.stored);
    assert!(renewed.contains(&cards[0]) && renewed.contains(&mails[0]) && !renewed.contains(&cards[1]));
    let restored = text(veil.decrypt(renewed.as_bytes(), &DecryptOptions::default()).unwrap());
    assert_eq!(restored, text(plain.to_vec()).replace("\\u00e9", "é"));
    assert_eq!(text(veil.reencrypt(renewed.as_bytes(), &ReencryptOptions::default()).unwrap()), renewed);
}

#[test]
fn an_observer_hears_who_did_what_with_which_key_and_never_a_value() {
    use std::sync::{Arc, Mutex};
    let (veil, _dir) = veil();
    let lines: Arc<Mutex<Vec<u8>>> = Arc::default();
    struct Sink(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let veil = veil.with_observer(fieldveil::JsonLines::new(Sink(Arc::clone(&lines))));
    let audit = Some(fieldveil::Audit { actor: Some("ada".into()), reason: Some("ticket 7".into()) });
    let options = EncryptOptions { audit: audit.clone(), ..EncryptOptions::default() };
    let stored = veil.encrypt(RECORD.as_bytes(), &options).unwrap();
    let fraud = MaskOptions { view: Some("fraud".into()), audit, ..MaskOptions::default() };
    veil.mask(&stored, &fraud).unwrap();
    veil.encrypt(&stored, &EncryptOptions::default()).unwrap_err();
    let heard = text(lines.lock().unwrap().clone());
    let events: Vec<serde_json::Value> =
        heard.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let actions: Vec<_> = events.iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["encrypted", "masked", "revealed", "encrypted"], "{heard}");
    assert_eq!((&events[0]["actor"], &events[1]["view"]), (&"ada".into(), &"fraud".into()));
    let uses = events[0]["keys"].as_array().unwrap();
    assert_eq!(uses.iter().map(|used| used["count"].as_u64().unwrap()).sum::<u64>(), 7, "{heard}");
    assert_eq!(events[3]["outcome"], "already_encrypted");
    assert!(!heard.contains("maria") && !heard.contains("4111"));
}

#[test]
fn in_value_layout_tokens_and_their_indexes_stay() {
    let dir = tempfile::tempdir().unwrap();
    let providers = [Provider::from(Key::new(&[7; 32]).unwrap())];
    let ring = Keyring::create(dir.path().join("ring.json"), &providers).unwrap();
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    edit.add_set("look", Purpose::Index, None).unwrap();
    edit.add_set("same", Purpose::Deterministic, None).unwrap();
    edit.save().unwrap();
    let policy = r#"
version: 1
defaults: { layout: value }
rules:
  - { path: "$.cards[*].number", store: { encrypt: { set: pii, index: { set: look, into: number_index, normalize: [digits] } } } }
  - { path: $.country, store: { deterministic: same } }
"#;
    let veil = Veil::new(Policy::parse(policy).unwrap()).with_keyring(ring).unwrap();
    let plain = r#"{"cards":[{"number":"4111 1111"},{"number":"5500"}],"country":"de"}"#;
    let stored = veil.encrypt(plain.as_bytes(), &EncryptOptions::default()).unwrap();
    let keep = EncryptOptions { existing: Existing::Keep, ..EncryptOptions::default() };
    assert_eq!(text(veil.encrypt(&stored, &keep).unwrap()), text(stored.clone()));
    assert_eq!(veil.reencrypt(&stored, &ReencryptOptions::default()).unwrap(), stored);
    assert_eq!(text(veil.decrypt(&stored, &DecryptOptions::default()).unwrap()), plain);
    let again = veil.encrypt(&stored, &EncryptOptions::default()).unwrap_err();
    assert_eq!(again.code(), ErrorCode::AlreadyEncrypted);
    let context = Context::new().with("other", "context").unwrap();
    let elsewhere = DecryptOptions { context, ..DecryptOptions::default() };
    assert_eq!(veil.decrypt(&stored, &elsewhere).unwrap_err().code(), ErrorCode::Tampered);
    // A fresh value beside an index that stays would have to write a second one.
    let first = text(stored).split('"').find(|part| part.starts_with("fv1.")).unwrap().to_owned();
    let mixed = text(veil.encrypt(plain.as_bytes(), &EncryptOptions::default()).unwrap());
    let token = mixed.split('"').find(|part| part.starts_with("fv1.")).unwrap();
    let fresh = mixed.replace(token, "4111 1111");
    assert_ne!(first, token);
    assert_eq!(veil.encrypt(fresh.as_bytes(), &keep).unwrap_err().code(), ErrorCode::UnsupportedValue);
}

#[test]
fn no_verb_takes_a_name_twice_where_the_policy_refuses_it() {
    let (veil, _dir) = under(&POLICY.replace("classes:", "defaults: { duplicate_names: reject }\nclasses:"));
    let stored = text(veil.encrypt(RECORD.as_bytes(), &EncryptOptions::default()).unwrap());
    assert_eq!(text(veil.decrypt(stored.as_bytes(), &DecryptOptions::default()).unwrap()), RECORD);

    let doubled = |doc: &str| doc.replace("\"plain\":", "\"pl\\u0061in\": 1, \"plain\":");
    let (plain, stored) = (doubled(RECORD).into_bytes(), doubled(&stored).into_bytes());
    let opening = MaskOptions { view: Some("support".to_owned()), ..MaskOptions::default() };
    for refused in [
        veil.encrypt(&plain, &EncryptOptions::default()),
        veil.decrypt(&stored, &DecryptOptions::default()),
        veil.reencrypt(&stored, &ReencryptOptions::default()),
        veil.mask(&plain, &MaskOptions::default()),
        veil.mask(&stored, &opening),
    ] {
        assert_eq!(refused.unwrap_err().code(), ErrorCode::UnsupportedValue);
    }
}

/// What no rule looks for any more is not sealed anew, and its key is not unused.
#[test]
fn a_token_whose_rule_was_dropped_still_counts() {
    let (_, dir) = veil();
    let key = Provider::from(Key::new(&[7; 32]).unwrap());
    let ring = Keyring::open(dir.path().join("ring.json"), &[key]).unwrap();
    let veil = |rules: &str| {
        let policy = format!("{{version: 1, defaults: {{layout: value}}, rules: [{rules}]}}");
        Veil::new(Policy::parse(&policy).unwrap()).with_keyring(ring.clone()).unwrap()
    };
    let mail = "{path: $.mail, store: {encrypt: pii}}";
    let both = veil(&format!("{mail}, {{path: $.phone, store: {{encrypt: pii}}}}"));
    let stored = both.encrypt(br#"{"mail":"a","phone":"1"}"#, &EncryptOptions::default()).unwrap();
    let old = ring.sets()[0].versions[0].id;
    let mut edit = ring.edit().unwrap();
    let new = edit.rotate("pii").and_then(|_| edit.promote_now("pii")).unwrap();
    edit.save().unwrap();

    let veil = veil(mail);
    let renewed = veil.reencrypt_with_report(&stored, &ReencryptOptions::default()).unwrap();
    assert_eq!(renewed.before.into_iter().collect::<Vec<_>>(), [(old, 2)]);
    assert_eq!((renewed.after[&old], renewed.after[&new]), (1, 1));
    let mut usage = veil.usage_of(&ring).unwrap();
    renewed.after.iter().for_each(|(id, count)| usage.count(*id, *count));
    let error = ring.edit().unwrap().destroy("pii", old, &[usage.report().unwrap()]).unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyNotUsable);
    assert!(error.message().contains("counts 1 tokens"), "{error}");
}
