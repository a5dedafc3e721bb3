//! The life of a keyring through its public interface.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test says what went wrong by panicking"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use fieldveil::{
    Clock, ErrorCode, Hpke, Key, KeyProvider, Keyring, KeyringOptions, Passphrase, Provider, ProviderError,
    Purpose, Result, Rewrap, State,
};

struct Scene {
    _folder: tempfile::TempDir,
    path: PathBuf,
    now: Arc<AtomicI64>,
    options: KeyringOptions,
}

/// A folder of its own, and a clock that stands still until it is moved.
fn scene() -> Scene {
    let folder = tempfile::tempdir().unwrap();
    let now = Arc::new(AtomicI64::new(1_795_000_000));
    let clock = Clock::new({
        let now = Arc::clone(&now);
        move || now.load(Ordering::SeqCst)
    });
    let options = KeyringOptions { clock, ..KeyringOptions::default() };
    Scene { path: folder.path().join("ring.json"), _folder: folder, now, options }
}

impl Scene {
    fn create(&self, providers: &[Provider]) -> Keyring {
        Keyring::create_with(&self.path, providers, &self.options).unwrap()
    }

    fn open(&self, providers: &[Provider]) -> Result<Keyring> {
        Keyring::open_with(&self.path, providers, &self.options)
    }

    fn pass(&self, seconds: i64) {
        self.now.fetch_add(seconds, Ordering::SeqCst);
    }
}

fn key(byte: u8) -> Provider {
    Key::new(&[byte; 32]).unwrap().into()
}

fn passphrase(text: &str) -> Provider {
    Passphrase::new(text).unwrap().cost(19_456, 1, 1).unwrap().into()
}

fn edit<T>(ring: &Keyring, change: impl FnOnce(&mut fieldveil::KeyringEdit) -> Result<T>) -> T {
    let mut edit = ring.edit().unwrap();
    let done = change(&mut edit).unwrap();
    edit.save().unwrap();
    done
}

fn states(ring: &Keyring, set: &str) -> Vec<State> {
    let sets = ring.sets();
    sets.iter().find(|info| info.name == set).unwrap().versions.iter().map(|version| version.state).collect()
}

fn code<T>(result: Result<T>) -> ErrorCode {
    result.map(|_| ()).unwrap_err().code()
}

#[test]
fn made_changed_and_opened_again() {
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    assert!(ring.sets().is_empty());
    let id = edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
    edit(&ring, |edit| {
        edit.add_set("chacha", Purpose::Subject, Some("chacha20-poly1305"))?;
        edit.add_set("exact", Purpose::Deterministic, None)?;
        edit.add_set("index", Purpose::Index, None)?;
        edit.add_set("fake", Purpose::Pseudonym, Some("hmac-sha-256"))
    });
    let again = scene.open(&[key(1)]).unwrap();
    assert_eq!(again.sets(), ring.sets());
    assert_eq!(again.status().epoch, 3);
    assert_eq!(again.status().primaries[0], ("pii".to_owned(), id));
    let suites: Vec<_> = again.sets().into_iter().map(|set| set.suite).collect();
    assert_eq!(suites, ["aes-256-gcm", "chacha20-poly1305", "aes-256-siv", "hmac-sha-256", "hmac-sha-256"]);
    let parsed = Keyring::parse(ring.document().as_bytes(), &[key(1)]).unwrap();
    assert_eq!(parsed.sets(), ring.sets());
    assert_eq!(code(parsed.edit()), ErrorCode::Io);
    assert!(!parsed.reload().unwrap());
}

#[test]
fn what_a_set_may_be() {
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    for name in ["pii", "", "naïve", "a\"b", "a\\b", "a\nb"] {
        assert_eq!(code(edit.add_set(name, Purpose::Data, None)), ErrorCode::InvalidKeyring, "{name}");
    }
    for (purpose, suite) in [
        (Purpose::Data, "aes-256-siv"),
        (Purpose::Deterministic, "aes-256-gcm"),
        (Purpose::Index, "aes-256-gcm"),
        (Purpose::Data, "rot13"),
    ] {
        assert_eq!(code(edit.add_set("other", purpose, Some(suite))), ErrorCode::KeyNotUsable);
    }
}

