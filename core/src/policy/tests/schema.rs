//! The published schema and the parser say the same of a document's form.

use jsonschema::Validator;
use serde_json::Value;

use super::EVERYTHING;
use crate::Policy;
use crate::document;

fn schema() -> Validator {
    let text = Policy::schema();
    jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
}

fn json(text: &str) -> Value {
    document::parse(text).unwrap().to_json()
}

/// Documents that both accept.
const GOOD: &[&str] = &[
    "",
    "id: x",
    "extends: []",
    "extends: [owasp-logging, pci-dss-display, hipaa-safe-harbor]",
    "context: { a: $.a, b: { value: x }, c: { value: 12 } }",
    "subject: $.a[0].b",
    "defaults: { layout: value, header: h, container: error, duplicate_names: reject, limits: { depth: 9, document: 4294967295 } }",
    "moved: [ { from: '$.a[*].b', to: \"$['c'][*]\" } ]",
    "detectors: { order: { pattern: 'O-[0-9]+', checksum: luhn, words: [order] } }",
    "classes: { c: {}, d: { kind: iban, store: keep, show: iban } }",
    "rules: [ { names: ['*_x', /y/], types: [object, array, boolean, number, string, 'null'] } ]",
    "rules: [ { path: $.a, decode: json, rules: [], required: true, migrating: false } ]",
    "views: { v: { open: false, unmatched: keep }, w: { extends: v } }",
    "views: { v: { extends: default } }",
];

/// Documents that both refuse.
const BAD: &[&str] = &[
    "verson: 1",
    "id: ''",
    "id: 1",
    "extends: owasp-logging",
    "extends: [owasp]",
    "context: [a]",
    "context: { a: a }",
    "context: { fv-a: $.a }",
    "context: { '': $.a }",
    "context: { a: { value: 1.5 } }",
    "context: { a: { val: x } }",
    "defaults: { layout: rows }",
    "defaults: { header: '' }",
    "defaults: { limits: { depth: 0 } }",
    "defaults: { limits: { depth: 1025 } }",
    "defaults: { limits: { document: 4294967296 } }",
    "moved: [ { from: $.a } ]",
    "moved: { from: $.a, to: $.b }",
    "detectors: { x: { words: [a] } }",
    "detectors: { x: { pattern: a, checksum: crc } }",
    "classes: { open: {} }",
    "classes: { c: redact }",
    "classes: { c: { kind: person } }",
    "classes: { c: { shw: redact } }",
    "rules: { path: $.a }",
    "rules: [ {} ]",
    "rules: [ { path: $.a, names: [a] } ]",
    "rules: [ { names: [] } ]",
    "rules: [ { path: $.a, types: [] } ]",
    "rules: [ { path: $.a, types: [text] } ]",
    "rules: [ { path: $.a, decode: json } ]",
    "rules: [ { path: $.a, rules: [] } ]",
    "rules: [ { path: $.a, decode: xml, rules: [] } ]",
    "rules: [ { path: $.a, decode: json, rules: [], show: redact } ]",
    "rules: [ { path: $.a, decode: json, rules: [], migrating: true } ]",
    "rules: [ { path: $.a, required: 1 } ]",
    "rules: [ { path: $.a, container: keep } ]",
    "rules: [ { path: $.a, class: c, show: redact } ]\nclasses: { c: {} }",
    "rules: [ { path: $.a, decode: json, rules: [ { pth: $.b } ] } ]",
    "views: { v: { open: 1 } }",
    "views: { v: { unmatched: nullify } }",
    "views: { v: { extends: [w] } }",
    "views: { v: redact }",
];

/// What `store` takes, and what it does not.
const STORE: (&[&str], &[&str]) = (
    &[
        "keep",
        "remove",
        "{ keep: {} }",
        "{ encrypt: pii }",
        "{ encrypt: { set: pii, pad: none, nulls: encrypt } }",
        "{ encrypt: { set: pii, pad: 128, nulls: keep, index: { set: i, into: x, normalize: [trim, lower, digits, nfc], bits: 4, scope: [a] } } }",
        "{ deterministic: d }",
        "{ deterministic: { set: d, scope: [a] } }",
        "{ pseudonym: people }",
        "nullify",
    ],
    &[
        "reveal",
        "scan",
        "{ custom: f }",
        "encrypt",
        "deterministic",
        "{ encrypt: {} }",
        "{ encrypt: { set: p, pad: 8 } }",
        "{ encrypt: { set: p, nulls: drop } }",
        "{ encrypt: 'a\"b' }",
        "{ encrypt: { set: p, index: { set: i } } }",
        "{ encrypt: { set: p, index: { set: i, into: '' } } }",
        "{ encrypt: { set: p, index: { set: i, into: x, bits: 6 } } }",
        "{ encrypt: { set: p, index: { set: i, into: x, normalize: [upper] } } }",
        "{ deterministic: { scope: [a] } }",
        "{ keep: {}, remove: {} }",
        "{}",
        "[]",
        "5",
    ],
);

