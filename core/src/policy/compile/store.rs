//! `store` and `show`: operators where they may stand.

use crate::Result;
use crate::detect::UserDetector;
use crate::document::{Call, Node, invalid, unknown};
use crate::keyring::is_name;
use crate::mask::{self, Normalizer, Operator};
use crate::policy::store::{Deterministic, Encrypt, Index, Store};

/// The operators that only `store` takes.
pub(crate) const STORE_ONLY: [&str; 2] = ["encrypt", "deterministic"];
/// The operators that only `show` takes.
pub(crate) const SHOW_ONLY: [&str; 3] = ["reveal", "scan", "custom"];

/// Reads what `encrypt` does.
pub(super) fn parse_store(node: &Node) -> Result<Store> {
    let call = node.as_call()?;
    match call.name {
        "keep" => call.no_options().map(|()| Store::Keep),
        "encrypt" => encrypt(&call).map(Store::Encrypt),
        "deterministic" => deterministic(&call).map(Store::Deterministic),
        name if SHOW_ONLY.contains(&name) => {
            Err(invalid(format!("`{name}` shows and cannot store; write it under `show`"), call.position))
        }
        name if mask::NAMES.contains(&name) => mask::parse(node, &[]).map(Store::Operator),
        name => {
            let known = mask::NAMES.into_iter().chain(STORE_ONLY).filter(|name| !SHOW_ONLY.contains(name));
            Err(unknown("operator", name, known, call.position))
        }
    }
}

/// Reads what `mask` does. `own` are the policy's detectors.
pub(super) fn parse_show(node: &Node, own: &[UserDetector]) -> Result<Operator> {
    let call = node.as_call()?;
    if STORE_ONLY.contains(&call.name) {
        let message = format!("`{}` stores and cannot show; write it under `store`", call.name);
        return Err(invalid(message, call.position));
    }
    mask::parse(node, own)
}

fn encrypt(call: &Call<'_>) -> Result<Encrypt> {
    let options = call.options(&["set", "pad", "nulls", "index"], Some("set"))?;
    options.require("set")?;
    Ok(Encrypt {
        set: options.read("set", set_name)?.unwrap_or_default(),
        pad: options.read("pad", pad)?.unwrap_or(0),
        nulls_keep: options
            .read("nulls", |node| node.as_choice(&[("encrypt", false), ("keep", true)]))?
            .unwrap_or(false),
        index: options.nested("index", index)?,
    })
}

fn pad(node: &Node) -> Result<usize> {
    match (node.as_str(), node.as_u64()) {
        (Ok("none"), _) => Ok(0),
        (_, Ok(16)) => Ok(16),
        (_, Ok(32)) => Ok(32),
        (_, Ok(64)) => Ok(64),
        (_, Ok(128)) => Ok(128),
        _ => Err(node.expected("`none`, 16, 32, 64 or 128")),
    }
}

fn index(node: &Node) -> Result<Index> {
    let members = node.members(&["set", "into", "normalize", "bits", "scope"], "index")?;
    members.require("set")?;
    let into = members.require("into")?;
    if into.as_str()?.is_empty() {
        return Err(invalid("`into` needs the name of a member", into.position()));
    }
    Ok(Index {
        set: members.read("set", set_name)?.unwrap_or_default(),
        into: into.as_str()?.to_owned(),
        normalize: members.read("normalize", Normalizer::parse)?.unwrap_or_default(),
        bits: members.read("bits", bits)?.unwrap_or(64),
        scope: members.read("scope", scope)?.unwrap_or_default(),
    })
}

fn bits(node: &Node) -> Result<u32> {
    match node.as_u64_within(4, 256).ok().and_then(|bits| u32::try_from(bits).ok()) {
        Some(bits) if bits % 4 == 0 => Ok(bits),
        _ => Err(node.expected("a multiple of 4 from 4 to 256")),
    }
}

fn deterministic(call: &Call<'_>) -> Result<Deterministic> {
    let options = call.options(&["set", "scope"], Some("set"))?;
    options.require("set")?;
    Ok(Deterministic {
        set: options.read("set", set_name)?.unwrap_or_default(),
        scope: options.read("scope", scope)?.unwrap_or_default(),
    })
}

fn scope(node: &Node) -> Result<Vec<String>> {
    Ok(node.as_strings()?.into_iter().map(str::to_owned).collect())
}

/// The name of a key set: printable ASCII as in a keyring file.
pub(super) fn set_name(node: &Node) -> Result<String> {
    let name = node.as_str()?;
    if !is_name(name) {
        let message = "a key set's name is printable ASCII without quotation marks and backslashes";
        return Err(invalid(message, node.position()));
    }
    Ok(name.to_owned())
}
