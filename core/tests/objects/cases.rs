//! What no random document comes to.

use super::*;

/// Rules at the places before a move, and the same rules after it.
#[test]
fn what_has_moved_opens_where_it_stands_now() {
    let policy = |rule: &str, moved: Value| {
        let rules = [
            json!({ "path": rule, "store": { "encrypt": { "set": "pii", "index": { "set": "find", "into": "i" } } } }),
        ];
        let text =
            json!({ "version": 1, "rules": rules, "moved": moved, "views": { "open": { "open": true } } });
        Rings::veils(Policy::parse(&text.to_string()).unwrap())
    };
    let (old, _) = policy("$.a[*].n", json!([]));
    let (new, later) = policy("$.b[*].n", json!([{ "from": "$.a", "to": "$.b" }]));
    let plain = json!({ "a": [{ "n": "x" }, { "n": "y" }], "c": 1.5 });
    let mut stored = both(&encrypt(Existing::Error), &old, &plain).1.unwrap();
    for (name, there) in [("a", true), ("b", false)] {
        let moved = stored.as_object_mut().unwrap().remove("a").unwrap();
        stored[name] = moved;
        assert_eq!(both(&decrypt(), &old, &stored).1.is_ok(), there);
    }
    let restored = json!({ "b": [{ "n": "x" }, { "n": "y" }], "c": 1.5 });
    assert_eq!(both(&decrypt(), &new, &stored), (Ok(restored.clone()), Ok(restored.clone())));
    let (text, walked) = both(&reencrypt(), &later, &stored);
    for renewed in [text.unwrap(), walked.unwrap()] {
        assert_eq!(both(&decrypt(), &later, &renewed), (Ok(restored.clone()), Ok(restored.clone())));
    }
    // Something stands at the old place again, so that what is at the new one is not from there.
    stored["a"] = json!([{ "n": null }, { "n": null }]);
    let (text, walked) = both(&decrypt(), &new, &stored);
    assert_eq!((text.is_err(), walked.is_err()), (true, true));
}

#[test]
fn a_record_is_under_the_key_of_the_one_that_it_names() {
    let text = "{ version: 1, subject: $.id, defaults: { layout: value }, views: { open: { open: true } },
        rules: [ { path: $..m, store: { encrypt: people } } ] }";
    let (veil, _) = Rings::veils(Policy::parse(text).unwrap());
    let ring = Rings::new();
    let veil = Veil::new(veil.policy().clone()).with_keyring(ring.before.clone()).unwrap();
    let person =
        |name: &str| Subject { name: name.into(), key: ring.before.new_subject_key("people", name).unwrap() };
    let veil = veil.with_subjects(Subjects::new(["maria", "7", "1.5"].map(person)).unwrap()).unwrap();
    for id in [json!("maria"), json!(7), json!(1.5)] {
        let document = json!({ "id": id, "a": [{ "m": "x" }] });
        let (text, walked) = both(&encrypt(Existing::Error), &veil, &document);
        for stored in [text.unwrap(), walked.unwrap()] {
            assert_ne!(stored, document);
            assert_eq!(both(&decrypt(), &veil, &stored), (Ok(document.clone()), Ok(document.clone())));
            assert_eq!(both(&shown(), &veil, &stored).1, both(&shown(), &veil, &stored).0);
        }
    }
    for nobody in [json!({ "m": 1 }), json!({ "id": null, "m": 1 }), json!({ "id": "jo", "m": 1 })] {
        let refused = Err(ErrorCode::MissingSubject);
        assert_eq!(both(&encrypt(Existing::Error), &veil, &nobody), (refused.clone(), refused));
    }
}

#[test]
fn the_size_that_a_policy_allows_is_one_of_the_text() {
    let text =
        "{ version: 1, defaults: { limits: { document: 40 } }, rules: [ { path: $.a, show: redact } ] }";
    let veil = Veil::new(Policy::parse(text).unwrap());
    let shown = Verb::Mask(MaskOptions::default());
    for (length, fits) in [(20, true), (60, false)] {
        let document = json!({ "a": 1, "b": "x".repeat(length) });
        let (text, walked) = both(&shown, &veil, &document);
        assert_eq!(text, walked);
        assert_eq!(walked.is_ok(), fits);
    }
}