#[test]
fn a_version_lives_and_dies() {
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    let first = edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
    let second = edit(&ring, |edit| edit.rotate("pii"));
    assert_eq!(states(&ring, "pii"), [State::Primary, State::Pending]);

    let mut draft = ring.edit().unwrap();
    let early = draft.promote("pii").unwrap_err();
    assert_eq!(early.code(), ErrorCode::KeyNotUsable);
    assert!(early.message().contains("wait 3600 more"), "{early}");
    assert_eq!(code(draft.rotate("pii")), ErrorCode::KeyNotUsable);
    scene.pass(3599);
    assert_eq!(code(draft.promote("pii")), ErrorCode::KeyNotUsable);
    scene.pass(1);
    assert_eq!(draft.promote("pii").unwrap(), second);
    draft.save().unwrap();
    assert_eq!(states(&ring, "pii"), [State::Retired, State::Primary]);

    edit(&ring, |edit| edit.disable("pii", first));
    assert_eq!(states(&ring, "pii"), [State::Disabled, State::Primary]);
    edit(&ring, |edit| edit.enable("pii", first));
    edit(&ring, |edit| edit.destroy_by_force("pii", first));
    assert_eq!(states(&ring, "pii"), [State::Destroyed, State::Primary]);
    assert!(ring.document().contains(&format!("\"id\": {first}")), "the id stays");

    let third = edit(&ring, |edit| edit.rotate("pii"));
    edit(&ring, |edit| edit.retire("pii", third));
    assert_eq!(states(&ring, "pii"), [State::Destroyed, State::Primary, State::Retired]);
    let fourth = edit(&ring, |edit| edit.rotate("pii"));
    assert_eq!(edit(&ring, |edit| edit.promote_now("pii")), fourth);
    assert_eq!(scene.open(&[key(1)]).unwrap().sets(), ring.sets());
}

/// Every step from every state: done, or refused with what to do instead.
#[test]
fn every_illegal_step_is_refused() {
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    type Step = fn(&mut fieldveil::KeyringEdit, u32) -> Result<()>;
    let steps: [(&str, Step, &[State]); 4] = [
        ("retire", |edit, id| edit.retire("s", id), &[State::Pending]),
        ("disable", |edit, id| edit.disable("s", id), &[State::Retired]),
        ("enable", |edit, id| edit.enable("s", id), &[State::Disabled]),
        ("destroy", |edit, id| edit.destroy_by_force("s", id), &[State::Retired, State::Disabled]),
    ];
    for state in State::ALL {
        for (name, step, allowed) in steps {
            let mut edit = ring.edit().unwrap();
            let primary = edit.add_set("s", Purpose::Data, None).unwrap();
            let id = if *state == State::Primary { primary } else { edit.rotate("s").unwrap() };
            if matches!(state, State::Retired | State::Disabled | State::Destroyed) {
                edit.retire("s", id).unwrap();
            }
            match state {
                State::Disabled => edit.disable("s", id).unwrap(),
                State::Destroyed => edit.destroy_by_force("s", id).unwrap(),
                _ => {}
            }
            match step(&mut edit, id) {
                Ok(()) => assert!(allowed.contains(state), "{name} from {state}"),
                Err(error) => {
                    assert!(!allowed.contains(state), "{name} from {state}: {error}");
                    assert_eq!(error.code(), ErrorCode::KeyNotUsable);
                    assert!(error.message().contains(&format!("is {state}: ")), "{error}");
                }
            }
        }
    }
    let mut edit = ring.edit().unwrap();
    assert_eq!(code(edit.rotate("none")), ErrorCode::UnknownKeySet);
    edit.add_set("s", Purpose::Data, None).unwrap();
    assert_eq!(code(edit.disable("s", 5)), ErrorCode::UnknownKey);
    assert_eq!(code(edit.promote_now("s")), ErrorCode::KeyNotUsable);
}

#[test]
fn who_opens_it() {
    let scene = scene();
    scene.create(&[passphrase("right"), key(1)]);
    for providers in
        [vec![passphrase("right")], vec![key(1)], vec![key(2), passphrase("wrong"), passphrase("right")]]
    {
        assert!(scene.open(&providers).is_ok());
    }
    for providers in
        [vec![], vec![key(2)], vec![passphrase("wrong")], vec![Hpke::private(&[1; 32]).unwrap().into()]]
    {
        assert_eq!(code(scene.open(&providers)), ErrorCode::WrongPassphrase);
    }
    assert_eq!(code(Keyring::create(&scene.path, &[key(1)])), ErrorCode::Io, "a file stands there");
    assert_eq!(code(Keyring::create(scene.path.with_extension("new"), &[])), ErrorCode::WrongPassphrase);
    assert_eq!(code(Keyring::open(scene.path.with_extension("none"), &[key(1)])), ErrorCode::Io);
}

