//! A keyring whose key-encryption key never leaves a PKCS#11 token.
//!
//! `make` and `lose` tell its story in a folder; with `wrap` or `unwrap` this is the program of `--kek-command`, so that
//! the command line opens the very same ring. `run.sh` does all of it with a token of SoftHSM2.
//!
//! `PKCS11_MODULE` is the token's library, `PKCS11_TOKEN` its label, `PKCS11_PIN_FILE` a file that holds its PIN.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

mod token;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fieldveil::{
    DecryptOptions, EncryptOptions, ErrorCode, Key, KeyProvider, Keyring, Policy, Provider, Purpose, Rewrap,
    Veil,
};
use zeroize::Zeroizing;

use token::Token;

const POLICY: &str = r#"{ "version": 1, "rules": [ { "path": "$.card", "store": { "encrypt": "pii" } } ] }"#;
const RECORD: &[u8] = br#"{"id":7,"card":"4111 1111 1111 1111"}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let token = Arc::new(token()?);
    let words: Vec<_> = env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["wrap"] => answer(|key, context| token.wrap(key, context)),
        ["unwrap"] => answer(|wrapped, context| token.unwrap(wrapped, context)),
        ["make", folder] => make(&token, Path::new(folder)),
        ["lose", folder] => lose(&token, Path::new(folder)),
        _ => Err("say `make FOLDER`, `lose FOLDER`, `wrap` or `unwrap`".into()),
    }
}

/// The token that the environment names.
fn token() -> Result<Token, Box<dyn Error>> {
    let set = |name: &str| env::var(name).map_err(|_| format!("set {name}"));
    let pin = Zeroizing::new(std::fs::read_to_string(set("PKCS11_PIN_FILE")?)?);
    let module = PathBuf::from(set("PKCS11_MODULE")?);
    Ok(Token::find(&module, &set("PKCS11_TOKEN")?, "fieldveil", pin.trim_end().to_owned().into())?)
}

/// One line of base64 in, one line of base64 out: what the command line asks of a program.
fn answer<E: Error + 'static>(
    ask: impl FnOnce(&[u8], &BTreeMap<String, String>) -> Result<Vec<u8>, E>,
) -> Result<(), Box<dyn Error>> {
    let mut line = Zeroizing::new(String::new());
    io::stdin().take(1 << 16).read_to_string(&mut line)?;
    let input = Zeroizing::new(STANDARD.decode(line.trim_end())?);
    let context = BTreeMap::from([("fv-ring".to_owned(), env::var("FIELDVEIL_RING_ID")?)]);
    let output = Zeroizing::new(ask(&input, &context)?);
    println!("{}", *Zeroizing::new(STANDARD.encode(&*output)));
    Ok(())
}

/// Makes a ring that the token wraps, and stores a record under it.
fn make(token: &Arc<Token>, folder: &Path) -> Result<(), Box<dyn Error>> {
    token.make_key()?;
    assert!(!token.gives_key_away()?, "the key can be read out of the token");
    println!("the key is on the token, and nobody can read it out");

    let ring = Keyring::create(folder.join("ring.json"), &[provider(token)])?;
    let mut edit = ring.edit()?;
    edit.add_set("pii", Purpose::Data, None)?;
    edit.rewrap(&Rewrap { add: vec![safe()?], remove: vec![], new_ring_key: false })?;
    edit.save()?;
    println!("the ring has the wraps {}", ring.wraps().join(" and "));

    std::fs::write(folder.join("policy.json"), POLICY)?;
    std::fs::write(folder.join("stored.json"), veil(ring)?.encrypt(RECORD, &EncryptOptions::default())?)?;
    assert!(opens(folder, provider(token))?, "the token does not open what it has wrapped");
    println!("the token opens the ring, and the ring the record");

    let elsewhere = BTreeMap::from([("fv-ring".to_owned(), "kr_another".to_owned())]);
    let wrapped = token.wrap(&[1; 32], &BTreeMap::new())?;
    assert!(token.unwrap(&wrapped, &elsewhere).is_err(), "a row opens in another ring");
    println!("a row that is copied to another ring does not open there");
    Ok(())
}

/// Loses the token's key, and opens the ring all the same.
fn lose(token: &Arc<Token>, folder: &Path) -> Result<(), Box<dyn Error>> {
    token.destroy_key()?;
    let refused = opens(folder, provider(token)).err().map(|error| error.code());
    assert_eq!(refused, Some(ErrorCode::ProviderKeyLost));
    println!("the key is gone: {}", ErrorCode::ProviderKeyLost);
    assert!(opens(folder, safe()?)?, "the key in the safe does not open the ring");
    println!("the key from the safe opens the ring");
    Ok(())
}

fn provider(token: &Arc<Token>) -> Provider {
    (Arc::clone(token) as Arc<dyn KeyProvider>).into()
}

/// For the day on which the token is lost: 32 bytes that lie in a safe. Yours are random.
fn safe() -> fieldveil::Result<Provider> {
    Ok(Key::new(&[7; 32])?.into())
}

fn veil(ring: Keyring) -> fieldveil::Result<Veil> {
    Veil::new(Policy::parse(POLICY)?).with_keyring(ring)
}

/// Whether the ring of a folder, opened by this provider, opens the record.
fn opens(folder: &Path, provider: Provider) -> Result<bool, fieldveil::Error> {
    let ring = Keyring::open(folder.join("ring.json"), &[provider])?;
    let stored = std::fs::read(folder.join("stored.json"))?;
    Ok(veil(ring)?.decrypt(&stored, &DecryptOptions::default())? == RECORD)
}
