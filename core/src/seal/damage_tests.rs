//! Every bit and every length of one token of each suite: the code that the format names, and never plaintext.

use super::*;
use crate::error::ErrorCode::{
    InvalidToken, KeyNotUsable, Tampered, UnknownKey, UnsupportedVersion, WrongKey,
};
use crate::secret::Secret;
use crate::token::{Family, HEADER, Kind, PREFIX, Suite, Token, encode_into};

const ID: u32 = 0x0102_0304;
const CONTEXT: &[u8] = b"\0\0\0\x01\0\0\0\x06tenant\0\0\0\x04acme";
const CANARY: &str = "CANARY-plaintext";
const KEY: &[u8; 32] = b"CANARY-key-CANARY-key-CANARY-key";

fn key(family: Family) -> Material {
    Material::new(ID, family, Secret::copied(KEY).unwrap()).unwrap()
}

fn binding() -> Binding {
    Binding::named(["customer", "email"])
}

type Open = Box<dyn Fn(&Token<'_>) -> Result<Vec<u8>>>;

/// A token, and how it is opened.
struct Subject {
    suite: Suite,
    raw: Vec<u8>,
    open: Open,
}

/// What a ring says of an id that it lacks.
fn known(token: &Token<'_>) -> Result<()> {
    if token.id() == ID { Ok(()) } else { Err(Error::new(UnknownKey, "")) }
}

fn value(family: Family, payload: String, pad: usize) -> Subject {
    let (mut raw, binding) = (Vec::new(), binding());
    let sealing = key(family);
    value::seal(
        &sealing,
        Type::Text,
        payload.as_bytes(),
        pad,
        CONTEXT,
        binding.as_bytes(),
        &[0x55; 24],
        &mut raw,
    )
    .unwrap();
    let suite = Suite::of(Kind::Value, family).unwrap();
    let open = move |token: &Token<'_>| {
        known(token)
            .and_then(|()| value::open(&sealing, token, CONTEXT, binding.as_bytes()))
            .map(|it| it.payload().to_vec())
    };
    Subject { suite, raw, open: Box::new(open) }
}

fn record(family: Family, payload: String) -> [Subject; 2] {
    let sealing = key(family);
    let mut sealer = record::Sealer::new(&sealing, CONTEXT, [0x55; 24]).unwrap();
    let mut text = Vec::new();
    sealer.field(Type::Text, payload.as_bytes(), 0, binding().as_bytes(), &mut text).unwrap();
    let mut field = Vec::new();
    Token::decode(&text, &mut field).unwrap();
    let header = sealer.finish().unwrap();
    let (sealing, field_of_header) = (key(family), field.clone());
    let open = move |header: &Token<'_>, field: &Token<'_>| -> Result<Vec<u8>> {
        if header.suite().kind() == Kind::Header {
            known(header)?;
        }
        let mut opener = record::Opener::new(&sealing, header, CONTEXT)?;
        let payload = opener.open(field, binding().as_bytes())?.1.to_vec();
        assert!(opener.complete());
        assert_eq!(opener.open(field, binding().as_bytes()).unwrap_err().code(), Tampered);
        Ok(payload)
    };
    let open = std::rc::Rc::new(open);
    let open_again = open.clone();
    let (of_header, of_field) =
        (Suite::of(Kind::Header, family).unwrap(), Suite::of(Kind::Field, family).unwrap());
    [
        Subject {
            suite: of_header,
            raw: header.to_vec(),
            open: Box::new(move |token| open(token, &Token::parse(&field_of_header).unwrap())),
        },
        Subject {
            suite: of_field,
            raw: field,
            open: Box::new(move |token| open_again(&Token::parse(&header).unwrap(), token)),
        },
    ]
}

fn deterministic(payload: String) -> Subject {
    let sealing = key(Family::Aes256Siv);
    let mut raw = Vec::new();
    deterministic::seal(&sealing, Type::Text, payload.as_bytes(), CONTEXT, binding().as_bytes(), &mut raw)
        .unwrap();
    let open = move |token: &Token<'_>| {
        let opened =
            known(token).and_then(|()| deterministic::open(&sealing, token, CONTEXT, binding().as_bytes()));
        opened.map(|it| it.payload().to_vec())
    };
    Subject { suite: Suite::Deterministic, raw, open: Box::new(open) }
}

/// One short and one long token of each suite that stands in a document.
fn subjects() -> Vec<Subject> {
    let mut all = Vec::new();
    for payload in [CANARY.to_owned(), CANARY.repeat(12)] {
        for family in [Family::Aes256Gcm, Family::ChaCha20Poly1305] {
            all.push(value(family, payload.clone(), 0));
            all.push(value(family, payload.clone(), 64));
            all.extend(record(family, payload.clone()));
        }
        all.push(deterministic(payload));
    }
    all
}

