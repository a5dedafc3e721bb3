use std::collections::BTreeMap;
use std::sync::Mutex;

use super::*;
use crate::ErrorCode;

fn ring_key() -> Secret<32> {
    Secret::copied(&[7; 32]).unwrap()
}

fn cheap(text: &str) -> Provider {
    Passphrase::new(text).unwrap().cost(19_456, 1, 1).unwrap().into()
}

fn opens(provider: &Provider, row: &Wrap) -> bool {
    match provider.unwrap(row, "kr_1").unwrap() {
        Unwrapped::Opened(key) => key == ring_key(),
        Unwrapped::NotMine | Unwrapped::Wrong => false,
    }
}

#[test]
fn a_key_in_every_spelling() {
    let bytes: Vec<u8> = (200..232).collect();
    let row = Key::new(&bytes).unwrap().wrap(&ring_key(), "kr_1").unwrap();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let base64 = "yMnKy8zNzs/Q0dLT1NXW19jZ2tvc3d7f4OHi4+Tl5uc=";
    let spellings = [
        hex.clone(),
        hex.to_lowercase(),
        base64.to_owned(),
        base64.trim_end_matches('=').to_owned(),
        base64.replace('/', "_").replace('+', "-"),
        format!("{hex}\n"),
        format!("{base64} \r\n\t"),
    ];
    for spelling in spellings {
        assert!(opens(&Key::new(spelling.as_bytes()).unwrap().into(), &row), "{spelling}");
    }
    assert!(opens(&Key::new(&[&bytes[..], b"\n"].concat()).unwrap().into(), &row));
    // The last of 32 raw bytes may be a newline.
    let newline = [&bytes[..31], b"\n"].concat();
    assert!(opens(
        &Key::new(&newline).unwrap().into(),
        &Key::new(&newline).unwrap().wrap(&ring_key(), "kr_1").unwrap()
    ));
    let mixed = base64.replace('/', "_");
    for bad in [
        "",
        "x",
        hex.get(..62).unwrap(),
        &hex.replace('C', "G"),
        &mixed,
        &format!(" {hex}"),
        &base64.replace('=', "!"),
    ] {
        assert_eq!(Key::new(bad.as_bytes()).unwrap_err().code(), ErrorCode::WrongPassphrase, "{bad}");
    }
}

#[test]
fn a_passphrase_opens_its_row_and_no_other() {
    let row = cheap("right").wrap(&ring_key(), "kr_1").unwrap();
    assert!(opens(&cheap("right"), &row));
    assert!(matches!(cheap("wrong").unwrap(&row, "kr_1").unwrap(), Unwrapped::Wrong));
    assert!(Passphrase::new("").is_err());
    assert!(Passphrase::new("x").unwrap().cost(1, 1, 1).is_err());
    // Bound to its ring: copied into another, the row is an altered one.
    assert_eq!(cheap("right").unwrap(&row, "kr_2").err().unwrap().code(), ErrorCode::InvalidKeyring);
}

/// Made with pyca/cryptography.
#[test]
fn argon2id_of_another_implementation() {
    let Provider::Passphrase(passphrase) = cheap("password") else { panic!() };
    let derived = passphrase.derive(
        super::super::document::Cost { memory_kib: 19_456, passes: 2, lanes: 1 },
        b"0123456789abcdef",
    );
    let derived: String = derived.unwrap().expose().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(derived, "d2ab07b39ef7f8b806227cd86fbb11aa5393066a98e17eacacd126eb26e9276d");
}

#[test]
fn from_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    for (content, passphrase) in
        [("right\n", "right"), ("right", "right"), ("right\n\n", "right\n"), (" r \r\n", " r ")]
    {
        std::fs::write(&path, content).unwrap();
        let row = cheap(passphrase).wrap(&ring_key(), "kr_1").unwrap();
        assert!(opens(&Passphrase::from_file(&path).unwrap().into(), &row), "{content:?}");
    }
    for content in [&b""[..], b"\n", b"\xff\xfe", &vec![b'x'; 70_000]] {
        std::fs::write(&path, content).unwrap();
        assert_eq!(Passphrase::from_file(&path).unwrap_err().code(), ErrorCode::WrongPassphrase);
    }
    std::fs::write(&path, [9; 32]).unwrap();
    assert!(opens(
        &Key::from_file(&path).unwrap().into(),
        &Key::new(&[9; 32]).unwrap().wrap(&ring_key(), "kr_1").unwrap()
    ));
    assert_eq!(Key::from_file(folder.path().join("none")).unwrap_err().code(), ErrorCode::Io);
}

