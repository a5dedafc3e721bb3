use super::*;

const RING: &str = r#"{
  "fieldveil_keyring": 1, "id": "kr_1", "epoch": 7, "min_pending": 3600,
  "wraps": [
    { "provider": "passphrase", "kdf": "argon2id", "memory_kib": 65536, "passes": 3, "lanes": 1, "salt": "AAAAAAAAAAAAAAAAAAAAAA", "wrapped": "fv1.a" },
    { "provider": "key", "wrapped": "fv1.b" },
    { "provider": "hpke", "name": "server", "public_key": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "wrapped": "AAAA" },
    { "provider": "callback", "name": "aws-kms:alias/app", "wrapped": "AAAA" } ],
  "sets": [ { "name": "pii", "purpose": "data", "suite": "aes-256-gcm", "versions": [
    { "id": 5, "state": "primary", "created": "2026-11-21T09:00:00Z", "promoted": "2026-11-21T10:00:00Z", "wrapped": "fv1.c" },
    { "id": 6, "state": "pending", "created": "2026-11-21T09:00:00Z", "wrapped": "fv1.d" },
    { "id": 7, "state": "destroyed", "created": "2026-11-21T09:00:00Z" } ] } ],
  "mac": "m" }"#;

fn refused(text: &str) -> String {
    let error = Document::parse(text.as_bytes()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidKeyring);
    error.message().to_owned()
}

#[test]
fn comes_back_as_it_was_written() {
    let document = Document::parse(RING.as_bytes()).unwrap();
    assert_eq!(Document::parse(document.text().as_bytes()).unwrap(), document);
    let canonical = document.authenticated();
    assert!(
        canonical.starts_with(
            r#"{"epoch":7,"fieldveil_keyring":1,"id":"kr_1","min_pending":3600,"sets":[{"name":"#
        )
    );
    assert!(!canonical.contains("\"mac\""));
}

/// Every member taken away, doubled, of another type, and one too many in every object.
#[test]
fn every_member_is_needed_once_and_of_its_type() {
    let tree: serde_json::Value = serde_json::from_str(RING).unwrap();
    let mut edits = 0;
    for pointer in pointers(&tree, "") {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut missing = tree.clone();
        let Some(object) = missing.pointer_mut(parent).unwrap().as_object_mut() else { continue };
        let old = object.remove(name).unwrap();
        // A version that was retired may never have been promoted; these two are not.
        refused(&missing.to_string());
        for other in
            [serde_json::json!(true), serde_json::json!(null), serde_json::json!(1.5), serde_json::json!({})]
        {
            let mut ill = tree.clone();
            *ill.pointer_mut(&pointer).unwrap() = other;
            refused(&ill.to_string());
        }
        let swapped = if old.is_string() { serde_json::json!(1) } else { serde_json::json!("x") };
        let mut ill = tree.clone();
        *ill.pointer_mut(&pointer).unwrap() = swapped;
        refused(&ill.to_string());
        let mut unknown = tree.clone();
        unknown
            .pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .insert("x".into(), serde_json::json!("y"));
        refused(&unknown.to_string());
        edits += 1;
    }
    assert_eq!(edits, 7 + 7 + 2 + 4 + 3 + 4 + 5 + 4 + 3);
}

fn pointers(value: &serde_json::Value, at: &str) -> Vec<String> {
    let inner = |(name, value): (String, &serde_json::Value)| {
        let at = format!("{at}/{name}");
        let mut all = pointers(value, &at);
        all.push(at);
        all
    };
    match value {
        serde_json::Value::Object(members) => {
            members.iter().map(|(n, v)| (n.clone(), v)).flat_map(inner).collect()
        }
        serde_json::Value::Array(nodes) => {
            nodes.iter().enumerate().map(|(n, v)| (n.to_string(), v)).flat_map(inner).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn refuses_what_contradicts_itself() {
    for (from, to) in [
        ("\"id\": 6", "\"id\": 5"),
        ("\"id\": 6", "\"id\": 0"),
        ("\"id\": 6", "\"id\": 4294967296"),
        ("\"primary\"", "\"retired\""),
        ("\"pending\"", "\"primary\""),
        ("\"pending\"", "\"destroyed\""),
        ("\"destroyed\"", "\"retired\""),
        ("\"pending\"", "\"lost\""),
        ("\"data\"", "\"index\""),
        ("\"data\"", "\"deterministic\""),
        ("\"aes-256-gcm\"", "\"aes-256-siv\""),
        ("\"pii\"", "\"\""),
        ("10:00:00Z", "10:00:00.0Z"),
        ("\"fieldveil_keyring\": 1", "\"fieldveil_keyring\": 2"),
        ("\"argon2id\"", "\"argon2i\""),
        ("\"salt\": \"AA", "\"salt\": \""),
        ("\"public_key\": \"AA", "\"public_key\": \""),
        ("\"key\"", "\"keys\""),
        ("\"epoch\": 7,", "\"epoch\": 7, \"epoch\": 7,"),
    ] {
        assert!(RING.contains(from), "{from}");
        refused(&RING.replacen(from, to, 1));
    }
    let doubled = RING.replacen("\"sets\": [ {", "\"sets\": [ {\"name\":\"pii\",\"purpose\":\"data\",\"suite\":\"aes-256-gcm\",\"versions\":[{\"id\":9,\"state\":\"primary\",\"created\":\"2026-11-21T09:00:00Z\",\"promoted\":\"2026-11-21T10:00:00Z\",\"wrapped\":\"x\"}]}, {", 1);
    assert!(refused(&doubled).contains("same name"));
}

#[test]
fn refuses_hostile_work() {
    for (memory, passes, lanes) in [
        (19_455, 3, 1),
        (1_048_577, 1, 1),
        (u64::from(u32::MAX) + 1, 1, 1),
        (65_536, 0, 1),
        (65_536, 17, 1),
        (65_536, 1, 0),
        (65_536, 1, 5),
        (1_048_576, 5, 1),
    ] {
        let cost = format!("\"memory_kib\": {memory}, \"passes\": {passes}, \"lanes\": {lanes}");
        refused(&RING.replacen("\"memory_kib\": 65536, \"passes\": 3, \"lanes\": 1", &cost, 1));
    }
    assert!(Cost { memory_kib: 1_048_576, passes: 4, lanes: 4 }.is_allowed());
    assert!(Cost { memory_kib: 19_456, passes: 1, lanes: 1 }.is_allowed());

    let row = "{ \"provider\": \"key\", \"wrapped\": \"fv1.b\" }";
    let many = |row: &str, count: usize| RING.replacen(row, &vec![row; count].join(","), 1);
    assert!(Document::parse(many(row, 13).as_bytes()).is_ok());
    assert!(refused(&many(row, 14)).contains("17 rows"));
    assert!(refused(&many(row, 10_000)).contains("10003 rows"));
    let (from, to) = (
        RING.find("{ \"provider\": \"passphrase\"").unwrap(),
        RING.find(",\n    { \"provider\": \"key\"").unwrap(),
    );
    let passphrase = RING.get(from..to).unwrap();
    assert!(Document::parse(many(passphrase, 8).as_bytes()).is_ok());
    assert!(refused(&many(passphrase, 9)).contains("more than 8 passphrases"));

    let big = format!("{RING}{}", " ".repeat(MAX_FILE));
    assert!(refused(&big).contains("16 MiB"));
}
