//! Random documents by random policies.

use super::*;

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
