//! Every damage to a stored record gives the code that the format names, and never a byte of plaintext; what the
//! format does not detect is shown too.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use fieldveil::{
    Context, DecryptOptions, EncryptOptions, ErrorCode, Key, Keyring, MaskOptions, Policy, Provider, Purpose,
    Veil,
};

const POLICY: &str = r#"
version: 1
context: { row: "$.row" }
rules:
  - { path: "$.name", store: { encrypt: pii }, show: reveal }
  - { path: "$.mail", store: { encrypt: pii }, show: reveal }
  - { path: "$.grid[*][*]", store: { encrypt: pii }, show: reveal }
  - { path: "$.loose[*]", store: { encrypt: pii }, bind_index: false, show: reveal }
  - { path: "$.other", store: { encrypt: health }, show: reveal }
views: { default: { open: true } }
"#;

const RECORD: &str = r#"{"row":1,"name":"CANARY-ada","mail":"CANARY-mail","grid":[["CANARY-a","CANARY-b"],["CANARY-c"]],"loose":["CANARY-x","CANARY-y"],"other":"CANARY-o"}"#;

struct House {
    veil: Veil,
    ring: Keyring,
    _dir: tempfile::TempDir,
}

fn house(policy: &str) -> House {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ring.json");
    let ring = Keyring::create(path, &[Provider::from(Key::new(&[9; 32]).unwrap())]).unwrap();
    let mut edit = ring.edit().unwrap();
    edit.add_set("pii", Purpose::Data, None).unwrap();
    edit.add_set("health", Purpose::Data, None).unwrap();
    edit.save().unwrap();
    let veil = Veil::new(Policy::parse(policy).unwrap()).with_keyring(ring.clone()).unwrap();
    House { veil, ring, _dir: dir }
}

impl House {
    fn encrypt(&self, doc: &str) -> String {
        String::from_utf8(self.veil.encrypt(doc.as_bytes(), &EncryptOptions::default()).unwrap()).unwrap()
    }

    /// The code of a stored record that must not open. Masking it must show nothing either, and nothing may leak.
    fn refuses(&self, stored: &str) -> ErrorCode {
        let error = match self.veil.decrypt(stored.as_bytes(), &DecryptOptions::default()) {
            Err(error) => error,
            Ok(_) => panic!("opened: {stored}"),
        };
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
        error.code()
    }

    fn opens(&self, stored: &str) -> String {
        let plain = self.veil.decrypt(stored.as_bytes(), &DecryptOptions::default()).unwrap();
        String::from_utf8(plain).unwrap()
    }
}

/// The tokens of a stored record, in the order of the text: the header first.
fn tokens(stored: &str) -> Vec<String> {
    stored.split('"').filter(|part| part.starts_with("fv1.")).map(str::to_owned).collect()
}

fn raw(token: &str) -> Vec<u8> {
    BASE64.decode(token.strip_prefix("fv1.").unwrap()).unwrap()
}

fn text(raw: &[u8]) -> String {
    format!("fv1.{}", BASE64.encode(raw))
}

fn swap(stored: &str, a: &str, b: &str) -> String {
    stored.replace(a, "@").replace(b, a).replace('@', b)
}

