//! `fieldveil key …`: making a keyring and leading its keys through their life.

mod list;
mod rewrap;

use std::fs;
use std::path::Path;

use fieldveil::{Keyring, KeyringEdit, KeyringOptions, Purpose, UsageReport};

use crate::args::{AddSet, Create, Destroy, KeyCommand, Promote, Ring, Step, StepOf};
use crate::failure::{Done, Failure, Result};
use crate::{notice, ring};

/// Runs one of the commands.
///
/// # Errors
/// As the core says: `key_not_usable` says what to do instead.
pub(crate) fn run(command: &KeyCommand) -> Result<Done> {
    match command {
        KeyCommand::Create(args) => create(args),
        KeyCommand::Add(args) => add(args),
        KeyCommand::List(args) => list::run(args),
        KeyCommand::Rotate(args) => rotate(args),
        KeyCommand::Promote(args) => promote(args),
        KeyCommand::Retire(args) => step(args, "retired", KeyringEdit::retire),
        KeyCommand::Disable(args) => step(args, "disabled", KeyringEdit::disable),
        KeyCommand::Enable(args) => step(args, "enabled again", KeyringEdit::enable),
        KeyCommand::Destroy(args) => destroy(args),
        KeyCommand::Rewrap(args) => rewrap::run(args),
    }
}

fn create(args: &Create) -> Result<Done> {
    let path = ring::path(&args.ring)?;
    let options = KeyringOptions { min_pending: args.min_pending, ..Default::default() };
    Keyring::create_with(&path, &ring::providers(&args.ring.openers)?, &options)?;
    notice::say(format_args!("made {}; add a key set with `fieldveil key add`", path.display()));
    Ok(Done::Whole)
}

fn add(args: &AddSet) -> Result<Done> {
    let purpose = Purpose::from_word(&args.purpose).unwrap_or(Purpose::Data);
    let id = edit(&args.ring, |edit| edit.add_set(&args.set, purpose, args.suite.as_deref()))?;
    notice::say(format_args!("added the set `{}`, its primary version is {id}", args.set));
    Ok(Done::Whole)
}

fn rotate(args: &Step) -> Result<Done> {
    let id = edit(&args.ring, |edit| edit.rotate(&args.set))?;
    notice::say(format_args!(
        "version {id} of `{}` is pending; promote it once every reader has it",
        args.set
    ));
    Ok(Done::Whole)
}

fn promote(args: &Promote) -> Result<Done> {
    let Step { ring, set } = &args.step;
    let id = edit(ring, |edit| if args.now { edit.promote_now(set) } else { edit.promote(set) })?;
    notice::say(format_args!("version {id} of `{set}` is primary"));
    Ok(Done::Whole)
}

fn step(
    args: &StepOf,
    done: &str,
    change: impl FnOnce(&mut KeyringEdit, &str, u32) -> fieldveil::Result<()>,
) -> Result<Done> {
    let StepOf { step: Step { ring, set }, id } = args;
    edit(ring, |edit| change(edit, set, *id))?;
    notice::say(format_args!("version {id} of `{set}` is {done}"));
    Ok(Done::Whole)
}

fn destroy(args: &Destroy) -> Result<Done> {
    let reports = args.usage.iter().map(|path| report(path)).collect::<Result<Vec<_>>>()?;
    step(&args.of, "destroyed; delete older copies of the ring too", |edit, set, id| {
        if args.force { edit.destroy_by_force(set, id) } else { edit.destroy(set, id, &reports) }
    })
}

fn report(path: &Path) -> Result<UsageReport> {
    let text = fs::read(path).map_err(|error| Failure::io("read", path, &error))?;
    Ok(UsageReport::parse(&text)?)
}

/// Opens the one ring that is named, changes it and saves it.
fn edit<T>(given: &Ring, change: impl FnOnce(&mut KeyringEdit) -> fieldveil::Result<T>) -> Result<T> {
    let ring = ring::open_single(given)?;
    let mut edit = ring.edit()?;
    let answer = change(&mut edit)?;
    edit.save()?;
    Ok(answer)
}
