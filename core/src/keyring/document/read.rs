//! From members to rows: unknown, missing and ill-typed members are refused, and so is what contradicts itself.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::moment::Moment;
use super::super::strict::Node;
use super::{Cost, Document, MAX_PASSPHRASES, MAX_WRAPS, SetRow, VersionRow, Wrap, invalid, serves};
use crate::Result;
use crate::keyring::purpose::{Purpose, State};
use crate::token::Family;

pub(super) fn document(node: &Node<'_>) -> Result<Document> {
    let mut members = Members::of(node, "the ring")?;
    if members.integer("fieldveil_keyring")? != 1 {
        return Err(invalid(
            "`fieldveil_keyring` is not 1: a newer library wrote this ring, update this one",
        ));
    }
    let rows = members.array("wraps")?;
    if rows.is_empty() || rows.len() > MAX_WRAPS {
        return Err(invalid(format!("`wraps` has {} rows: a ring has 1 to {MAX_WRAPS}", rows.len())));
    }
    let wraps: Vec<_> = rows.iter().map(wrap).collect::<Result<_>>()?;
    if wraps.iter().filter(|wrap| matches!(wrap, Wrap::Passphrase { .. })).count() > MAX_PASSPHRASES {
        return Err(invalid(format!("`wraps` has more than {MAX_PASSPHRASES} passphrases")));
    }
    let document = Document {
        id: members.text("id")?.to_owned(),
        epoch: members.integer("epoch")?,
        min_pending: members.integer("min_pending")?,
        wraps,
        sets: members.array("sets")?.iter().map(set).collect::<Result<_>>()?,
        mac: members.text("mac")?.to_owned(),
    };
    members.end()?;
    consistent(document)
}

/// Names and ids are unique in a ring.
fn consistent(document: Document) -> Result<Document> {
    let mut names = BTreeSet::new();
    if !document.sets.iter().all(|set| names.insert(&set.name)) {
        return Err(invalid("two sets have the same name"));
    }
    let mut ids = BTreeSet::from([0]);
    if !document.versions().all(|version| ids.insert(version.id)) {
        return Err(invalid("a key id is 0 or stands twice"));
    }
    Ok(document)
}

fn wrap(node: &Node<'_>) -> Result<Wrap> {
    let mut members = Members::of(node, "a row of `wraps`")?;
    let wrap = match members.text("provider")? {
        "passphrase" => {
            if members.text("kdf")? != "argon2id" {
                return Err(invalid("the `kdf` of a passphrase is not `argon2id`"));
            }
            let cost = Cost {
                memory_kib: members.small("memory_kib")?,
                passes: members.small("passes")?,
                lanes: members.small("lanes")?,
            };
            if !cost.is_allowed() {
                return Err(invalid(
                    "the Argon2id parameters are outside the limits: the file asks for hostile work",
                ));
            }
            Wrap::Passphrase {
                cost,
                salt: members.fixed("salt")?,
                wrapped: members.text("wrapped")?.to_owned(),
            }
        }
        "key" => Wrap::Key { wrapped: members.text("wrapped")?.to_owned() },
        "hpke" => Wrap::Hpke {
            name: members.text("name")?.to_owned(),
            public_key: members.fixed("public_key")?,
            wrapped: members.bytes("wrapped")?,
        },
        "callback" => {
            Wrap::Callback { name: members.text("name")?.to_owned(), wrapped: members.bytes("wrapped")? }
        }
        _ => return Err(invalid("a row of `wraps` has a provider that this version does not know")),
    };
    members.end()?;
    Ok(wrap)
}

fn set(node: &Node<'_>) -> Result<SetRow> {
    let mut members = Members::of(node, "a set")?;
    let set = SetRow {
        name: members.text("name")?.to_owned(),
        purpose: Purpose::from_word(members.text("purpose")?)
            .ok_or_else(|| invalid("a set has an unknown purpose"))?,
        family: Family::named(members.text("suite")?).ok_or_else(|| invalid("a set has an unknown suite"))?,
        versions: members.array("versions")?.iter().map(version).collect::<Result<_>>()?,
    };
    members.end()?;
    if set.name.is_empty() || !serves(set.family, set.purpose) {
        return Err(invalid("a set has no name, or a suite that its purpose does not have"));
    }
    if set.versions.iter().filter(|version| version.state == State::Primary).count() != 1 {
        return Err(invalid(format!("set `{}` does not have exactly one primary version", set.name)));
    }
    Ok(set)
}