/// What `show` takes, and what it does not.
const SHOW: (&[&str], &[&str]) = (
    &[
        "redact",
        "{ redact: gone }",
        "{ redact: { text: gone } }",
        "remove",
        "nullify",
        "{ nullify: {} }",
        "keep",
        "keep_ends",
        "{ keep_ends: { first: 1, last: 0, char: '#', fixed: 3, skip: '- ', min_hidden: 1 } }",
        "shape",
        "{ shape: { upper: A, lower: a, digit: '0' } }",
        "email",
        "{ email: { keep_local: 0, keep_domain: false } }",
        "pan",
        "{ pan: { bin: 0, last: 4, luhn: false, min_hidden: 6 } }",
        "phone",
        "{ phone: 2 }",
        "{ phone: { last: 2 } }",
        "iban",
        "ip",
        "{ ip: { v4: 16, v6: 32 } }",
        "date",
        "{ date: month }",
        "{ date: { to: quarter } }",
        "{ date: { shift: { set: people, subject: $.id, days: 30, scope: [a] } } }",
        "{ bucket: 10 }",
        "{ bucket: { size: '0.5' } }",
        "{ bucket: { bounds: [0, 18, 65] } }",
        "age_cap",
        "{ age_cap: 80 }",
        "zip3",
        "{ zip3: { allow: ['606'] } }",
        "type_mask",
        "{ regex: { pattern: 'a+', replace: b } }",
        "{ regex: { pattern: 'a+', replace: b, on_no_match: nullify } }",
        "{ pseudonym: people }",
        "{ pseudonym: { set: people, domain: d, prefix: p_, length: 10, normalize: [lower], scope: [a] } }",
        "scan",
        "{ scan: [card, email] }",
        "{ scan: { on_hit: '[{type}]' } }",
        "{ scan: { for: [card], on_hit: pan } }",
        "{ scan: { allow: { values: [x], patterns: [y] } } }",
        "{ custom: f }",
        "{ custom: { name: f } }",
    ],
    &[
        "emial",
        "encrypt",
        "{ encrypt: pii }",
        "{ redact: 5 }",
        "{ redact: { txt: x } }",
        "{ remove: now }",
        "{ keep_ends: 4 }",
        "{ keep_ends: { first: -1 } }",
        "{ keep_ends: { char: '##' } }",
        "{ keep_ends: { fixed: 0 } }",
        "{ shape: { digit: '' } }",
        "{ email: { keep_domain: 1 } }",
        "{ pan: 6 }",
        "{ phone: x }",
        "{ iban: 4 }",
        "{ ip: { v4: 33 } }",
        "{ date: day }",
        "{ date: { shift: { set: people, days: 3 } } }",
        "{ date: { shift: { set: p, subject: $.a, days: 0 } } }",
        "bucket",
        "{ bucket: {} }",
        "{ bucket: { bounds: [] } }",
        "{ age_cap: 0 }",
        "{ zip3: { allow: [606] } }",
        "{ zip3: { allow: ['60'] } }",
        "regex",
        "{ regex: { pattern: a } }",
        "{ regex: { pattern: a, replace: b, on_no_match: keep } }",
        "pseudonym",
        "{ pseudonym: { set: p, length: 9 } }",
        "{ scan: card }",
        "{ scan: { allow: [x] } }",
        "custom",
        "{ custom: {} }",
    ],
);

#[test]
fn both_say_the_same() {
    let schema = schema();
    let mut faults = Vec::new();
    let mut say = |text: &str, expected: bool| {
        let text = format!("version: 1\n{text}");
        let (parser, schema) = (Policy::parse(&text), schema.is_valid(&json(&text)));
        if parser.is_ok() != expected || schema != expected {
            faults.push(format!(
                "{text}\n  parser {:?}, schema {schema}, expected {expected}",
                parser.map(drop)
            ));
        }
    };
    GOOD.iter().for_each(|text| say(text, true));
    BAD.iter().for_each(|text| say(text, false));
    let as_class = |member: &str, operator: &str| format!("classes: {{ c: {{ {member}: {operator} }} }}");
    for (member, (good, bad)) in [("store", STORE), ("show", SHOW)] {
        good.iter().for_each(|operator| say(&as_class(member, operator), true));
        bad.iter().for_each(|operator| say(&as_class(member, operator), false));
    }
    say("classes: { c: {} }\nviews: { v: { open: true, c: reveal } }", true);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_the_tests_and_documents_use_is_valid() {
    let schema = schema();
    let examples = crate::policy::tests::documents::examples();
    for text in examples.iter().map(String::as_str).chain([EVERYTHING]) {
        if let Err(error) = schema.validate(&json(text)) {
            panic!("{error}\n{text}");
        }
    }
}

#[test]
fn every_operator_is_in_the_schema() {
    let schema: Value = serde_json::from_str(Policy::schema()).unwrap();
    let options = schema.pointer("/$defs/options").and_then(Value::as_object).unwrap();
    let known = crate::mask::NAMES.into_iter().chain(crate::policy::compile::STORE_ONLY);
    for name in known.clone() {
        assert!(options.contains_key(name), "{name}");
    }
    assert_eq!(options.len(), known.count());
    let kinds = schema.pointer("/properties/classes/additionalProperties/properties/kind/enum").unwrap();
    assert_eq!(kinds.as_array().unwrap().len(), crate::policy::DataKind::NAMES.len());
    assert_eq!(schema["properties"].as_object().unwrap().len(), crate::policy::compile::MEMBERS.len());
}