#[test]
fn a_ring_made_with_the_public_key_alone() {
    let scene = scene();
    let private = Hpke::private(&[7; 32]).unwrap();
    let phone = scene.create(&[Hpke::public("server-2026", &private.public_key()).unwrap().into()]);
    edit(&phone, |edit| edit.add_set("notes", Purpose::Data, None));
    let server = scene.open(&[private.clone().into()]).unwrap();
    assert_eq!(server.sets(), phone.sets());
    let public: Provider = Hpke::public("server-2026", &private.public_key()).unwrap().into();
    for provider in [public, Hpke::private(&[8; 32]).unwrap().into(), key(7)] {
        assert_eq!(code(scene.open(&[provider])), ErrorCode::WrongPassphrase);
    }
    assert_eq!(
        code(Keyring::create(scene.path.with_extension("b"), &[private.into()])),
        ErrorCode::WrongPassphrase
    );
}

/// Wraps by turning the bytes around, and counts.
#[derive(Default)]
struct Service {
    wraps: AtomicUsize,
    unwraps: AtomicUsize,
    down: std::sync::atomic::AtomicBool,
}

impl KeyProvider for Service {
    fn name(&self) -> String {
        "service".to_owned()
    }

    fn wrap(&self, key: &[u8], _: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.wraps.fetch_add(1, Ordering::SeqCst);
        Ok(key.iter().rev().copied().collect())
    }

    fn unwrap(&self, wrapped: &[u8], _: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.unwraps.fetch_add(1, Ordering::SeqCst);
        if self.down.load(Ordering::SeqCst) {
            return Err(ProviderError::Failed("no network".to_owned()));
        }
        Ok(wrapped.iter().rev().copied().collect())
    }
}

#[test]
fn one_call_of_the_application_opens_a_ring() {
    let scene = scene();
    let service = Arc::new(Service::default());
    let provider = Provider::Callback(service.clone());
    let ring = scene.create(std::slice::from_ref(&provider));
    let reader = scene.open(std::slice::from_ref(&provider)).unwrap();
    for set in ["a", "b", "c"] {
        edit(&ring, |edit| edit.add_set(set, Purpose::Data, None));
        assert!(reader.reload().unwrap());
        assert!(!reader.reload().unwrap());
    }
    assert_eq!((service.wraps.load(Ordering::SeqCst), service.unwraps.load(Ordering::SeqCst)), (1, 1));
    // Another wrap of the same ring key asks nobody either.
    edit(&ring, |edit| edit.rewrap(&Rewrap { add: vec![key(1)], ..Rewrap::default() }));
    assert!(reader.reload().unwrap());
    assert_eq!(service.unwraps.load(Ordering::SeqCst), 1);
    // A new ring key does.
    edit(&ring, |edit| edit.rewrap(&Rewrap { new_ring_key: true, ..Rewrap::default() }));
    service.down.store(true, Ordering::SeqCst);
    let error = reader.reload().unwrap_err();
    assert_eq!(error.code(), ErrorCode::ProviderFailed);
    assert_eq!(reader.status().last_error, Some(error));
    assert_eq!(reader.status().epoch + 1, ring.status().epoch, "the old state stays");
    service.down.store(false, Ordering::SeqCst);
    assert!(reader.reload().unwrap());
    assert_eq!(reader.status().last_error, None);
    assert_eq!(reader.sets(), ring.sets());
    // When one provider is down, another opens the ring.
    service.down.store(true, Ordering::SeqCst);
    assert_eq!(code(scene.open(std::slice::from_ref(&provider))), ErrorCode::ProviderFailed);
    assert!(scene.open(&[provider, key(1)]).is_ok());
}

