//! A document of objects gives what its JSON text gives: the same places, shown, stored and restored the same.
#![allow(
    clippy::unwrap_used,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

use fieldveil::tree::{Child, Document, Kind, Name, Tree, to_json};
use fieldveil::{
    Context, DecryptOptions, EncryptOptions, Error, ErrorCode, Existing, Key, Keyring, MaskOptions, Policy,
    Provider, Purpose, ReencryptOptions, Subject, Veil, Verb,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// The trees of `serde_json` as a host's own objects; the copy is the answer.
struct Objects(Value);

/// One step into a container: the name of a member, or the index of an element as text.
type Path = Vec<String>;

struct Open {
    path: Path,
    children: Vec<(String, Value)>,
    next: usize,
}

impl Objects {
    fn at(&mut self, path: &[String]) -> &mut Value {
        path.iter().fold(&mut self.0, |at, step| match at {
            Value::Array(elements) => &mut elements[step.parse::<usize>().unwrap()],
            Value::Object(members) => &mut members[step],
            _ => unreachable!(),
        })
    }
}

fn children(of: &Value) -> Vec<(String, Value)> {
    match of {
        Value::Object(members) => members.clone().into_iter().collect(),
        Value::Array(elements) => {
            elements.iter().enumerate().map(|(at, child)| (at.to_string(), child.clone())).collect()
        }
        _ => unreachable!(),
    }
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

impl Tree for Objects {
    type Value = Value;
    type Open = Open;
    type Slot = Path;
    type Error = Error;

    fn root(&mut self) -> Result<Open, Error> {
        Ok(Open { path: Vec::new(), children: vec![(String::new(), self.0.clone())], next: 0 })
    }

    fn next(&mut self, open: &mut Open) -> Result<Option<Child<Value>>, Error> {
        let child = open.children.get(open.next).map(|(_, value)| value.clone());
        open.next += 1;
        Ok(child.map(|value| Child { kind: kind(&value), value }))
    }

    fn name(open: &Open) -> Name<'_> {
        Name::Text(&open.children[open.next - 1].0)
    }

    fn length(open: &Open) -> u64 {
        open.children.len() as u64
    }

    fn slot(open: &Open) -> Path {
        let name = &open.children[open.next - 1].0;
        open.path.iter().chain(Some(name).filter(|name| !name.is_empty())).cloned().collect()
    }

    fn open(&mut self, around: &Open, container: &Value) -> Result<Open, Error> {
        Ok(Open { path: Self::slot(around), children: children(container), next: 0 })
    }

    fn scalar(&mut self, value: &Value, out: &mut Vec<u8>) -> Result<(), Error> {
        out.extend_from_slice(value.to_string().as_bytes());
        Ok(())
    }

    fn replace(&mut self, slot: &Path, json: &[u8]) -> Result<(), Error> {
        *self.at(slot) = serde_json::from_slice(json).unwrap();
        Ok(())
    }

    fn remove(&mut self, slot: &Path) -> Result<(), Error> {
        let (last, around) = slot.split_last().unwrap();
        match self.at(around) {
            Value::Array(elements) => drop(elements.remove(last.parse().unwrap())),
            Value::Object(members) => drop(members.remove(last)),
            _ => unreachable!(),
        }
        Ok(())
    }

    fn insert(&mut self, behind: Option<&Path>, members: &[u8]) -> Result<(), Error> {
        let members: Map<String, Value> = serde_json::from_slice(members).unwrap();
        let around = behind.map(|slot| &slot[..slot.len() - 1]).unwrap_or_default();
        self.at(around).as_object_mut().unwrap().extend(members);
        Ok(())
    }
}

fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-1000i64..1000).prop_map(Value::from),
        "[a-z\"\\\\\u{1}é😀@. ]{0,12}".prop_map(Value::from),
        Just(json!("maria@example.org")),
        Just(json!("fv1.AAAA")),
        Just(json!(r#"{"a":"x","b":[1,{"a":2}]}"#)),
    ];
    let name = prop_oneof![Just("a"), Just("b"), Just("c"), Just("A-b"), Just("_fv"), Just("é\"\n")];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(name.clone().prop_map(String::from), inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn selectors() -> impl Strategy<Value = Value> {
    let path = prop::sample::select(vec![
        "$",
        "$.a",
        "$.b",
        "$.a.b",
        "$..a",
        "$..b[*]",
        "$.*",
        "$[*].a",
        "$.a[-1]",
        "$.b[0]",
        "$..c[1:3]",
        "$..[?@.a]",
        "$.a[?@.b == 1].c",
        "$..*.c",
        "$.c[-2:]",
        "$..a..b",
        "$['é\"\\n']",
    ]);
    prop_oneof![
        4 => path.prop_map(|path| json!({ "path": path })),
        1 => prop::sample::select(vec!["c", "ab", "a*", "/^[ab]$/"]).prop_map(|name| json!({ "names": [name] })),
    ]
}

fn rule(operators: &'static [&'static str], member: &'static str) -> impl Strategy<Value = Value> {
    let operator = prop::sample::select(operators)
        .prop_map(|operator| serde_json::from_str(operator).unwrap_or_else(|_| json!(operator)));
    let types = prop::option::weighted(
        0.2,
        prop::sample::select(vec![json!(["string"]), json!(["number", "array"])]),
    );
    let container = prop::option::weighted(0.3, prop::sample::select(vec!["recurse", "replace"]));
    let decode = prop::bool::weighted(0.1);
    (selectors(), operator, types, container, decode).prop_map(
        move |(mut rule, operator, types, container, decode)| {
            let own = json!({ member: operator });
            let members = rule.as_object_mut().unwrap();
            if decode {
                members.insert("decode".into(), json!("json"));
                let mut inner = json!({ "path": "$..a" });
                inner[member] = own[member].clone();
                members.insert("rules".into(), json!([inner]));
            } else {
                members.extend(own.as_object().unwrap().clone());
                members.extend(types.map(|types| ("types".to_owned(), types)));
                members.extend(container.map(|container| ("container".to_owned(), json!(container))));
            }
            rule
        },
    )
}

fn policy(rules: &[Value], unmatched: bool) -> Option<Policy> {
    let views = json!({ "open": { "open": true }, "default": if unmatched { json!({ "unmatched": "redact" }) } else { json!({}) } });
    let text = json!({ "version": 1, "defaults": { "layout": "record", "limits": { "depth": 4 } }, "rules": rules, "views": views });
    Policy::parse(&text.to_string()).ok()
}

/// What a verb makes of the text, and of the objects.
fn both(verb: &Verb, veil: &Veil, document: &Value) -> (Result<Value, ErrorCode>, Result<Value, ErrorCode>) {
    let text = verb.run(veil, document.to_string().as_bytes());
    let mut objects = Objects(document.clone());
    let walked = verb.run_on(veil, &mut objects);
    (
        text.map(|text| serde_json::from_slice(&text).unwrap()).map_err(|error| error.code()),
        walked.map(|()| objects.0).map_err(|error| error.code()),
    )
}

/// A ring, and the same one after every key of it was rotated.
struct Rings {
    _folder: tempfile::TempDir,
    before: Keyring,
    after: Keyring,
}

impl Rings {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (path, provider) = (folder.path().join("ring"), Provider::from(Key::new(&[7; 32]).unwrap()));
        let before = Keyring::create(&path, std::slice::from_ref(&provider)).unwrap();
        let mut edit = before.edit().unwrap();
        let sets = [
            ("pii", Purpose::Data),
            ("same", Purpose::Deterministic),
            ("find", Purpose::Index),
            ("people", Purpose::Subject),
        ];
        for (set, purpose) in sets {
            edit.add_set(set, purpose, None).unwrap();
        }
        edit.save().unwrap();
        let after = Keyring::open(&path, &[provider]).unwrap();
        let mut edit = after.edit().unwrap();
        for (set, _) in sets {
            edit.rotate(set).unwrap();
            edit.promote_now(set).unwrap();
        }
        edit.save().unwrap();
        Self { _folder: folder, before, after }
    }

    fn veils(policy: Policy) -> (Veil, Veil) {
        thread_local! { static RINGS: Rings = Rings::new(); }
        let veil = Veil::new(policy);
        RINGS.with(|rings| {
            let with = |ring: &Keyring| veil.clone().with_keyring(ring.clone()).unwrap();
            (with(&rings.before), with(&rings.after))
        })
    }
}

