//! The known answers of `tests/vectors/format.json`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::secret::Secret;
use crate::token::{Family, Suite, Token, encode_into};

pub(super) fn vectors(kind: &str, expected: usize) -> Vec<Value> {
    let document: Value = serde_json::from_str(include_str!("../../../tests/vectors/format.json")).unwrap();
    let cases = document["vectors"].as_array().unwrap().iter().filter(|case| case["kind"] == kind);
    let cases: Vec<Value> = cases.cloned().collect();
    assert_eq!(cases.len(), expected, "{kind}");
    cases
}

pub(super) fn hex(text: &Value) -> Vec<u8> {
    let digits = text.as_str().unwrap().as_bytes();
    digits.chunks(2).map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> u32 {
    value.as_u64().unwrap().try_into().unwrap()
}

fn key(case: &Value, family: Family) -> Material {
    let id = case.get("id").map_or(7, number);
    Material::new(id, family, Secret::copied(&hex(&case["key"])).unwrap()).unwrap()
}

fn family(case: &Value) -> Family {
    Suite::try_from(u8::try_from(number(&case["suite"])).unwrap()).unwrap().family()
}

fn salt_of(case: &Value) -> Salt {
    hex(&case["salt"]).try_into().unwrap()
}

fn pairs(value: &Value) -> Vec<u8> {
    let pairs: BTreeMap<&str, &str> =
        value.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), text(value))).collect();
    context::encode(pairs.into_iter())
}

fn context_of(case: &Value) -> Vec<u8> {
    pairs(&case["context"])
}

fn binding_of(case: &Value) -> Binding {
    let mut binding = Binding::new();
    for step in case["binding"].as_array().unwrap() {
        match step {
            Value::String(name) => binding.member(name.as_bytes()),
            Value::Number(index) => binding.index(index.as_u64().unwrap()),
            _ => binding.any(),
        }
    }
    binding
}

fn type_of(case: &Value) -> Type {
    match number(&case["type"]) {
        1 => Type::Json,
        2 => Type::Text,
        3 => Type::Bytes,
        _ => Type::SubjectKey,
    }
}

