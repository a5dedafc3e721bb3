//! Who opens a ring, and how its wraps change.

use super::*;

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
fn a_passphrase_that_is_wrapped_anew_costs_what_it_did() {
    let scene = scene();
    let dear = Passphrase::new("old").unwrap().cost(20_480, 2, 1).unwrap();
    scene.create(&[dear.into()]);
    // Who opens it knows the passphrase, not what it was made to cost.
    let ring = scene.open(&[passphrase("old")]).unwrap();
    edit(&ring, |edit| edit.rewrap(&Rewrap { new_ring_key: true, ..Rewrap::default() }));
    let document: serde_json::Value = serde_json::from_str(&ring.document()).unwrap();
    assert_eq!(
        (&document["wraps"][0]["memory_kib"], &document["wraps"][0]["passes"]),
        (&20_480.into(), &2.into())
    );
    assert!(scene.open(&[passphrase("old")]).is_ok());
}