fn version(node: &Node<'_>) -> Result<VersionRow> {
    let mut members = Members::of(node, "a version")?;
    let version = VersionRow {
        id: members.small("id")?,
        state: State::from_word(members.text("state")?)
            .ok_or_else(|| invalid("a version has an unknown state"))?,
        created: members.moment("created")?,
        promoted: members.has("promoted").then(|| members.moment("promoted")).transpose()?,
        wrapped: members.has("wrapped").then(|| members.text("wrapped").map(str::to_owned)).transpose()?,
    };
    members.end()?;
    let promoted_fits = match version.state {
        State::Pending => version.promoted.is_none(),
        State::Primary => version.promoted.is_some(),
        State::Retired | State::Disabled | State::Destroyed => true,
    };
    if !promoted_fits || version.wrapped.is_none() != (version.state == State::Destroyed) {
        return Err(invalid(format!("version {} has members that its state does not have", version.id)));
    }
    Ok(version)
}

/// The members of one object, each of which must be asked for.
pub(in crate::keyring) struct Members<'a> {
    what: &'static str,
    rest: Vec<(&'a str, &'a Node<'a>)>,
}

impl<'a> Members<'a> {
    pub(in crate::keyring) fn of(node: &'a Node<'a>, what: &'static str) -> Result<Self> {
        match node {
            Node::Object(members) => {
                Ok(Self { what, rest: members.iter().map(|(name, node)| (&**name, node)).collect() })
            }
            _ => Err(invalid(format!("{what} is not an object"))),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.rest.iter().any(|(other, _)| *other == name)
    }

    fn take(&mut self, name: &'static str) -> Result<&'a Node<'a>> {
        let at = self.rest.iter().position(|(other, _)| *other == name);
        let at = at.ok_or_else(|| invalid(format!("{} has no `{name}`", self.what)))?;
        Ok(self.rest.swap_remove(at).1)
    }

    fn ill_typed(&self, name: &'static str) -> crate::Error {
        invalid(format!("`{name}` of {} is not of its type", self.what))
    }

    pub(in crate::keyring) fn text(&mut self, name: &'static str) -> Result<&'a str> {
        match self.take(name)? {
            Node::Text(text) => Ok(text),
            _ => Err(self.ill_typed(name)),
        }
    }

    pub(in crate::keyring) fn integer(&mut self, name: &'static str) -> Result<u64> {
        match self.take(name)? {
            Node::Integer(integer) => Ok(*integer),
            _ => Err(self.ill_typed(name)),
        }
    }

    pub(in crate::keyring) fn small(&mut self, name: &'static str) -> Result<u32> {
        u32::try_from(self.integer(name)?).map_err(|_| self.ill_typed(name))
    }

    pub(in crate::keyring) fn array(&mut self, name: &'static str) -> Result<&'a [Node<'a>]> {
        match self.take(name)? {
            Node::Array(nodes) => Ok(nodes),
            _ => Err(self.ill_typed(name)),
        }
    }

    fn bytes(&mut self, name: &'static str) -> Result<Vec<u8>> {
        URL_SAFE_NO_PAD.decode(self.text(name)?).map_err(|_| self.ill_typed(name))
    }

    fn fixed<const N: usize>(&mut self, name: &'static str) -> Result<[u8; N]> {
        self.bytes(name)?.try_into().map_err(|_| self.ill_typed(name))
    }

    pub(in crate::keyring) fn moment(&mut self, name: &'static str) -> Result<Moment> {
        Moment::parse(self.text(name)?).ok_or_else(|| self.ill_typed(name))
    }

    pub(in crate::keyring) fn end(&self) -> Result<()> {
        match self.rest.is_empty() {
            true => Ok(()),
            false => Err(invalid(format!("{} has a member that this version does not know", self.what))),
        }
    }
}
