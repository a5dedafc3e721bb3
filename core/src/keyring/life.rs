//! The life of a version: pending, primary, retired, disabled, destroyed. An illegal step says what to do instead.

use super::document::VersionRow;
use super::edit::KeyringEdit;
use super::purpose::{Purpose, State};
use super::usage::{self, UsageReport};
use crate::{Error, ErrorCode, Result};

impl KeyringEdit {
    /// Adds a pending version to a set: it reads and does not write yet. Returns its id.
    ///
    /// # Errors
    /// `unknown_key_set`; `key_not_usable` if the set has a pending version already.
    pub fn rotate(&mut self, set: &str) -> Result<u32> {
        let row = self.set(set)?.clone();
        if let Some(pending) = row.versions.iter().find(|version| version.state == State::Pending) {
            return Err(refused(
                set,
                pending,
                "promote it, or retire it to give it up, before the next rotation",
            ));
        }
        let version = self.new_version(&row, State::Pending)?;
        let id = version.id;
        self.set(set)?.versions.push(version);
        Ok(id)
    }

    /// Makes the pending version of a set its primary one; the old primary is retired. Returns the new primary's id.
    ///
    /// # Errors
    /// `unknown_key_set`; `key_not_usable` if nothing is pending, or not long enough (`min_pending`).
    pub fn promote(&mut self, set: &str) -> Result<u32> {
        self.promote_pending(set, self.draft.min_pending)
    }

    /// The same without waiting for `min_pending`: right when every reader is known to have the version.
    ///
    /// # Errors
    /// `unknown_key_set`; `key_not_usable` if nothing is pending.
    pub fn promote_now(&mut self, set: &str) -> Result<u32> {
        self.promote_pending(set, 0)
    }

    fn promote_pending(&mut self, set: &str, min_pending: u64) -> Result<u32> {
        let now = self.now();
        let row = self.set(set)?;
        let Some(pending) = row.versions.iter().find(|version| version.state == State::Pending) else {
            let message = format!("key set `{set}` has no pending version: rotate it first");
            return Err(Error::new(ErrorCode::KeyNotUsable, message));
        };
        let (id, age) = (pending.id, now.since(pending.created));
        if age < min_pending {
            let mend = format!(
                "it must be so for {min_pending} seconds: wait {} more, or promote it with `now` if every reader has it",
                min_pending - age
            );
            return Err(refused(set, pending, &mend));
        }
        for version in &mut row.versions {
            if version.state == State::Primary {
                version.state = State::Retired;
            } else if version.id == id {
                version.state = State::Primary;
                version.promoted = Some(now);
            }
        }
        Ok(id)
    }

    /// Gives up a pending version, which never wrote: it becomes retired.
    ///
    /// # Errors
    /// `unknown_key_set`, `unknown_key`; `key_not_usable` in any other state.
    pub fn retire(&mut self, set: &str, id: u32) -> Result<()> {
        self.step(set, id, |state| match state {
            State::Pending => Ok(State::Retired),
            State::Primary => Err("rotate the set and promote its next version, which retires this one"),
            State::Retired => Err("there is nothing to do"),
            State::Disabled => Err("enable it, and it is retired"),
            State::Destroyed => Err("nothing brings it back"),
        })
    }

    /// Lets a retired version refuse from now on; [`enable`](Self::enable) takes it back.
    ///
    /// # Errors
    /// `unknown_key_set`, `unknown_key`; `key_not_usable` in any other state.
    pub fn disable(&mut self, set: &str, id: u32) -> Result<()> {
        self.step(set, id, |state| match state {
            State::Retired => Ok(State::Disabled),
            State::Pending => Err("retire it to give it up, then disable it"),
            State::Primary => Err("rotate the set and promote its next version, then disable this one"),
            State::Disabled => Err("there is nothing to do"),
            State::Destroyed => Err("nothing brings it back"),
        })
    }

