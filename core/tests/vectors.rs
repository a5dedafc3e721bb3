//! Every vector of `tests/vectors` through the public interface, as each other language runs them.
//!
//! A harness of its own, so that each case counts as one test and the closing line says how many ran.

#![allow(clippy::print_stdout, reason = "this is the harness")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fieldveil::{
    Context, DecryptOptions, EncryptOptions, Error, Existing, Key, KeyProvider, Keyring, MaskOptions, Policy,
    Provider, ProviderError, ReencryptOptions, Result, Veil,
};
use serde_json::Value;

/// Asserted, so that a file or a case that is lost in silence is noticed.
const CASES: usize = 1723;

fn main() -> ExitCode {
    // `cargo test NAME` means the tests of that name alone.
    let filter = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    if filter.is_some_and(|filter| !"vectors".contains(&filter)) {
        return ExitCode::SUCCESS;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors");
    let schema = jsonschema::validator_for(&read(&folder.join("schema.json"))).unwrap();
    let mut faults = Vec::new();
    let mut codes = BTreeMap::<String, usize>::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "json")
            || name == "format"
            || name == "schema"
        {
            continue;
        }
        let file = read(&path);
        faults.extend(
            schema.iter_errors(&file).map(|error| format!("{name} is not as its schema says: {error}")),
        );
        for case in file["cases"].as_array().unwrap() {
            *codes.entry(text(&case["expect"]["error"]).unwrap_or("answered").to_owned()).or_default() += 1;
            if let Some(fault) = fault(&file, case) {
                faults.push(format!("{name} {}: {fault}", case["id"]));
            }
        }
    }
    faults.iter().for_each(|fault| println!("FAILED {fault}"));
    println!("{codes:?}");
    let ran: usize = codes.values().sum();
    println!("\n{} passed, {} failed, 0 skipped", ran - faults.len(), faults.len());
    if ran != CASES {
        println!("there should be {CASES} cases");
    }
    if faults.is_empty() && ran == CASES { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Why a case failed, or nothing.
fn fault(file: &Value, case: &Value) -> Option<String> {
    let input = input(case);
    let expect = &case["expect"];
    let answer = match (answer(file, case, text(&case["operation"]).unwrap(), &input), text(&expect["error"]))
    {
        (Err(error), Some(code)) if error.code().as_str() == code => return None,
        (Err(error), _) => return Some(format!("{error:?}, not {expect}")),
        (Ok(_), Some(code)) => return Some(format!("succeeded, not {code}")),
        (Ok(answer), None) => answer,
    };
    if expect["restores"] == true {
        match self::answer(file, case, "decrypt", &answer) {
            Ok(plain) if plain == input => {}
            other => {
                return Some(format!(
                    "comes back as {:?}",
                    other.map(|plain| String::from_utf8_lossy(&plain).into_owned())
                ));
            }
        }
    }
    let shown = String::from_utf8_lossy(&answer);
    let holds = text(&expect["output"]).is_none_or(|output| answer == output.as_bytes())
        && text(&expect["output_base64"]).is_none_or(|output| answer == STANDARD.decode(output).unwrap())
        && text(&expect["contains"]).is_none_or(|part| shown.contains(part))
        && text(&expect["lacks"]).is_none_or(|part| !shown.contains(part));
    (!holds).then(|| format!("{shown:.300}, not {expect}"))
}

fn input(case: &Value) -> Vec<u8> {
    match text(&case["input_base64"]) {
        Some(encoded) => STANDARD.decode(encoded).unwrap(),
        None => text(&case["input"]).unwrap_or_default().as_bytes().to_vec(),
    }
}

fn answer(file: &Value, case: &Value, operation: &str, input: &[u8]) -> Result<Vec<u8>> {
    let context = context(&case["context"])?;
    match operation {
        "check" => Policy::parse(std::str::from_utf8(input).unwrap()).map(|_| Vec::new()),
        "open_ring" => open_ring(case, input).map(|_| Vec::new()),
        "open_stream" => {
            let mut plain = Vec::new();
            ring(file, case)?.unwrap().decrypt_stream(input, &mut plain, &context)?;
            Ok(plain)
        }
        _ => {
            let policy = Policy::parse(text(&file["policies"][text(&case["policy"]).unwrap()]).unwrap())?;
            verb(Veil::new(policy).with_keyrings(ring(file, case)?)?, case, operation, input, context)
        }
    }
}

fn verb(veil: Veil, case: &Value, operation: &str, input: &[u8], context: Context) -> Result<Vec<u8>> {
    match operation {
        "mask" => {
            let view = text(&case["view"]).map(str::to_owned);
            veil.mask(input, &MaskOptions { view, context, ..MaskOptions::default() })
        }
        "encrypt" => {
            let existing = match text(&case["existing"]) {
                Some("keep") => Existing::Keep,
                Some("seal") => Existing::Seal,
                _ => Existing::Error,
            };
            veil.encrypt(input, &EncryptOptions { existing, context, ..EncryptOptions::default() })
        }
        "decrypt" => {
            let partial = case["partial"] == true;
            veil.decrypt(input, &DecryptOptions { partial, context, ..DecryptOptions::default() })
        }
        "reencrypt" => veil.reencrypt(input, &ReencryptOptions { context, ..ReencryptOptions::default() }),
        other => Err(Error::new(fieldveil::ErrorCode::Internal, format!("no operation `{other}`"))),
    }
}

fn ring(file: &Value, case: &Value) -> Result<Option<Keyring>> {
    let Some(name) = text(&case["ring"]) else { return Ok(None) };
    let ring = &file["rings"][name];
    Keyring::parse(ring["document"].to_string().as_bytes(), &[key(&ring["kek"])]).map(Some)
}

fn open_ring(case: &Value, document: &[u8]) -> Result<Keyring> {
    let provider = match text(&case["provider"]["name"]) {
        Some(name) => Provider::from(Arc::new(Failing(name.to_owned())) as Arc<dyn KeyProvider>),
        None => key(&case["kek"]),
    };
    match text(&case["path"]) {
        Some(path) => Keyring::open(path, &[provider]),
        None => Keyring::parse(document, &[provider]),
    }
}

fn key(hex: &Value) -> Provider {
    let hex = text(hex).unwrap();
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    Key::new(&(0..hex.len()).step_by(2).map(byte).collect::<Vec<_>>()).unwrap().into()
}

fn context(pairs: &Value) -> Result<Context> {
    pairs
        .as_object()
        .into_iter()
        .flatten()
        .try_fold(Context::new(), |all, (name, value)| all.with(name, text(value).unwrap()))
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

/// A provider of the application's that has lost its connection.
struct Failing(String);

impl KeyProvider for Failing {
    fn name(&self) -> String {
        self.0.clone()
    }

    fn wrap(&self, _: &[u8], _: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        Err(ProviderError::Failed("no connection".to_owned()))
    }

    fn unwrap(&self, _: &[u8], _: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        Err(ProviderError::Failed("no connection".to_owned()))
    }
}