/// The table "Which code for which damage", for bytes that are a token's in form.
fn expected(good: &Subject, bad: &[u8]) -> ErrorCode {
    let at = good.raw.iter().zip(bad).position(|(good, bad)| good != bad).unwrap_or(bad.len());
    let Some(suite) = bad.get(1).and_then(|byte| Suite::try_from(*byte).ok()) else {
        return if bad.len() < 2 { InvalidToken } else { UnsupportedVersion };
    };
    let count = good.suite.kind() == Kind::Header && (30..34).contains(&at);
    match at {
        0 if !bad.is_empty() => UnsupportedVersion,
        _ if !suite.possible(bad.len()) => InvalidToken,
        _ if count && !(1..=1 << 20).contains(&u32::from_be_bytes(bad[30..34].try_into().unwrap())) => {
            InvalidToken
        }
        // A known suite that is another: the id is right, so what matters is whether it may stand there.
        1 if matches!(suite.kind(), Kind::Header | Kind::Stream) => InvalidToken,
        1 => Tampered,
        2..6 if good.suite.kind() != Kind::Field => UnknownKey,
        6..62 if good.suite.kind() == Kind::Value => WrongKey,
        6..HEADER if good.suite.kind() == Kind::Header => WrongKey,
        _ => Tampered,
    }
}

fn attempt(subject: &Subject, raw: &[u8]) -> Result<Vec<u8>> {
    Token::parse(raw).and_then(|token| (subject.open)(&token))
}

#[test]
fn every_bit() {
    for subject in subjects() {
        assert!(attempt(&subject, &subject.raw).unwrap().starts_with(CANARY.as_bytes()));
        for bit in 0..subject.raw.len() * 8 {
            let mut bad = subject.raw.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let error = attempt(&subject, &bad).unwrap_err();
            assert_eq!(error.code(), expected(&subject, &bad), "{:?}, bit {bit}", subject.suite);
            assert!(!format!("{error} {error:?}").contains("CANARY"));
        }
    }
}

#[test]
fn every_length() {
    for subject in subjects() {
        for length in 0..subject.raw.len() {
            let bad = &subject.raw[..length];
            let error = attempt(&subject, bad).unwrap_err();
            // What is cut behind the commitment is found by the cipher, if the length is possible at all.
            let code = if subject.suite.possible(length) { Tampered } else { InvalidToken };
            assert_eq!(error.code(), code, "{:?}, {length} bytes", subject.suite);
        }
        for extra in 1..40 {
            let bad = [&subject.raw[..], &vec![0; extra]].concat();
            let code = if subject.suite.kind() == Kind::Header { InvalidToken } else { Tampered };
            assert_eq!(attempt(&subject, &bad).unwrap_err().code(), code, "{:?}", subject.suite);
        }
    }
}

/// Every character of the text by every other byte, and every cut of the text.
#[test]
fn every_character() {
    for subject in subjects().into_iter().take(5) {
        let (mut text, mut raw) = (Vec::new(), Vec::new());
        encode_into(&subject.raw, &mut text);
        let mut attempt = |text: &[u8]| {
            Token::decode(text, &mut raw).and_then(|token| (subject.open)(&token)).unwrap_err().code()
        };
        for at in 4..text.len() {
            let good = text[at];
            for byte in (0..=255).filter(|byte| *byte != good) {
                text[at] = byte;
                let code = attempt(&text);
                let alphabet = byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
                // Suite 01 as 02, and the like: the ring's key is of another family.
                let allowed =
                    [InvalidToken, UnsupportedVersion, UnknownKey, KeyNotUsable, WrongKey, Tampered];
                assert!(
                    if alphabet { allowed.contains(&code) } else { code == InvalidToken },
                    "{at}: {code}"
                );
            }
            text[at] = good;
            let cut = attempt(&text[..at]);
            assert!(matches!(cut, InvalidToken | Tampered), "{at}: {cut}");
        }
    }
}

#[test]
fn another_place_context_or_key() {
    let sealing = key(Family::Aes256Gcm);
    let mut raw = Vec::new();
    let here = binding();
    value::seal(&sealing, Type::Text, b"text", 0, CONTEXT, here.as_bytes(), &[1; 24], &mut raw).unwrap();
    let token = Token::parse(&raw).unwrap();
    let code = |key: &Material, context: &[u8], binding: &Binding| {
        value::open(key, &token, context, binding.as_bytes()).unwrap_err().code()
    };
    let other = Material::new(ID, Family::Aes256Gcm, Secret::copied(&[9; 32]).unwrap()).unwrap();
    assert_eq!(code(&other, CONTEXT, &here), WrongKey);
    assert_eq!(code(&sealing, context::NONE, &here), Tampered);
    assert_eq!(code(&sealing, CONTEXT, &Binding::new()), Tampered);
    assert_eq!(code(&sealing, CONTEXT, &Binding::named(["customer"])), Tampered);
    for family in [Family::ChaCha20Poly1305, Family::Aes256Siv, Family::HmacSha256] {
        assert_eq!(code(&key(family), CONTEXT, &here), KeyNotUsable);
    }
}