/// Texts and objects in one batch, a context each, and what is bad in its place.
#[test]
fn many_at_once() {
    let policy = policy(&[json!({ "path": "$.a", "store": { "encrypt": "pii" } })], false).unwrap();
    let (veil, _) = Rings::veils(policy);
    let mut documents: Vec<_> = (0..200).map(|n| json!({ "a": n, "b": [n] })).collect();
    documents[3] = json!({ "b": [[[[[1]]]]] });
    documents[6] = json!({ "_fv": 1 });
    let contexts: Vec<_> = (0..200).map(|n| Context::new().with("n", n.to_string()).unwrap()).collect();
    let many = |verb: &Verb, documents: &[Value]| -> Vec<Result<Value, Error>> {
        let texts: Vec<_> = documents.iter().map(|it| it.to_string().into_bytes()).collect();
        let mut trees: Vec<_> = documents.iter().cloned().map(Objects).collect();
        let mixed = trees.iter_mut().zip(&texts).enumerate().map(|(at, (tree, text))| {
            if at % 2 == 0 { Document::Objects(tree) } else { Document::Text(text) }
        });
        let mut calls = 0;
        let answers = verb.run_on_many(&veil, &mut mixed.collect::<Vec<_>>(), &contexts, |work| {
            calls += 1;
            work();
        });
        assert_eq!(calls, 1);
        let answers = answers.into_iter().zip(trees).enumerate().map(|(at, (answer, tree))| {
            let text = answer?;
            assert_eq!(text.is_none(), at % 2 == 0);
            Ok(text.map_or(tree.0, |text| serde_json::from_slice(&text).unwrap()))
        });
        answers.collect()
    };
    let mut stored = Vec::new();
    for (at, answer) in many(&encrypt(Existing::Error), &documents).into_iter().enumerate() {
        let code = answer.as_ref().err().map(Error::code);
        assert_eq!(
            code,
            match at {
                3 => Some(ErrorCode::LimitExceeded),
                6 => Some(ErrorCode::AlreadyEncrypted),
                _ => None,
            }
        );
        stored.push(answer.unwrap_or(Value::Null));
    }
    for (at, answer) in
        many(&decrypt(), &stored).into_iter().enumerate().filter(|(at, _)| ![3, 6].contains(at))
    {
        assert_eq!(answer.unwrap(), documents[at]);
    }
    stored.rotate_left(2); // every record under the context of another
    for (at, answer) in
        many(&decrypt(), &stored).into_iter().enumerate().filter(|(at, _)| ![1, 4].contains(at))
    {
        assert_eq!(answer.unwrap_err().code(), ErrorCode::Tampered, "{at}");
    }
}

#[test]
fn what_nests_too_deep_is_refused_wherever_it_stands() {
    let veil = Veil::new(policy(&[json!({ "path": "$.a", "show": "redact" })], false).unwrap());
    for document in [json!({ "b": [[[[1]]]] }), json!({ "a": [[[[1]]]] }), json!([[[[[1]]]]])] {
        let mut objects = Objects(document);
        let error = Verb::Mask(MaskOptions::default()).run_on(&veil, &mut objects).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LimitExceeded);
    }
}

/// A store may bring the members of a record into another order.
#[test]
fn a_header_that_was_moved_leaves_one_comma_between_two_members() {
    let veil = Veil::new(policy(&[json!({ "path": "$['a','b']", "show": "remove" })], false).unwrap());
    for (stored, shown) in [
        (r#"{"x":1,"_fv":2,"a":3}"#, r#"{"x":1}"#),
        (r#"{"x":1, "_fv":2, "a":3, "b":4}"#, r#"{"x":1   }"#),
        (r#"{"x":1,"_fv":2,"a":3,"y":4}"#, r#"{"x":1,"y":4}"#),
        (r#"{"_fv":2,"a":3,"y":4}"#, r#"{"y":4}"#),
        (r#"{"_fv":2,"a":3}"#, r#"{}"#),
        (r#"{"a":3,"_fv":2,"b":4}"#, r#"{}"#),
        (r#"{"x":1,"a":3,"_fv":2}"#, r#"{"x":1}"#),
    ] {
        let text = veil.mask(stored.as_bytes(), &MaskOptions::default()).unwrap();
        let equal: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(equal, serde_json::from_str::<Value>(shown).unwrap(), "{stored}");
    }
}

#[test]
fn the_report_is_the_same() {
    let veil = Veil::new(policy(&[json!({ "path": "$..a", "show": "redact" })], false).unwrap());
    let document = json!({ "a": 1, "b": [{ "a": 2 }] });
    let verb = Verb::Mask(MaskOptions::default());
    let (_, text) = verb.run_with_report(&veil, document.to_string().as_bytes()).unwrap();
    let walked = verb.run_on_with_report(&veil, &mut Objects(document)).unwrap();
    assert_eq!(json!(text), json!(walked));
}
