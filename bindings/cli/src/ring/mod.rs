//! Which keyrings serve a run, and what opens them.

mod program;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fieldveil::{
    Error, ErrorCode, Hpke, Key, KeyProvider, Keyring, Passphrase, Policy, Provider, Subjects, Veil,
};

use crate::args::{Document, Openers, Ring};
use crate::failure::{Failure, Result};
use crate::input;

use program::Program;

/// Names a ring, by its path or by its whole document.
const VARIABLE: &str = "FIELDVEIL_KEYRING";
/// What opens it, if the command line gives nothing.
const KEYS: [&str; 4] =
    ["FIELDVEIL_KEK_FILE", "FIELDVEIL_KEK", "FIELDVEIL_PASSPHRASE_FILE", "FIELDVEIL_PASSPHRASE"];

/// The rings that the command line or the environment names, opened.
///
/// # Errors
/// Usage if none is named; whatever opening says.
pub(crate) fn open(given: &Ring) -> Result<Vec<Keyring>> {
    let rings = open_if_given(given)?;
    if rings.is_empty() {
        return Err(none_given());
    }
    Ok(rings)
}

/// As [`open`], but there may be none.
///
/// # Errors
/// Whatever opening says.
pub(crate) fn open_if_given(given: &Ring) -> Result<Vec<Keyring>> {
    if given.keyring.is_empty() {
        return Ok(from_environment(&given.openers)?.into_iter().collect());
    }
    let providers = providers(&given.openers)?;
    given.keyring.iter().map(|path| Ok(Keyring::open(path, &providers)?)).collect()
}

/// The ring of the environment, if it names one; opened by the command line if that gives something.
fn from_environment(openers: &Openers) -> Result<Option<Keyring>> {
    let Some(ring) = named_by_environment() else { return Ok(None) };
    let providers = providers(openers)?;
    let opened = match document(&ring) {
        Some(document) => Keyring::parse(document.as_bytes(), &providers)?,
        None => Keyring::open(&ring, &providers)?,
    };
    Ok(Some(opened))
}

fn named_by_environment() -> Option<OsString> {
    std::env::var_os(VARIABLE).filter(|ring| !ring.is_empty())
}

/// The ring itself, if the variable holds it rather than a path.
fn document(ring: &OsStr) -> Option<&str> {
    ring.to_str().filter(|text| text.starts_with('{'))
}

/// Where the ring is to be that a command makes.
///
/// # Errors
/// Usage if no file is named, or several are.
pub(crate) fn path(given: &Ring) -> Result<PathBuf> {
    at_most_one(given)?;
    if let Some(path) = given.keyring.first() {
        return Ok(path.clone());
    }
    let ring = named_by_environment().ok_or_else(none_given)?;
    if document(&ring).is_some() {
        return Err(Failure::Usage(format!("{VARIABLE} holds a ring already: give `--keyring RING`")));
    }
    Ok(ring.into())
}

/// The one ring of a command that reads or changes it, opened.
///
/// # Errors
/// Usage if none or several are named; whatever opening says.
pub(crate) fn open_single(given: &Ring) -> Result<Keyring> {
    at_most_one(given)?;
    open_if_given(given)?.pop().ok_or_else(none_given)
}

fn at_most_one(given: &Ring) -> Result<()> {
    if given.keyring.len() > 1 {
        return Err(Failure::Usage("this command is about one keyring: give `--keyring` once".to_owned()));
    }
    Ok(())
}

/// The files that opening the rings of a command reads, those that the environment names as well.
pub(crate) fn files(given: &Ring) -> Vec<PathBuf> {
    let Openers { passphrase_file, kek_file, hpke_private, .. } = &given.openers;
    let named =
        [passphrase_file, kek_file, hpke_private].into_iter().flatten().chain(&given.keyring).cloned();
    let ring = named_by_environment().filter(|ring| document(ring).is_none());
    let keys = ["FIELDVEIL_KEK_FILE", "FIELDVEIL_PASSPHRASE_FILE"].into_iter().filter_map(std::env::var_os);
    named.chain(ring.into_iter().chain(keys).map(PathBuf::from)).collect()
}

