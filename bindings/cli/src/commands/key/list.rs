//! `fieldveil key list`: sets, versions, wraps.

use std::io::{self, Write};

use fieldveil::{KeySetInfo, Keyring};
use serde_json::{Value, json};

use crate::args::List;
use crate::failure::{Done, Result};
use crate::{output, ring};

/// Runs it.
///
/// # Errors
/// As opening the ring says.
pub(crate) fn run(args: &List) -> Result<Done> {
    let ring = ring::open_single(&args.ring)?;
    if args.json {
        output::json(None, &document(&ring))?;
    } else {
        let mut text = Vec::new();
        table(&ring, &mut text).map_err(fieldveil::Error::from)?;
        output::whole(None, &text)?;
    }
    Ok(Done::Whole)
}

fn document(ring: &Keyring) -> Value {
    let version = |version: &fieldveil::KeyVersionInfo| {
        json!({
            "id": version.id,
            "state": version.state.as_str(),
            "created": version.created,
            "promoted": version.promoted,
            "patterns": version.patterns,
        })
    };
    let set = |set: &KeySetInfo| {
        json!({
            "name": set.name,
            "purpose": set.purpose.as_str(),
            "suite": set.suite,
            "versions": set.versions.iter().map(version).collect::<Vec<_>>(),
        })
    };
    let status = ring.status();
    json!({
        "id": status.id,
        "epoch": status.epoch,
        "wraps": ring.wraps(),
        "sets": ring.sets().iter().map(set).collect::<Vec<_>>(),
    })
}

fn table(ring: &Keyring, out: &mut dyn Write) -> io::Result<()> {
    let status = ring.status();
    writeln!(out, "{}, epoch {}", status.id, status.epoch)?;
    for (number, wrap) in ring.wraps().iter().enumerate() {
        writeln!(out, "  wrap {number}: {wrap}")?;
    }
    for set in ring.sets() {
        writeln!(out, "\n{}: {}, {}", set.name, set.purpose, set.suite)?;
        for version in &set.versions {
            let since =
                version.promoted.as_deref().map(|at| format!(", primary since {at}")).unwrap_or_default();
            let state = version.state.as_str();
            writeln!(out, "  {:<10}  {state:<9}  made {}{since}", version.id, version.created)?;
            for pattern in &version.patterns {
                writeln!(out, "              LIKE '{pattern}'")?;
            }
        }
    }
    Ok(())
}
