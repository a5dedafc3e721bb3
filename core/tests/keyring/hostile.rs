//! A ring that somebody edited is refused, and nobody is shown what is in one.

use super::*;

/// Whatever is edited in a ring that has two wraps: the other wrap opens it and the MAC does not fit.
#[test]
fn every_edited_member_is_noticed() {
    let scene = scene();
    let private = Hpke::private(&[7; 32]).unwrap();
    let ring = scene.create(&[
        key(1),
        passphrase("right"),
        Hpke::public("server", &private.public_key()).unwrap().into(),
        Provider::Callback(Arc::new(Service::default())),
    ]);
    edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
    edit(&ring, |edit| edit.rotate("pii"));
    let tree: serde_json::Value = serde_json::from_str(&ring.document()).unwrap();
    let mut leaves = Vec::new();
    collect(&tree, String::new(), &mut leaves);
    assert_eq!(leaves.len(), 4 + 2 + 7 + 4 + 3 + 3 + 5 + 4 + 1);
    for pointer in leaves {
        // An edit of the row that opens the ring may look like a wrong key; so another row opens it.
        let opener = if pointer.starts_with("/wraps/0/") { private.clone().into() } else { key(1) };
        for edited in edits(tree.pointer(&pointer).unwrap()) {
            let mut copy = tree.clone();
            *copy.pointer_mut(&pointer).unwrap() = edited;
            let result = Keyring::parse(copy.to_string().as_bytes(), std::slice::from_ref(&opener));
            assert_eq!(code(result), ErrorCode::InvalidKeyring, "{pointer}");
        }
    }
    // White space and the order of members are no edit.
    assert!(Keyring::parse(tree.to_string().as_bytes(), &[key(1)]).is_ok());
}

fn collect(value: &serde_json::Value, at: String, leaves: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(members) => {
            members.iter().for_each(|(name, value)| collect(value, format!("{at}/{name}"), leaves));
        }
        serde_json::Value::Array(nodes) => {
            nodes
                .iter()
                .enumerate()
                .for_each(|(index, value)| collect(value, format!("{at}/{index}"), leaves));
        }
        _ => leaves.push(at),
    }
}

fn edits(value: &serde_json::Value) -> Vec<serde_json::Value> {
    if let Some(number) = value.as_u64() {
        return vec![(number + 1).into(), number.saturating_sub(1).into()]
            .into_iter()
            .filter(|n| n != value)
            .collect();
    }
    let text = value.as_str().unwrap();
    let turned = |at: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        String::from_utf8(bytes).unwrap().into()
    };
    vec![
        turned(0),
        turned(text.len() / 2),
        turned(text.len() - 1),
        format!("{text}A").into(),
        text[1..].into(),
    ]
}

#[test]
fn hostile_files_are_refused_before_any_work() {
    let scene = scene();
    let said = |refused: Result<Keyring>| refused.map(|_| ()).unwrap_err().to_string();
    // A gigabyte that occupies no disk.
    std::fs::File::create(&scene.path).unwrap().set_len(1 << 30).unwrap();
    assert!(said(scene.open(&[key(1)])).contains("over 16 MiB"));
    let row = r#"{"provider":"passphrase","kdf":"argon2id","memory_kib":1048576,"passes":4,"lanes":4,"salt":"AAAAAAAAAAAAAAAAAAAAAA","wrapped":"fv1.a"}"#;
    let ring = |rows: &[&str]| {
        format!(
            r#"{{"fieldveil_keyring":1,"id":"kr_1","epoch":1,"min_pending":0,"wraps":[{}],"sets":[],"mac":""}}"#,
            rows.join(",")
        )
    };
    // Each is refused for its limit: neither for a passphrase that was tried, nor for a MAC that was computed.
    for (hostile, limit) in [
        (ring(&vec![row; 10_000]), "`wraps` has 10000 rows"),
        (ring(&[&row.replace("\"passes\":4", "\"passes\":16")]), "hostile work"),
        ("[".repeat(1 << 20), "not a keyring file"),
    ] {
        let refused = Keyring::parse(hostile.as_bytes(), &[passphrase("x")]);
        assert_eq!(code(refused.clone()), ErrorCode::InvalidKeyring);
        assert!(said(refused).contains(limit), "{limit}");
    }
}

#[test]
fn nothing_secret_is_shown() {
    let scene = scene();
    let ring = scene.create(&[passphrase("canary-canary")]);
    edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
    let wrong = scene.open(&[passphrase("canary-canary-wrong")]).unwrap_err();
    let shown = format!(
        "{ring:?} {:?} {:?} {wrong} {wrong:?} {:?}",
        ring.edit().unwrap(),
        ring.usage(),
        ring.status()
    );
    assert!(!shown.contains("canary"), "{shown}");
    assert!(!shown.contains("fv1."), "{shown}");
}

#[test]
fn everything_can_cross_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<Keyring>();
    crosses::<fieldveil::KeyringEdit>();
    crosses::<Provider>();
    crosses::<fieldveil::Usage>();
    crosses::<KeyringOptions>();
}