/// What the command line gives to open rings; the environment only if it gives nothing.
///
/// # Errors
/// The core's word for what is no passphrase and no key, and if there is nothing at all.
pub(crate) fn providers(given: &Openers) -> Result<Vec<Provider>> {
    let mut providers = Vec::new();
    if let Some(path) = &given.passphrase_file {
        providers.push(passphrase(path)?);
    }
    if let Some(number) = given.passphrase_fd {
        providers.push(passphrase(&descriptor(number))?);
    }
    if let Some(path) = &given.kek_file {
        providers.push(key(path)?);
    }
    if let Some(number) = given.kek_fd {
        providers.push(key(&descriptor(number))?);
    }
    if let Some(path) = &given.hpke_private {
        providers.push(Hpke::private_from_file(path)?.into());
    }
    if let (Some(line), Some(name)) = (&given.kek_command, &given.kek_name) {
        providers.push(program(name, line));
    }
    if providers.is_empty() {
        providers.push(of_environment()?);
    }
    Ok(providers)
}

/// What the environment gives to open rings.
fn of_environment() -> Result<Provider> {
    let nothing = KEYS.iter().all(|name| std::env::var_os(name).is_none_or(|value| value.is_empty()));
    if nothing {
        let message = "nothing opens the keyring: give `--kek-file`, `--passphrase-file` or another way, or set \
                       `FIELDVEIL_KEK_FILE` or `FIELDVEIL_PASSPHRASE_FILE`";
        return Err(Error::new(ErrorCode::WrongPassphrase, message).into());
    }
    Ok(Provider::from_env()?)
}

/// The passphrase in a file.
///
/// # Errors
/// As the core says.
pub(crate) fn passphrase(path: &Path) -> Result<Provider> {
    Ok(Passphrase::from_file(path)?.into())
}

/// The key-encryption key in a file.
///
/// # Errors
/// As the core says.
pub(crate) fn key(path: &Path) -> Result<Provider> {
    Ok(Key::from_file(path)?.into())
}

/// A program that wraps and unwraps.
pub(crate) fn program(name: &str, line: &str) -> Provider {
    let program: Arc<dyn KeyProvider> = Arc::new(Program::new(name, line));
    program.into()
}

/// A policy and the rings that serve it.
///
/// # Errors
/// As the core says.
pub(crate) fn veil(policy: &Path, rings: Vec<Keyring>) -> Result<Veil> {
    Ok(Veil::new(self::policy(policy)?).with_keyrings(rings)?)
}

/// A policy from its file.
///
/// # Errors
/// As the core says.
pub(crate) fn policy(path: &Path) -> Result<Policy> {
    Ok(Policy::load(path)?)
}

/// The policy that a command line names, its rings, and the keys of single persons if it names some.
///
/// # Errors
/// As the core says.
pub(crate) fn veil_of(given: &Document, rings: Vec<Keyring>) -> Result<Veil> {
    let veil = veil(given.policy.as_deref().ok_or_else(no_policy)?, rings)?;
    let Some(path) = &given.subjects else { return Ok(veil) };
    Ok(veil.with_subjects(Subjects::parse(&input::whole(path)?)?)?)
}

fn no_policy() -> Failure {
    Failure::Usage("no policy: give `--policy POLICY`".to_owned())
}

fn none_given() -> Failure {
    Failure::Usage(format!("no keyring: give `--keyring RING` or set {VARIABLE}"))
}

/// Descriptors are files to every Unix; without unsafe code there is no other way to take one over.
fn descriptor(number: u32) -> PathBuf {
    PathBuf::from(format!("/dev/fd/{number}"))
}