#[test]
fn every_bit_of_every_token_counts() {
    let house = house(POLICY);
    let stored = house.encrypt(RECORD);
    let all = tokens(&stored);
    assert_eq!(all.len(), 9, "a header, seven fields and a value");
    let mut tried = 0;
    for (at, token) in all.iter().enumerate() {
        let bytes = raw(token);
        for bit in 0..bytes.len() * 8 {
            let mut bad = bytes.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let code = house.refuses(&stored.replace(token.as_str(), &text(&bad)));
            tried += 1;
            let allowed: &[ErrorCode] = match (at, bit / 8) {
                (_, 0) => &[ErrorCode::UnsupportedVersion],
                // Another suite: unknown, of another length, or a kind that may not stand there.
                (_, 1) => &[
                    ErrorCode::UnsupportedVersion,
                    ErrorCode::InvalidToken,
                    ErrorCode::Tampered,
                    ErrorCode::KeyNotUsable,
                ],
                (0, 2..=5) => &[ErrorCode::UnknownKey],
                // Another count: impossible, or another commitment.
                (0, 30..=33) => &[ErrorCode::InvalidToken, ErrorCode::WrongKey],
                (0, _) => &[ErrorCode::WrongKey],
                (8, 2..=5) => &[ErrorCode::UnknownKey],
                (8, 6..=61) => &[ErrorCode::WrongKey],
                _ => &[ErrorCode::Tampered],
            };
            assert!(allowed.contains(&code), "token {at}, byte {}, bit {}: {code}", bit / 8, bit % 8);
        }
        for length in 0..bytes.len() {
            let code = house.refuses(&stored.replace(token.as_str(), &text(&bytes[..length])));
            let allowed: &[ErrorCode] = match at {
                // A cut field is still as long as a field may be, until it is too short for one.
                1..=7 if length >= 23 => &[ErrorCode::Tampered],
                8 if length >= 79 => &[ErrorCode::Tampered],
                _ => &[ErrorCode::InvalidToken],
            };
            assert!(allowed.contains(&code), "token {at} cut to {length}: {code}");
        }
        for bad in
            [format!("{token}="), format!("{token} "), format!("{token}A"), token.replace("fv1.", "fv2.")]
        {
            let code = house.refuses(&stored.replace(token.as_str(), &bad));
            assert!(
                matches!(code, ErrorCode::InvalidToken | ErrorCode::UnsupportedVersion | ErrorCode::Tampered),
                "{bad}: {code}"
            );
        }
    }
    assert!(tried > 3000, "{tried}");
}

#[test]
fn places_records_and_times_cannot_be_exchanged() {
    let house = house(POLICY);
    let stored = house.encrypt(RECORD);
    let all = tokens(&stored);
    let other = house.encrypt(RECORD);
    let theirs = tokens(&other);
    for a in 1..8 {
        for b in a + 1..8 {
            let swapped = swap(&stored, &all[a], &all[b]);
            if (a, b) == (6, 7) {
                // `bind_index: false` says that the elements of `loose` may change places.
                let order = RECORD.replace("\"CANARY-x\",\"CANARY-y\"", "\"CANARY-y\",\"CANARY-x\"");
                assert_eq!(house.opens(&swapped), order);
            } else {
                assert_eq!(house.refuses(&swapped), ErrorCode::Tampered, "{a} and {b}");
            }
        }
        let from_another = stored.replace(&all[a], &theirs[a]);
        assert_eq!(house.refuses(&from_another), ErrorCode::Tampered, "an older version of the record");
        let doubled = stored.replace(&all[a], &all[1 + a % 7]);
        assert_eq!(house.refuses(&doubled), ErrorCode::Tampered);
        let plaintext = stored.replace(&format!("\"{}\"", all[a]), "\"anything\"");
        assert_eq!(house.refuses(&plaintext), ErrorCode::NotEncrypted);
        let value_token = stored.replace(&all[a], &all[8]);
        assert_eq!(house.refuses(&value_token), ErrorCode::Tampered);
    }
    let removed = stored.replace(&format!("\"name\":\"{}\",", all[1]), "");
    assert_eq!(house.refuses(&removed), ErrorCode::Tampered);
    let moved = stored.replace("\"name\"", "\"nome\"");
    assert_eq!(house.refuses(&moved), ErrorCode::Tampered);
    // [[a, b], [c]] becomes [[a], [b, c]].
    let (b, c) = (format!(",\"{}\"],[", all[4]), format!("],[\"{}\",", all[4]));
    assert_eq!(house.refuses(&stored.replace(&b, &c)), ErrorCode::Tampered);
}

