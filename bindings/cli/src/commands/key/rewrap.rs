//! `fieldveil key rewrap`: who can open the ring; no record is touched.

use fieldveil::{Hpke, Provider, Rewrap};

use super::edit;
use crate::args::{self, WrapChange};
use crate::failure::{Done, Failure, Result};
use crate::{notice, ring};

/// Runs it.
///
/// # Errors
/// As the core says.
pub(crate) fn run(args: &args::Rewrap) -> Result<Done> {
    let WrapChange { remove, new_ring_key, .. } = &args.change;
    let change = Rewrap { add: added(&args.change)?, remove: remove.clone(), new_ring_key: *new_ring_key };
    edit(&args.ring, |edit| edit.rewrap(&change))?;
    notice::say("rewrapped; copy the ring to every reader");
    Ok(Done::Whole)
}

fn added(change: &WrapChange) -> Result<Vec<Provider>> {
    let mut added = Vec::new();
    if let Some(path) = &change.add_passphrase_file {
        added.push(ring::passphrase(path)?);
    }
    if let Some(path) = &change.add_kek_file {
        added.push(ring::key(path)?);
    }
    if let Some(pair) = &change.add_hpke_public {
        let (name, path) = pair
            .split_once('=')
            .ok_or_else(|| Failure::Usage("`--add-hpke-public` is no pair; write NAME=FILE".to_owned()))?;
        added.push(Hpke::public_from_file(name, path)?.into());
    }
    if let (Some(line), Some(name)) = (&change.add_kek_command, &change.add_kek_name) {
        added.push(ring::program(name, line));
    }
    Ok(added)
}