#[test]
fn fields_belong_to_one_record_and_one_ordinal() {
    let sealing = key(Family::Aes256Gcm);
    let seal = |salt: u8, names: [&str; 3]| {
        let mut sealer = record::Sealer::new(&sealing, CONTEXT, [salt; 24]).unwrap();
        let fields = names.map(|name| {
            let (mut text, mut raw) = (Vec::new(), Vec::new());
            sealer.field(Type::Json, b"1", 0, Binding::named([name]).as_bytes(), &mut text).unwrap();
            Token::decode(&text, &mut raw).unwrap();
            raw
        });
        (sealer.finish().unwrap(), fields)
    };
    let (header, [a, b, c]) = seal(1, ["a", "b", "c"]);
    let (_, [other_a, ..]) = seal(2, ["a", "b", "c"]);
    let mut opener = record::Opener::new(&sealing, &Token::parse(&header).unwrap(), CONTEXT).unwrap();
    let mut open = |raw: &[u8], name: &str| {
        let binding = Binding::named([name]);
        opener.open(&Token::parse(raw).unwrap(), binding.as_bytes()).map(|_| ()).map_err(|error| error.code())
    };
    assert_eq!(open(&b, "b"), Ok(()));
    assert_eq!(open(&b, "b"), Err(Tampered), "the same again");
    assert_eq!(open(&c, "a"), Err(Tampered), "at another place");
    assert_eq!(open(&other_a, "a"), Err(Tampered), "of another record");
    let mut beyond = a.clone();
    beyond[2..PREFIX].copy_from_slice(&3_u32.to_be_bytes());
    assert_eq!(open(&beyond, "a"), Err(Tampered), "beyond the count");
    assert_eq!(open(&header, "a"), Err(InvalidToken), "a header");
    assert_eq!(open(&value(Family::Aes256Gcm, "1".into(), 0).raw, "a"), Err(Tampered), "a value");
    assert_eq!(open(&a, "a"), Ok(()));
    assert_eq!(open(&c, "c"), Ok(()));
    assert!(opener.complete());
}

#[test]
fn a_record_needs_a_field_and_has_at_most_a_million() {
    let sealing = key(Family::Aes256Gcm);
    assert!(record::Sealer::new(&sealing, CONTEXT, [1; 24]).unwrap().finish().is_err());
    let mut sealer = record::Sealer::new(&sealing, CONTEXT, [1; 24]).unwrap();
    sealer.skip_to(crate::limits::MAX_FIELDS - 1);
    let mut out = Vec::new();
    sealer.field(Type::Json, b"1", 0, &[0; 4], &mut out).unwrap();
    let error = sealer.field(Type::Json, b"1", 0, &[0; 4], &mut out).unwrap_err();
    assert_eq!(error.code(), ErrorCode::LimitExceeded);
    assert!(Token::parse(&sealer.finish().unwrap()).is_ok());
}

/// Authentic, but not what a writer of the format writes.
#[test]
fn refuses_a_padded_deterministic_value() {
    let sealing = key(Family::Aes256Siv);
    let mut raw = deterministic("x".repeat(8)).raw;
    let text = b"\x82\0\0\0\x01x\0\0\0";
    let mut derived = [0; 64];
    let binding = binding();
    let info = [
        &b"\0\0\0\x07fv1/siv\0\0\0\x1a"[..],
        CONTEXT,
        &length(binding.as_bytes()).unwrap(),
        binding.as_bytes(),
    ];
    sealing.expand(&info, &mut derived).unwrap();
    raw[22..].copy_from_slice(text);
    let (prefix, rest) = raw.split_first_chunk_mut::<6>().unwrap();
    let (tag, text) = rest.split_first_chunk_mut::<16>().unwrap();
    *tag = crate::crypto::Siv::new(&derived).seal(&[&*prefix], text).unwrap();
    let opened = deterministic::open(&sealing, &Token::parse(&raw).unwrap(), CONTEXT, binding.as_bytes());
    assert_eq!(opened.unwrap_err().code(), Tampered);
}

#[test]
fn debug_shows_no_secret() {
    use std::io::Cursor;
    let sealing = key(Family::Aes256Gcm);
    let subject = value(Family::Aes256Gcm, CANARY.to_owned(), 0);
    let token = Token::parse(&subject.raw).unwrap();
    let opened = value::open(&sealing, &token, CONTEXT, binding().as_bytes()).unwrap();
    let mut stream = stream::Encryptor::new(Vec::new(), &sealing, CONTEXT).unwrap();
    stream.read_from(&mut CANARY.as_bytes()).unwrap();
    let writing = format!("{stream:?}");
    let bytes = stream.finish().unwrap();
    let reading = stream::Incoming::read(Cursor::new(bytes)).unwrap().open(&sealing, CONTEXT).unwrap();
    let shown = format!("{sealing:?} {:?} {opened:?} {writing} {reading:?}", sealing.key());
    assert!(!shown.contains("CANARY") && !shown.contains("67, 65, 78"), "{shown}");
}