#[test]
fn hpke_only_with_the_private_key() {
    let private = Hpke::private(&[3; 32]).unwrap();
    let public: Provider = Hpke::public("server-2026", &private.public_key()).unwrap().into();
    let row = public.wrap(&ring_key(), "kr_1").unwrap();
    assert!(opens(&private.clone().into(), &row));
    assert!(matches!(public.unwrap(&row, "kr_1").unwrap(), Unwrapped::NotMine));
    let other: Provider = Hpke::private(&[4; 32]).unwrap().into();
    assert!(matches!(other.unwrap(&row, "kr_1").unwrap(), Unwrapped::Wrong));
    let private: Provider = private.into();
    assert_eq!(private.unwrap(&row, "kr_2").err().unwrap().code(), ErrorCode::InvalidKeyring);
    assert_eq!(private.wrap(&ring_key(), "kr_1").unwrap_err().code(), ErrorCode::WrongPassphrase);
    let Wrap::Hpke { name, public_key, wrapped } = row else { panic!() };
    assert_eq!((name.as_str(), wrapped.len()), ("server-2026", 80));
    for at in 0..80 {
        let mut wrapped = wrapped.clone();
        wrapped[at] ^= 1;
        let row = Wrap::Hpke { name: name.clone(), public_key, wrapped };
        // The highest bit of the last byte of a point on X25519 is ignored; every other bit counts.
        assert_eq!(private.unwrap(&row, "kr_1").err().unwrap().code(), ErrorCode::InvalidKeyring, "{at}");
    }
    // A public key of small order gives everyone the same secret.
    assert!(Hpke::public("zero", &[0; 32]).unwrap().wrap(&ring_key(), "kr_1").is_err());
    assert!(Hpke::public("a\"b", &[9; 32]).is_err());
    assert!(Hpke::public("short", &[9; 31]).is_err());
    assert!(Hpke::private(&[9; 33]).is_err());
}

/// Made with pyca/cryptography.
#[test]
fn hpke_of_another_implementation() {
    let private = Hpke::private(&[3; 32]).unwrap();
    assert_eq!(private.public_key()[..4], [0x5d, 0xfe, 0xdd, 0x3b]);
    let wrapped = "f75852a5ae015bb8b75efbb19a702a97eb93542d334bcee33d1bdbcf7bf9ae7347d16ac19e2c9dd213e6ad2d804501e3\
                   12c9bbf78c8ce53846554f8681801e1d5625335dbcaeb3b952dad46284793c2c";
    let digits = wrapped.as_bytes().chunks(2);
    let wrapped =
        digits.map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect();
    let row = Wrap::Hpke { name: "server".into(), public_key: private.public_key(), wrapped };
    assert!(opens(&private.into(), &row));
}

#[derive(Default)]
struct Service {
    contexts: Mutex<Vec<BTreeMap<String, String>>>,
    answer: Option<Result<Vec<u8>, ProviderError>>,
}

impl KeyProvider for Service {
    fn name(&self) -> String {
        "aws-kms:alias/app".to_owned()
    }

    fn wrap(&self, key: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.contexts.lock().unwrap().push(context.clone());
        self.answer.clone().unwrap_or_else(|| Ok(key.iter().map(|byte| byte ^ 0x55).collect()))
    }

    fn unwrap(&self, wrapped: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.wrap(wrapped, context)
    }
}

fn service(answer: Option<Result<Vec<u8>, ProviderError>>) -> Provider {
    Provider::Callback(Arc::new(Service { answer, ..Service::default() }))
}

#[test]
fn the_application_wraps_and_unwraps() {
    let asked = Arc::new(Service::default());
    let provider = Provider::Callback(asked.clone());
    let row = provider.wrap(&ring_key(), "kr_1").unwrap();
    assert!(opens(&provider, &row));
    let context = BTreeMap::from([("fv-ring".to_owned(), "kr_1".to_owned())]);
    assert_eq!(*asked.contexts.lock().unwrap(), [context.clone(), context]);

    for (answer, code) in [
        (Ok(vec![7; 31]), ErrorCode::ProviderFailed),
        (Ok(vec![7; 33]), ErrorCode::ProviderFailed),
        (Ok(vec![]), ErrorCode::ProviderFailed),
        (Err(ProviderError::Failed("no network".into())), ErrorCode::ProviderFailed),
        (Err(ProviderError::KeyLost("invalidated by new biometrics".into())), ErrorCode::ProviderKeyLost),
    ] {
        let error = service(Some(answer.clone())).unwrap(&row, "kr_1").err().unwrap();
        assert_eq!(error.code(), code);
        assert!(error.message().contains("`aws-kms:alias/app`"));
        if let Err(reason) = answer {
            assert!(error.message().contains(&reason.to_string()));
            assert_eq!(service(Some(Err(reason))).wrap(&ring_key(), "kr_1").unwrap_err().code(), code);
        }
    }
    assert!(service(Some(Ok(vec![]))).wrap(&ring_key(), "kr_1").is_err());
}

#[test]
fn debug_shows_nothing() {
    let service = Provider::Callback(Arc::new(Service::default()));
    let all = [
        Key::new(&[b'c'; 32]).unwrap().into(),
        cheap("canary"),
        Hpke::private(&[b'c'; 32]).unwrap().into(),
        service,
    ];
    let shown = format!("{all:?}");
    assert_eq!(shown, "[Key([REDACTED]), Passphrase([REDACTED]), Hpke([REDACTED]), Callback]");
}
