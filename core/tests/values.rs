//! Values outside a document, and subject keys, through the public interface.

use fieldveil::{
    Binding, BindingStep, Context, ErrorCode, Key, Keyring, KeyringEdit, Purpose, Result, Subject, Value,
    ValueOptions,
};

fn ring() -> (tempfile::TempDir, Keyring) {
    let folder = tempfile::tempdir().unwrap();
    let ring =
        Keyring::create(folder.path().join("ring.json"), &[Key::new(&[1; 32]).unwrap().into()]).unwrap();
    edit(&ring, |edit| {
        edit.add_set("pii", Purpose::Data, None)?;
        edit.add_set("chacha", Purpose::Data, Some("chacha20-poly1305"))?;
        edit.add_set("exact", Purpose::Deterministic, None)?;
        edit.add_set("index", Purpose::Index, None)?;
        edit.add_set("people", Purpose::Subject, None)
    });
    (folder, ring)
}

fn edit<T>(ring: &Keyring, change: impl FnOnce(&mut KeyringEdit) -> Result<T>) -> T {
    let mut edit = ring.edit().unwrap();
    let done = change(&mut edit).unwrap();
    edit.save().unwrap();
    done
}

fn code<T>(result: Result<T>) -> ErrorCode {
    result.map(|_| ()).unwrap_err().code()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn json(text: &str) -> Value {
    Value::Json(text.to_owned())
}

fn column() -> ValueOptions {
    ValueOptions::bound(["orders", "email"]).context(Context::new().with("tenant", "acme").unwrap())
}

#[test]
fn comes_back_as_the_kind_that_it_was() {
    let (_folder, ring) = ring();
    let values = [
        text("marta@example.org"),
        text(""),
        Value::Bytes(vec![0, 255]),
        Value::Bytes(vec![]),
        json("{\"a\" : 1.00}"),
        json("null"),
        json("\"\\u00e9\""),
    ];
    for set in ["pii", "chacha"] {
        for value in &values {
            for pad in [0, 16, 128] {
                let options = ValueOptions { pad, ..column() };
                let token = ring.encrypt_value(set, value, &options).unwrap();
                assert!(token.starts_with("fv1."));
                assert!(ring.decrypt_value(&token, &column()).unwrap() == *value);
                assert_eq!(ring.reencrypt_value(&token, &column()).unwrap(), token);
            }
        }
    }
    for bad in ["", " 1", "1 ", "{", "1 2", "nul"] {
        assert_eq!(code(ring.encrypt_value("pii", &json(bad), &column())), ErrorCode::InvalidJson);
    }
    let odd = ValueOptions { pad: 17, ..column() };
    assert_eq!(code(ring.encrypt_value("pii", &text("x"), &odd)), ErrorCode::UnsupportedValue);
}

#[test]
fn only_at_its_place_and_in_its_context() {
    let (_folder, ring) = ring();
    let elsewhere = [
        ValueOptions::unbound().context(column().context),
        ValueOptions::bound(["orders", "name"]).context(column().context),
        ValueOptions::bound(["orders"]).context(column().context),
        ValueOptions::bound(["orders", "email"]),
        column().context(Context::new().with("tenant", "other").unwrap()),
        ValueOptions {
            binding: Binding::Path(vec![BindingStep::Member("orders".into()), BindingStep::Any]),
            ..column()
        },
    ];
    for set in ["pii", "exact"] {
        let token = ring.encrypt_value(set, &text("x"), &column()).unwrap();
        for other in &elsewhere {
            assert_eq!(code(ring.decrypt_value(&token, other)), ErrorCode::Tampered);
        }
    }
    let (_folder, stranger) = self::ring();
    let token = ring.encrypt_value("pii", &text("x"), &column()).unwrap();
    assert_eq!(code(stranger.decrypt_value(&token, &column())), ErrorCode::UnknownKey);
    for (token, expected) in [
        ("hello", ErrorCode::InvalidToken),
        ("fv1.AQ", ErrorCode::InvalidToken),
        ("fv2.x", ErrorCode::UnsupportedVersion),
    ] {
        assert_eq!(code(ring.decrypt_value(token, &column())), expected);
    }
}

#[test]
fn sets_keep_to_their_purpose() {
    let (_folder, ring) = ring();
    assert_eq!(code(ring.encrypt_value("index", &text("x"), &column())), ErrorCode::KeyNotUsable);
    assert_eq!(code(ring.encrypt_value("none", &text("x"), &column())), ErrorCode::UnknownKeySet);
    assert_eq!(code(ring.encrypt_value("people", &text("x"), &column())), ErrorCode::MissingSubject);
    assert_eq!(code(ring.new_subject_key("pii", "cus_1")), ErrorCode::KeyNotUsable);
    // A stored subject key is no value.
    let key = ring.new_subject_key("people", "cus_1").unwrap();
    assert_eq!(code(ring.decrypt_value(&key, &ValueOptions::unbound())), ErrorCode::KeyNotUsable);
}

#[test]
fn deterministic_values_are_equal_when_their_texts_are() {
    let (_folder, ring) = ring();
    let seal = |value: &Value| ring.encrypt_value("exact", value, &column()).unwrap();
    assert_eq!(seal(&text("é")), seal(&json("\"\\u00e9\"")));
    assert_eq!(seal(&json("1.0")), seal(&json("1.0")));
    assert_ne!(seal(&json("1.0")), seal(&json("1.00")));
    assert_ne!(seal(&json("1")), seal(&text("1")));
    assert!(ring.decrypt_value(&seal(&json("1.0")), &column()).unwrap() == json("1.0"));
    assert!(ring.decrypt_value(&seal(&json("\"a\"")), &column()).unwrap() == text("a"));
    for bad in ["{}", "[1]", "\"\\ud800\""] {
        assert_eq!(code(ring.encrypt_value("exact", &json(bad), &column())), ErrorCode::UnsupportedValue);
    }
}

#[test]
fn old_versions_read_and_new_ones_write() {
    let (_folder, ring) = ring();
    for set in ["pii", "exact"] {
        let old = ring.encrypt_value(set, &text("x"), &column()).unwrap();
        edit(&ring, |edit| edit.rotate(set));
        assert_eq!(ring.reencrypt_value(&old, &column()).unwrap(), old, "pending versions do not write");
        edit(&ring, |edit| edit.promote_now(set));
        let new = ring.reencrypt_value(&old, &column()).unwrap();
        assert_ne!(new, old);
        assert!(ring.decrypt_value(&old, &column()).unwrap() == text("x"));
        assert!(ring.decrypt_value(&new, &column()).unwrap() == text("x"));
        let retired = ring.sets().into_iter().find(|info| info.name == set).unwrap().versions[0].id;
        edit(&ring, |edit| edit.disable(set, retired));
        assert_eq!(code(ring.decrypt_value(&old, &column())), ErrorCode::KeyNotUsable);
        edit(&ring, |edit| edit.destroy_by_force(set, retired));
        let gone = ring.decrypt_value(&old, &column()).unwrap_err();
        assert_eq!(gone.code(), ErrorCode::KeyNotUsable);
        assert!(gone.message().contains("destroyed"));
        assert!(ring.decrypt_value(&new, &column()).unwrap() == text("x"));
    }
}

#[test]
fn one_person_is_erased_and_no_other() {
    let (_folder, ring) = ring();
    let person =
        |name: &str| Subject { name: name.into(), key: ring.new_subject_key("people", name).unwrap() };
    let of = |subject: &Subject| ValueOptions { subject: Some(subject.clone()), ..column() };
    let (marta, john) = (person("marta"), person("john"));
    let notes = ring.encrypt_value("people", &text("notes"), &of(&marta)).unwrap();
    assert!(ring.decrypt_value(&notes, &of(&marta)).unwrap() == text("notes"));
    assert_eq!(ring.reencrypt_value(&notes, &of(&marta)).unwrap(), notes);
    // Erased: her key is gone. Nobody else's opens it.
    assert_eq!(code(ring.decrypt_value(&notes, &column())), ErrorCode::UnknownKey);
    assert_eq!(code(ring.decrypt_value(&notes, &of(&john))), ErrorCode::UnknownKey);
    let posing = Subject { name: "john".into(), key: marta.key.clone() };
    assert_eq!(code(ring.decrypt_value(&notes, &of(&posing))), ErrorCode::Tampered);

    // Rotating the set rewraps the keys of the subjects and touches no data.
    edit(&ring, |edit| edit.rotate("people"));
    let first = ring.sets().into_iter().find(|info| info.name == "people").unwrap().versions[0].id;
    edit(&ring, |edit| edit.promote_now("people"));
    let rewrapped = Subject { key: ring.rewrap_subject_key("marta", &marta.key).unwrap(), ..marta.clone() };
    assert_ne!(rewrapped.key, marta.key);
    edit(&ring, |edit| edit.destroy_by_force("people", first));
    assert_eq!(code(ring.decrypt_value(&notes, &of(&marta))), ErrorCode::KeyNotUsable);
    assert!(ring.decrypt_value(&notes, &of(&rewrapped)).unwrap() == text("notes"));
    assert_eq!(code(ring.rewrap_subject_key("john", &rewrapped.key)), ErrorCode::Tampered);
}

#[test]
fn an_unknown_key_makes_the_ring_look_at_its_file() {
    let (folder, writer) = ring();
    let reader =
        Keyring::open(folder.path().join("ring.json"), &[Key::new(&[1; 32]).unwrap().into()]).unwrap();
    edit(&writer, |edit| edit.add_set("later", Purpose::Data, None));
    let token = writer.encrypt_value("later", &text("x"), &column()).unwrap();
    assert!(reader.decrypt_value(&token, &column()).unwrap() == text("x"));
    // At most once a second.
    edit(&writer, |edit| edit.add_set("still later", Purpose::Data, None));
    let token = writer.encrypt_value("still later", &text("x"), &column()).unwrap();
    assert_eq!(code(reader.decrypt_value(&token, &column())), ErrorCode::UnknownKey);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(reader.decrypt_value(&token, &column()).unwrap() == text("x"));
}

#[test]
fn nothing_of_a_value_is_shown() {
    let (_folder, ring) = ring();
    let shown = format!(
        "{:?} {:?}",
        text("canary"),
        column().context(Context::new().with("canary", "canary").unwrap())
    );
    assert!(!shown.contains("canary"), "{shown}");
    let token = ring.encrypt_value("pii", &text("canary"), &column()).unwrap();
    let error = ring.decrypt_value(&token, &ValueOptions::unbound()).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"));
}
