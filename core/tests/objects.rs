//! A document of objects gives what its JSON text gives: the same places, shown, stored and restored the same.
#![allow(
    clippy::unwrap_used,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test says what went wrong by panicking"
)]

use fieldveil::tree::{Child, Kind, Name, Tree, to_json};
use fieldveil::{
    DecryptOptions, EncryptOptions, Error, ErrorCode, Key, Keyring, MaskOptions, Policy, Purpose, Veil, Verb,
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

fn keyring() -> (tempfile::TempDir, Keyring) {
    let folder = tempfile::tempdir().unwrap();
    let ring = Keyring::create(folder.path().join("ring"), &[Key::new(&[7; 32]).unwrap().into()]).unwrap();
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    edit.add_set("same", Purpose::Deterministic, None).unwrap();
    edit.add_set("find", Purpose::Index, None).unwrap();
    edit.save().unwrap();
    (folder, ring)
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
    ) {
        let Some(policy) = policy(&rules, false) else { return Ok(()) };
        thread_local! { static RING: (tempfile::TempDir, Keyring) = keyring(); }
        let veil = Veil::new(policy).with_keyring(RING.with(|ring| ring.1.clone())).unwrap();
        let encrypt = Verb::Encrypt(EncryptOptions::default());
        let decrypt = Verb::Decrypt(DecryptOptions::default());
        let shown = Verb::Mask(MaskOptions { view: Some("open".into()), ..MaskOptions::default() });
        let (text, walked) = both(&encrypt, &veil, &document);
        prop_assert_eq!(text.as_ref().err(), walked.as_ref().err());
        let (Ok(text), Ok(walked)) = (text, walked) else { return Ok(()) };
        // Every token is another, and everything else is the same.
        prop_assert_eq!(without_tokens(&text), without_tokens(&walked));
        for stored in [&text, &walked] {
            let (from_text, from_walk) = both(&decrypt, &veil, stored);
            prop_assert_eq!(&from_text, &from_walk);
            prop_assert_eq!(both(&decrypt, &veil, &text).0, from_text);
            let (from_text, from_walk) = both(&shown, &veil, stored);
            prop_assert_eq!(from_text, from_walk);
        }
    }

    #[test]
    fn written_as_it_is(document in documents()) {
        prop_assert_eq!(to_json(&mut Objects(document.clone())).unwrap(), document.to_string().into_bytes());
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