fn encoded(raw: &[u8]) -> String {
    let mut out = Vec::new();
    encode_into(raw, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn values() {
    for case in vectors("value", 14) {
        let (key, context, binding) = (key(&case, family(&case)), context_of(&case), binding_of(&case));
        let payload = hex(&case["payload"]);
        let pad = number(&case["pad"]) as usize;
        let mut raw = Vec::new();
        value::seal(
            &key,
            type_of(&case),
            &payload,
            pad,
            &context,
            binding.as_bytes(),
            &salt_of(&case),
            &mut raw,
        )
        .unwrap();
        assert_eq!(encoded(&raw), text(&case["token"]));
        let mut buffer = Vec::new();
        let token = Token::decode(text(&case["token"]).as_bytes(), &mut buffer).unwrap();
        let opened = value::open(&key, &token, &context, binding.as_bytes()).unwrap();
        assert_eq!((opened.kind(), opened.payload()), (type_of(&case), &payload[..]));
    }
}

#[test]
fn records() {
    for case in vectors("record", 4) {
        let (key, context, count) = (key(&case, family(&case)), context_of(&case), number(&case["count"]));
        let fields = case["fields"].as_array().unwrap();
        let mut sealer = record::Sealer::new(&key, &context, salt_of(&case)).unwrap();
        for field in fields {
            sealer.skip_to(number(&field["ordinal"]));
            let mut out = Vec::new();
            let binding = binding_of(field);
            sealer.field(Type::Json, &hex(&field["payload"]), 0, binding.as_bytes(), &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), text(&field["token"]));
        }
        assert_eq!(sealer.count(), count);
        assert_eq!(encoded(&sealer.finish().unwrap()), text(&case["header"]));

        let (mut buffer, mut field_buffer) = (Vec::new(), Vec::new());
        let header = Token::decode(text(&case["header"]).as_bytes(), &mut buffer).unwrap();
        let mut opener = record::Opener::new(&key, &header, &context).unwrap();
        assert_eq!(opener.count(), count);
        for field in fields.iter().rev() {
            let token = Token::decode(text(&field["token"]).as_bytes(), &mut field_buffer).unwrap();
            let (kind, payload) = opener.open(&token, binding_of(field).as_bytes()).unwrap();
            assert_eq!((kind, payload), (Type::Json, &hex(&field["payload"])[..]));
        }
        assert_eq!(opener.complete(), fields.len() == count as usize);
    }
}

/// The refusals that need no ring and no document; the others are tested where those are.
#[test]
fn refusals() {
    for case in vectors("refused", 14) {
        let key = key(&case, Family::Aes256Gcm);
        let mut buffer = Vec::new();
        let opened = Token::decode(text(&case["token"]).as_bytes(), &mut buffer).and_then(|token| {
            if token.id() != key.id() {
                return Err(crate::Error::new(ErrorCode::UnknownKey, "")); // what a ring would say
            }
            value::open(&key, &token, &context_of(&case), binding_of(&case).as_bytes())
        });
        match opened {
            Err(error) => assert_eq!(error.code().as_str(), text(&case["code"]), "{}", case["why"]),
            // An authentic value that is not JSON: a document refuses it, a bare value has nothing to hold it against.
            Ok(opened) => assert!(serde_json::from_slice::<Value>(opened.payload()).is_err()),
        }
    }
}

#[test]
fn deterministic_values() {
    for case in vectors("deterministic", 3) {
        let key = key(&case, Family::Aes256Siv);
        let (scope, binding) = (pairs(&case["scope"]), binding_of(&case));
        let payload = hex(&case["payload"]);
        let mut raw = Vec::new();
        deterministic::seal(&key, type_of(&case), &payload, &scope, binding.as_bytes(), &mut raw).unwrap();
        assert_eq!(encoded(&raw), text(&case["token"]));
        let opened =
            deterministic::open(&key, &Token::parse(&raw).unwrap(), &scope, binding.as_bytes()).unwrap();
        assert_eq!((opened.kind(), opened.payload()), (type_of(&case), &payload[..]));
    }
}

#[test]
fn indexes() {
    for case in vectors("index", 3) {
        let (key, scope) = (key(&case, Family::HmacSha256), pairs(&case["scope"]));
        let bits = u16::try_from(number(&case["bits"])).unwrap();
        let index = index::compute(&key, text(&case["name"]), &scope, text(&case["text"]).as_bytes(), bits);
        assert_eq!(index.unwrap(), text(&case["index"]));
    }
}

#[test]
fn pseudonyms() {
    for case in vectors("pseudonym", 2) {
        let (key, scope) = (key(&case, Family::HmacSha256), pairs(&case["scope"]));
        let length = number(&case["length"]) as usize;
        let pseudonym =
            pseudonym::compute(&key, text(&case["domain"]), &scope, text(&case["text"]).as_bytes(), length);
        assert_eq!(pseudonym.unwrap(), text(&case["pseudonym"]));
    }
}

#[test]
fn date_shifts() {
    for case in vectors("date_shift", 2) {
        let (key, scope) = (key(&case, Family::HmacSha256), pairs(&case["scope"]));
        let days = date_shift::days(&key, &scope, text(&case["subject"]).as_bytes(), number(&case["days"]));
        assert_eq!(days.unwrap(), case["shift"].as_i64().unwrap());
    }
}

#[test]
fn stream_keys() {
    for case in vectors("stream_keys", 1) {
        let (key, context, salt) = (key(&case, Family::Aes256Gcm), context_of(&case), salt_of(&case));
        let begun = stream::begin_for_tests(&key, &context, &salt);
        assert_eq!(begun.prefix, hex(&case["prefix"]));
        assert_eq!(begun.base_nonce, hex(&case["base_nonce"]));
        assert_eq!(begun.commitment, hex(&case["commitment"]));
        // The key itself is not to be had; that it encrypts as the one of the answer does is the same thing.
        let chunk_key: [u8; 32] = hex(&case["chunk_key"]).try_into().unwrap();
        let cipher = crate::crypto::Aead::new(crate::crypto::Cipher::Aes256Gcm, &chunk_key).unwrap();
        let mut text = *b"chunk";
        let tag = cipher.seal(&begun.base_nonce.try_into().unwrap(), &[], &mut text).unwrap();
        assert_eq!(begun.sealed_chunk, [&text[..], &tag].concat());
    }
}
