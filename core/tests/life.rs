//! The life of a record through the public interface.

use fieldveil::{
    Context, DecryptOptions, EncryptOptions, ErrorCode, Existing, Key, Keyring, MaskOptions, Policy,
    Provider, Purpose, Veil,
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
    let dir = tempfile::tempdir().unwrap();
    let key = Provider::from(Key::new(&[7; 32]).unwrap());
    let ring = Keyring::create(dir.path().join("ring.json"), &[key]).unwrap();
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    edit.add_set("health", Purpose::Data, Some("chacha20-poly1305")).unwrap();
    edit.save().unwrap();
    (Veil::new(Policy::parse(POLICY).unwrap()).with_keyring(ring).unwrap(), dir)
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