#[test]
fn wraps_change_and_records_do_not() {
    let scene = scene();
    let private = Hpke::private(&[7; 32]).unwrap();
    let public = Hpke::public("server", &private.public_key()).unwrap();
    let ring = scene.create(&[passphrase("old"), public.into()]);
    edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
    assert_eq!(ring.wraps(), ["passphrase", "hpke server"]);
    let wrapped = |ring: &Keyring| {
        ring.document().split("\"sets\"").nth(1).unwrap().split("\"mac\"").next().unwrap().to_owned()
    };
    let before = wrapped(&ring);

    edit(&ring, |edit| {
        edit.rewrap(&Rewrap { add: vec![passphrase("new"), key(3)], remove: vec![0], new_ring_key: false })
    });
    assert_eq!(ring.wraps(), ["hpke server", "passphrase", "key"]);
    assert_eq!(wrapped(&ring), before, "no version was touched");
    assert_eq!(code(scene.open(&[passphrase("old")])), ErrorCode::WrongPassphrase);
    for provider in [passphrase("new"), key(3), private.clone().into()] {
        assert_eq!(scene.open(&[provider]).unwrap().sets(), ring.sets());
    }

    // Only a passphrase is at hand: the row of the key cannot be wrapped anew.
    let other = scene.open(&[passphrase("new")]).unwrap();
    let error =
        other.edit().unwrap().rewrap(&Rewrap { new_ring_key: true, ..Rewrap::default() }).unwrap_err();
    assert_eq!(error.code(), ErrorCode::WrongPassphrase);
    assert!(error.message().contains("`key`"));
    edit(&other, |edit| edit.rewrap(&Rewrap { new_ring_key: true, remove: vec![2], ..Rewrap::default() }));
    assert_ne!(wrapped(&other), before, "every version is wrapped anew");
    assert!(ring.reload().unwrap());
    assert_eq!(ring.wraps(), ["hpke server", "passphrase"]);
    for provider in [passphrase("new"), private.into()] {
        assert_eq!(scene.open(&[provider]).unwrap().sets(), ring.sets());
    }
    assert_eq!(code(scene.open(&[key(3)])), ErrorCode::WrongPassphrase);

    let mut draft = ring.edit().unwrap();
    assert_eq!(
        code(draft.rewrap(&Rewrap { remove: vec![0, 1], ..Rewrap::default() })),
        ErrorCode::InvalidKeyring
    );
    assert_eq!(
        code(draft.rewrap(&Rewrap { remove: vec![2], ..Rewrap::default() })),
        ErrorCode::InvalidKeyring
    );
    draft.rewrap(&Rewrap { add: (0..15).map(key).collect(), ..Rewrap::default() }).unwrap();
    assert_eq!(code(draft.save()), ErrorCode::InvalidKeyring, "17 wraps");
}

#[test]
fn reloads_and_never_goes_back() {
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    let old = ring.document();
    edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
    let new = ring.document();
    let reader = scene.open(&[key(1)]).unwrap();

    std::fs::write(&scene.path, &old).unwrap();
    assert_eq!(code(reader.reload()), ErrorCode::KeyringRolledBack);
    assert_eq!(reader.status().epoch, 2);
    let at_least = KeyringOptions { min_epoch: 2, ..scene.options.clone() };
    assert_eq!(code(Keyring::open_with(&scene.path, &[key(1)], &at_least)), ErrorCode::KeyringRolledBack);
    assert_eq!(code(Keyring::parse_with(old.as_bytes(), &[key(1)], &at_least)), ErrorCode::KeyringRolledBack);
    assert_eq!(
        code(ring.edit().and_then(|mut edit| edit.rotate("pii").and_then(|_| edit.save()))),
        ErrorCode::KeyringChanged
    );

    std::fs::write(&scene.path, "{").unwrap();
    assert_eq!(code(reader.reload()), ErrorCode::InvalidKeyring);
    std::fs::remove_file(&scene.path).unwrap();
    assert_eq!(code(reader.reload()), ErrorCode::Io);
    let other = self::scene().create(&[key(1)]);
    std::fs::write(&scene.path, other.document()).unwrap();
    assert_eq!(code(reader.reload()), ErrorCode::InvalidKeyring);
    std::fs::write(&scene.path, &new).unwrap();
    assert!(!reader.reload().unwrap());
    assert_eq!(reader.status().last_error, None);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    assert_eq!(std::fs::metadata(&scene.path).unwrap().permissions().mode() & 0o777, 0o600);
    let link = scene.path.with_extension("link");
    symlink(&scene.path, &link).unwrap();
    let by_link = Keyring::open(&link, &[key(1)]).unwrap();
    edit(&by_link, |edit| edit.add_set("pii", Purpose::Data, None));
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(ring.reload().unwrap());
    assert_eq!(ring.sets(), by_link.sets());
    // Read-only for everybody is no obstacle to reading.
    std::fs::set_permissions(&scene.path, PermissionsExt::from_mode(0o444)).unwrap();
    assert!(scene.open(&[key(1)]).is_ok());
}