    /// Lets a disabled version read again.
    ///
    /// # Errors
    /// `unknown_key_set`, `unknown_key`; `key_not_usable` in any other state.
    pub fn enable(&mut self, set: &str, id: u32) -> Result<()> {
        self.step(set, id, |state| match state {
            State::Disabled => Ok(State::Retired),
            State::Pending => Err("it reads already, and promoting it lets it write"),
            State::Primary | State::Retired => Err("it reads already"),
            State::Destroyed => Err("nothing brings it back"),
        })
    }

    /// Destroys a retired or disabled version that `reports` show to be unused: its material goes, its id stays.
    ///
    /// Every store that may hold its tokens must be in one of the reports: this checks that they are authentic, that
    /// they were begun after the version had stopped writing, and that none counts a token of it.
    ///
    /// # Errors
    /// `unknown_key_set`, `unknown_key`; `key_not_usable` in any other state, without such reports, or for a set of
    /// pseudonyms, whose use cannot be counted.
    ///
    /// # Security
    /// As good as the deletion of the older copies of the file: they still hold the material.
    pub fn destroy(&mut self, set: &str, id: u32, reports: &[UsageReport]) -> Result<()> {
        self.may_destroy(set, id)?;
        let row = self.set(set)?.clone();
        let version = find(&row.versions, set, id)?;
        if row.purpose == Purpose::Pseudonym {
            return Err(refused(
                set,
                version,
                "pseudonyms cannot be counted: destroy it by force if none is in use",
            ));
        }
        usage::require_unused(&row, version, reports, &self.draft.id, &self.ring_key)?;
        self.forget(set, id)
    }

    /// Destroys a retired or disabled version without asking whether anything was sealed with it.
    ///
    /// # Errors
    /// `unknown_key_set`, `unknown_key`; `key_not_usable` in any other state.
    ///
    /// # Security
    /// What it sealed is gone for good. As good as the deletion of the older copies of the file.
    pub fn destroy_by_force(&mut self, set: &str, id: u32) -> Result<()> {
        self.may_destroy(set, id)?;
        self.forget(set, id)
    }

    fn may_destroy(&mut self, set: &str, id: u32) -> Result<()> {
        let version = find(&self.set(set)?.versions, set, id)?;
        let mend = match version.state {
            State::Retired | State::Disabled => return Ok(()),
            State::Pending => "retire it to give it up, then destroy it",
            State::Primary => {
                "rotate the set, promote its next version and encrypt the old records anew first"
            }
            State::Destroyed => "there is nothing to do",
        };
        Err(refused(set, version, mend))
    }

    fn forget(&mut self, set: &str, id: u32) -> Result<()> {
        let version = find_mut(&mut self.set(set)?.versions, set, id)?;
        version.state = State::Destroyed;
        version.wrapped = None;
        Ok(())
    }

    fn step(
        &mut self,
        set: &str,
        id: u32,
        next: impl Fn(State) -> Result<State, &'static str>,
    ) -> Result<()> {
        let version = find_mut(&mut self.set(set)?.versions, set, id)?;
        version.state = next(version.state).map_err(|mend| refused(set, version, mend))?;
        Ok(())
    }
}

fn find<'a>(versions: &'a [VersionRow], set: &str, id: u32) -> Result<&'a VersionRow> {
    versions.iter().find(|version| version.id == id).ok_or_else(|| unknown(set, id))
}

fn find_mut<'a>(versions: &'a mut [VersionRow], set: &str, id: u32) -> Result<&'a mut VersionRow> {
    versions.iter_mut().find(|version| version.id == id).ok_or_else(|| unknown(set, id))
}

fn unknown(set: &str, id: u32) -> Error {
    Error::new(
        ErrorCode::UnknownKey,
        format!("key set `{set}` has no version {id}: list the ring to see its versions"),
    )
}

fn refused(set: &str, version: &VersionRow, mend: &str) -> Error {
    let message = format!("version {} of set `{set}` is {}: {mend}", version.id, version.state);
    Error::new(ErrorCode::KeyNotUsable, message)
}