#[test]
fn the_header_belongs_to_its_record() {
    let house = house(POLICY);
    let stored = house.encrypt(RECORD);
    let all = tokens(&stored);
    let member = format!("\"_fv\":\"{}\",", all[0]);
    assert_eq!(house.refuses(&stored.replace(&member, "")), ErrorCode::Tampered, "removed");
    assert_eq!(
        house.refuses(&stored.replacen('{', &format!("{{{member}"), 1)),
        ErrorCode::Tampered,
        "doubled"
    );
    assert_eq!(house.refuses(&stored.replace(&all[0], "hello")), ErrorCode::Tampered, "no header at all");
    let of_another = tokens(&house.encrypt(RECORD))[0].clone();
    assert_eq!(
        house.refuses(&stored.replace(&all[0], &of_another)),
        ErrorCode::Tampered,
        "of another record"
    );
    for count in [0, 8, 1 << 20, (1 << 20) + 1, u32::MAX] {
        let mut bytes = raw(&all[0]);
        bytes[30..34].copy_from_slice(&u32::to_be_bytes(count));
        let wanted =
            if (1..=1 << 20).contains(&count) { ErrorCode::WrongKey } else { ErrorCode::InvalidToken };
        assert_eq!(house.refuses(&stored.replace(&all[0], &text(&bytes))), wanted);
    }
}

#[test]
fn another_context_another_key_and_another_ring() {
    let house = house(POLICY);
    let stored = house.encrypt(RECORD);
    assert_eq!(house.refuses(&stored.replace("\"row\":1", "\"row\":2")), ErrorCode::Tampered);
    assert_eq!(house.refuses(&stored.replace("\"row\":1,", "")), ErrorCode::MissingField);
    let options =
        DecryptOptions { context: Context::new().with("row", "2").unwrap(), ..DecryptOptions::default() };
    let error = house.veil.decrypt(stored.as_bytes(), &options).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidContext);

    let stranger = self::house(POLICY);
    assert_eq!(stranger.refuses(&stored), ErrorCode::UnknownKey);
    let without = Veil::new(Policy::parse(POLICY).unwrap());
    let error = without.decrypt(stored.as_bytes(), &DecryptOptions::default()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::UnknownKeySet);

    let exchanged = POLICY.replace("encrypt: pii", "encrypt: @").replace("encrypt: health", "encrypt: pii");
    let exchanged = Policy::parse(&exchanged.replace("encrypt: @", "encrypt: health")).unwrap();
    let veil = Veil::new(exchanged).with_keyring(house.ring.clone()).unwrap();
    let error = veil.decrypt(stored.as_bytes(), &DecryptOptions::default()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyNotUsable);
}

#[test]
fn a_mask_shows_nothing_of_what_does_not_open() {
    let house = house(POLICY);
    let stored = house.encrypt(RECORD);
    let shown = |stored: &str| {
        let (shown, report) =
            house.veil.mask_with_report(stored.as_bytes(), &MaskOptions::default()).unwrap();
        (String::from_utf8(shown).unwrap(), report.redacted)
    };
    assert_eq!(shown(&stored).0, RECORD);
    for token in tokens(&stored) {
        let mut bytes = raw(&token);
        *bytes.last_mut().unwrap() ^= 1;
        let (shown, redacted) = shown(&stored.replace(&token, &text(&bytes)));
        assert!(shown.contains("[REDACTED]") && !shown.contains("fv1."), "{shown}");
        assert!(redacted.tampered + redacted.wrong_key > 0);
    }
    let header = format!("\"_fv\":\"{}\",", tokens(&stored)[0]);
    let (twice, redacted) = shown(&stored.replacen('{', &format!("{{{header}"), 1));
    assert_eq!((redacted.tampered, twice.matches("CANARY").count()), (7, 1), "{twice}");
}

#[test]
fn partial_drops_completeness_and_nothing_else() {
    let house = house(POLICY);
    let stored = house.encrypt(RECORD);
    let all = tokens(&stored);
    let partial = DecryptOptions { partial: true, ..DecryptOptions::default() };
    let open = |doc: &str| house.veil.decrypt(doc.as_bytes(), &partial);
    let removed = stored.replace(&format!("\"name\":\"{}\",", all[1]), "");
    assert_eq!(open(&removed).unwrap(), RECORD.replace("\"name\":\"CANARY-ada\",", "").as_bytes());
    assert!(open(&stored.replace(&format!("\"{}\"", all[1]), "\"plain\"")).is_ok());
    assert_eq!(open(&swap(&stored, &all[1], &all[2])).unwrap_err().code(), ErrorCode::Tampered);
    assert_eq!(open(&stored.replace(&all[1], &all[8])).unwrap_err().code(), ErrorCode::Tampered);
}