#[test]
fn usage_reports_allow_to_destroy() {
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    let first = edit(&ring, |edit| {
        edit.add_set("fake", Purpose::Pseudonym, None)?;
        edit.add_set("pii", Purpose::Data, None)
    });
    let mut early = ring.usage();
    early.cover("pii").unwrap();
    let early = early.report().unwrap();
    edit(&ring, |edit| edit.rotate("pii"));
    scene.pass(3600);
    let second = edit(&ring, |edit| edit.promote("pii"));
    scene.pass(1);

    let counted = |tokens: u64| {
        let mut usage = ring.usage();
        usage.cover("pii").unwrap();
        usage.count(first, tokens);
        usage.count(second, 10);
        usage.count(12345, 1);
        fieldveil::UsageReport::parse(usage.report().unwrap().document().as_bytes()).unwrap()
    };
    let (none, some) = (counted(0), counted(3));
    assert_eq!(none.counts()["pii"], BTreeMap::from([(first, 0), (second, 10)]));
    let mut elsewhere = ring.usage();
    elsewhere.cover("fake").unwrap();
    let elsewhere = elsewhere.report().unwrap();
    assert_eq!(code(ring.usage().cover("none")), ErrorCode::UnknownKeySet);

    let mut draft = ring.edit().unwrap();
    for (reports, says) in [
        (vec![], "no usage report covers"),
        (vec![elsewhere.clone()], "no usage report covers"),
        (vec![none.clone(), some.clone()], "counts 3 tokens"),
        (vec![none.clone(), early], "still writing"),
    ] {
        let error = draft.destroy("pii", first, &reports).unwrap_err();
        assert_eq!(error.code(), ErrorCode::KeyNotUsable);
        assert!(error.message().contains(says), "{error}");
    }
    let forged = some.document().replace("\"count\": 3", "\"count\": 0");
    let forged = fieldveil::UsageReport::parse(forged.as_bytes()).unwrap();
    assert_eq!(code(draft.destroy("pii", first, &[forged])), ErrorCode::Tampered);
    let other = self::scene().create(&[key(1)]).usage().report().unwrap();
    assert_eq!(code(draft.destroy("pii", first, &[other])), ErrorCode::Tampered);
    assert_eq!(code(draft.destroy("pii", second, std::slice::from_ref(&none))), ErrorCode::KeyNotUsable);

    let mut resumed = ring.resume_usage(&none).unwrap();
    resumed.count(second, 5);
    let resumed = resumed.report().unwrap();
    assert_eq!(resumed.counts()["pii"][&second], 15);
    draft.destroy("pii", first, &[none, resumed, elsewhere]).unwrap();
    draft.save().unwrap();
    assert_eq!(states(&ring, "pii"), [State::Destroyed, State::Primary]);

    edit(&ring, |edit| edit.rotate("fake"));
    let given_up = ring.sets()[0].versions[1].id;
    edit(&ring, |edit| edit.retire("fake", given_up));
    let mut usage = ring.usage();
    usage.cover("fake").unwrap();
    let error = ring.edit().unwrap().destroy("fake", given_up, &[usage.report().unwrap()]).unwrap_err();
    assert!(error.message().contains("by force"));
}

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

/// An edit that began before another was saved does not undo it.
#[test]
fn edits_of_one_process_do_not_undo_each_other() {
    let scene = scene();
    let ring = scene.create(&[key(1)]);
    let (mut first, mut second) = (ring.edit().unwrap(), ring.edit().unwrap());
    first.add_set("a", Purpose::Data, None).unwrap();
    second.add_set("b", Purpose::Data, None).unwrap();
    first.save().unwrap();
    let error = second.save().unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyringChanged);
    assert!(error.message().contains("reload it and make the change again"));
    // Nothing to save is nothing to refuse, and a draft that is dropped never was.
    ring.edit().unwrap().save().unwrap();
    ring.edit().unwrap().add_set("c", Purpose::Data, None).unwrap();
    assert_eq!(scene.open(&[key(1)]).unwrap().sets().len(), 1);
    assert_eq!(ring.status().epoch, 2);
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
