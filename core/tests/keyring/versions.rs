//! What a set may be, and the life of its versions.

use super::*;

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

/// Which version came after which is said by their order: clocks stand still, and go back.
#[test]
fn a_report_of_a_version_that_still_wrote_is_no_proof() {
    for between in [0, 60, -60] {
        let scene = scene();
        let ring = scene.create(&[key(1)]);
        edit(&ring, |edit| edit.add_set("pii", Purpose::Data, None));
        scene.pass(between);
        let second = edit(&ring, |edit| edit.rotate("pii").and_then(|_| edit.promote_now("pii")));
        scene.pass(100);
        let mut usage = ring.usage();
        usage.cover("pii").unwrap();
        let early = usage.report().unwrap();
        scene.pass(100);
        edit(&ring, |edit| edit.rotate("pii").and_then(|_| edit.promote_now("pii")));
        let error = ring.edit().unwrap().destroy("pii", second, &[early]).unwrap_err();
        assert!(error.message().contains("still writing"), "{between}: {error}");
    }
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