fn encrypt(existing: Existing) -> Verb {
    Verb::Encrypt(EncryptOptions { existing, ..EncryptOptions::default() })
}

fn decrypt() -> Verb {
    Verb::Decrypt(DecryptOptions::default())
}

fn reencrypt() -> Verb {
    Verb::Reencrypt(ReencryptOptions::default())
}

fn shown() -> Verb {
    Verb::Mask(MaskOptions { view: Some("open".into()), ..MaskOptions::default() })
}

const SHOWN: &[&str] = &[
    "redact",
    "remove",
    "nullify",
    "keep",
    "shape",
    "email",
    "type_mask",
    r#"{"keep_ends":{"last":2}}"#,
    r#"{"scan":["email"]}"#,
];
const STORED: &[&str] = &[
    "keep",
    r#"{"encrypt":"pii"}"#,
    r#"{"encrypt":{"set":"pii","nulls":"keep"}}"#,
    r#"{"encrypt":{"set":"pii","index":{"set":"find","into":"i"}}}"#,
    r#"{"deterministic":"same"}"#,
    "remove",
    "redact",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn masked_the_same(
        document in documents(),
        rules in prop::collection::vec(rule(SHOWN, "show"), 0..5),
        unmatched in any::<bool>(),
    ) {
        if let Some(policy) = policy(&rules, unmatched) {
            let (text, walked) = both(&Verb::Mask(MaskOptions::default()), &Veil::new(policy), &document);
            prop_assert_eq!(text, walked);
        }
    }

    #[test]
    fn stored_and_restored_the_same(
        document in documents(),
        rules in prop::collection::vec(rule(STORED, "store"), 0..4),
        existing in prop::sample::select(vec![Existing::Error, Existing::Keep, Existing::Seal]),
    ) {
        let Some(policy) = policy(&rules, false) else { return Ok(()) };
        let (veil, later) = Rings::veils(policy);
        let (text, walked) = both(&encrypt(existing), &veil, &document);
        prop_assert_eq!(text.as_ref().err(), walked.as_ref().err());
        let (Ok(text), Ok(walked)) = (text, walked) else { return Ok(()) };
        // Every token is another, and everything else is the same.
        prop_assert_eq!(without_tokens(&text), without_tokens(&walked));
        for stored in [&text, &walked] {
            let (from_text, from_walk) = both(&decrypt(), &veil, stored);
            prop_assert_eq!(&from_text, &from_walk);
            prop_assert_eq!(both(&decrypt(), &veil, &text).0, from_text);
            let (from_text, from_walk) = both(&shown(), &veil, stored);
            prop_assert_eq!(from_text, from_walk);
            let (from_text, from_walk) = both(&encrypt(Existing::Keep), &veil, stored);
            prop_assert_eq!(from_text.map(|it| without_tokens(&it)), from_walk.map(|it| without_tokens(&it)));
            let (from_text, from_walk) = both(&reencrypt(), &later, stored);
            prop_assert_eq!(from_text.as_ref().err(), from_walk.as_ref().err());
            let (Ok(from_text), Ok(from_walk)) = (from_text, from_walk) else { continue };
            prop_assert_eq!(without_tokens(&from_text), without_tokens(&from_walk));
            for renewed in [&from_text, &from_walk] {
                prop_assert_eq!(both(&decrypt(), &later, renewed).1, both(&decrypt(), &veil, stored).0);
                prop_assert_eq!(&both(&reencrypt(), &later, renewed).1, &Ok(renewed.clone()));
            }
        }
    }

    #[test]
    fn written_as_it_is(document in documents()) {
        prop_assert_eq!(to_json(&mut Objects(document.clone())).unwrap(), document.to_string().into_bytes());
    }
}

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
    let veil = veil.with_subjects(["maria", "7", "1.5"].map(person).into_iter().collect()).unwrap();
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

/// The same document with one word for every token.
fn without_tokens(value: &Value) -> Value {
    match value {
        Value::String(text) if text.starts_with("fv1.") => json!("token"),
        Value::String(text) if text.contains("fv1.") => json!("tokens inside"),
        Value::Array(elements) => elements.iter().map(without_tokens).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, value)| (name.clone(), without_tokens(value))).collect())
        }
        other => other.clone(),
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