/// The format says so: these need a row's id and a version in the context, `required`, padding, or a second look.
#[test]
fn what_is_not_detected() {
    let house = house(&POLICY.replace("context: { row: \"$.row\" }\n", ""));
    let stored = house.encrypt(RECORD);
    // A change to clear members.
    assert!(house.opens(&stored.replace("\"row\":1", "\"row\":2")).contains("\"row\":2"));
    // Header and all tokens moved to another row, or replayed.
    let older = house.encrypt(&RECORD.replace("CANARY-mail", "CANARY-old"));
    assert!(house.opens(&older).contains("CANARY-old"));
    // Header and all tokens removed together, where no rule is `required`.
    assert_eq!(house.opens(r#"{"row":1}"#), r#"{"row":1}"#);
    // Value tokens exchanged within one context and binding.
    let value = self::house(
        "{version: 1, defaults: {layout: value}, rules: [{path: '$[*]', store: {encrypt: pii}}]}",
    );
    let stored = value.encrypt("[1,2]");
    let pair = tokens(&stored);
    assert_eq!(value.opens(&swap(&stored, &pair[0], &pair[1])), "[2,1]");
    // Lengths, unless padded.
    let lengths = |doc: &str| value.encrypt(doc).len();
    assert!(lengths("[\"a\"]") < lengths("[\"aaaaaaaa\"]"));
    // What `required` is for.
    let required =
        self::house("{version: 1, rules: [{path: $.name, store: {encrypt: pii}, required: true}]}");
    assert_eq!(required.refuses("{}"), ErrorCode::MissingField);
}

#[test]
fn shapes_of_records() {
    let house = house(POLICY);
    for doc in [
        RECORD,
        r#"{"row":1,"name":"","mail":null,"grid":[],"other":{"a":[1,2.50e3]}}"#,
        "{\"row\":\"x\" ,\r\n \"grid\" : [ [ 1.10, -0, 1e400, true ] ] }\n",
        r#"{"row":1,"loose":["\ud800","\u0041","é😀"]}"#,
        r#"{"row":1}"#,
    ] {
        let stored = house.encrypt(doc);
        assert_eq!(house.opens(&stored), doc);
        assert!(!doc.contains("name") || stored.contains("\"_fv\":\"fv1."));
    }
    // Loose elements may change places without the index being bound, and only the ordinal tells them apart.
    let value = self::house(
        "{version: 1, defaults: {layout: value}, rules: [{path: $.name, store: {encrypt: {set: pii, pad: 64}}}]}",
    );
    assert_eq!(value.opens(&value.encrypt(r#"{"name":"x"}"#)), r#"{"name":"x"}"#);
    assert!(!value.encrypt(r#"{"name":"x"}"#).contains("_fv"));
    assert_eq!(
        value.encrypt(r#"{"name":"x"}"#).len(),
        value.encrypt(r#"{"name":"xxxxxxxxxxxxxxxxxxxxxxx"}"#).len()
    );
    // A root array, a root that is itself selected, a scalar.
    for (policy, doc) in [
        ("{version: 1, rules: [{path: '$[*].a', store: {encrypt: pii}}]}", r#"[{"a":1},{"a":"2"}]"#),
        ("{version: 1, rules: [{path: $, store: {encrypt: pii}}]}", r#"{"a":1}"#),
        ("{version: 1, rules: [{path: $, store: {encrypt: pii}}]}", "12.50"),
    ] {
        let house = self::house(policy);
        let stored = house.encrypt(doc);
        assert!(!stored.contains("_fv") && stored.contains("fv1.AQ"), "{stored}");
        assert_eq!(house.opens(&stored), doc);
    }
}
