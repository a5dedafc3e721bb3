//! Places that have moved: what was sealed at the old one opens at the new one, and nowhere else.

use fieldveil::{
    DecryptOptions, EncryptOptions, ErrorCode, Key, Keyring, Policy, Provider, Purpose, ReencryptOptions,
    Veil,
};

fn ring() -> (Keyring, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let key = Provider::from(Key::new(&[7; 32]).unwrap());
    let ring = Keyring::create(dir.path().join("ring.json"), &[key]).unwrap();
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    edit.save().unwrap();
    (ring, dir)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_field_that_moved_still_opens() {
    let (ring, _dir) = ring();
    let veil = |text: &str| Veil::new(Policy::parse(text).unwrap()).with_keyring(ring.clone()).unwrap();
    let old = veil("{version: 1, rules: [{path: '$.payment.iban', store: {encrypt: pii}}]}");
    let new = veil(
        "{version: 1, rules: [{path: '$.billing.iban', store: {encrypt: pii}}], moved: [{from: $.payment, to: $.billing}]}",
    );
    let stored = text(old.encrypt(br#"{"payment":{"iban":"DE1"}}"#, &EncryptOptions::default()).unwrap());
    let moved = stored.replace("payment", "billing");
    assert_eq!(
        old.decrypt(moved.as_bytes(), &DecryptOptions::default()).unwrap_err().code(),
        ErrorCode::Tampered
    );
    assert_eq!(
        new.decrypt(moved.as_bytes(), &DecryptOptions::default()).unwrap(),
        br#"{"billing":{"iban":"DE1"}}"#
    );
    // Something stands at the old place: then the token did not come from there.
    let both = moved.replacen('{', r#"{"payment":{"iban":1},"#, 1);
    assert_eq!(
        new.decrypt(both.as_bytes(), &DecryptOptions::default()).unwrap_err().code(),
        ErrorCode::Tampered
    );
    // What else the record holds is no matter of the token's: text that is no Unicode, numbers without end, depth.
    let deep = format!("{}1{}", "[".repeat(127), "]".repeat(127));
    for other in [r#""\ud800""#, "1e400", &deep, r#"{"$serde_json::private::Number":"x"}"#] {
        let more = moved.replacen('{', &format!(r#"{{"other":{other},"#), 1);
        let plain = new.decrypt(more.as_bytes(), &DecryptOptions::default()).unwrap();
        assert!(text(plain).ends_with(r#""billing":{"iban":"DE1"}}"#), "{other}");
    }
    let renewed = text(new.reencrypt(moved.as_bytes(), &ReencryptOptions::default()).unwrap());
    let unmoved = veil("{version: 1, rules: [{path: '$.billing.iban', store: {encrypt: pii}}]}");
    assert_eq!(
        unmoved.decrypt(renewed.as_bytes(), &DecryptOptions::default()).unwrap(),
        br#"{"billing":{"iban":"DE1"}}"#
    );
}

/// A token in a decoded string has moved only if the string has.
#[test]
fn a_copy_of_a_decoded_string_opens_nowhere_else() {
    let (ring, _dir) = ring();
    let veil = |name: &str, more: &str| {
        let policy = format!(
            "{{version: 1, defaults: {{layout: value}}, rules: [{{path: $.{name}, decode: json, rules: [{{path: $.ssn, store: {{encrypt: pii}}}}]}}]{more}}}"
        );
        Veil::new(Policy::parse(&policy).unwrap()).with_keyring(ring.clone()).unwrap()
    };
    let (old, new) = (veil("old", ""), veil("new", ", moved: [{from: $.old, to: $.new}]"));
    let stored = text(old.encrypt(br#"{"old":"{\"ssn\":\"078\"}"}"#, &EncryptOptions::default()).unwrap());
    let moved = stored.replace("\"old\"", "\"new\"");
    let plain = text(new.decrypt(moved.as_bytes(), &DecryptOptions::default()).unwrap());
    assert_eq!(plain, r#"{"new":"{\"ssn\":\"078\"}"}"#);
    let both = format!("{},{}", stored.strip_suffix('}').unwrap(), moved.strip_prefix('{').unwrap());
    let copied = new.decrypt(both.as_bytes(), &DecryptOptions::default()).unwrap_err();
    assert_eq!(copied.code(), ErrorCode::Tampered);
}
