//! The blind indexes beside the values of one record.

use std::collections::{BTreeMap, BTreeSet};

use super::edit::{Comma, Editor};
use super::facts::Facts;
use super::found::{Found, Layer, What};
use super::look_up::term;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Kind, text};
use crate::keyring::Purpose;
use crate::policy::{Encrypt, Index, RuleSet, ShadowRole, Store};
use crate::seal::Binding;

/// Writes index members, each name once an object.
pub(super) struct Indexes<'i> {
    facts: &'i Facts<'i>,
    written: BTreeSet<Beside>,
}

/// The object that an index stands in, by its binding, and the index's name.
type Beside = (Vec<u8>, String);

fn beside(binding: &[u8], index: &Index) -> Beside {
    (Binding::parent(binding), index.into.clone())
}

impl<'i> Indexes<'i> {
    pub(super) fn new(facts: &'i Facts<'i>) -> Self {
        Self { facts, written: BTreeSet::new() }
    }

    /// The term of a value under the primary version; none where nothing is left of it.
    ///
    /// # Errors
    /// Those of the keys, and of a value that cannot be looked up.
    pub(super) fn term(&self, index: &Index, kind: Kind, source: &[u8]) -> Result<Option<String>> {
        let key = self.facts.keys.rings.primary(&index.set, Purpose::Index)?.material()?;
        let missing = || Error::new(ErrorCode::Internal, "a context is missing; please report this");
        term(key, index, self.facts.context.ok_or_else(missing)?, kind, source)
    }

    /// The id of the version under which a value has a term; none if no live version gives it.
    ///
    /// # Errors
    /// As [`term`](Self::term).
    pub(super) fn version(
        &self,
        index: &Index,
        kind: Kind,
        source: &[u8],
        there: &str,
    ) -> Result<Option<u32>> {
        let missing = || Error::new(ErrorCode::Internal, "a context is missing; please report this");
        let context = self.facts.context.ok_or_else(missing)?;
        for version in self.facts.keys.rings.live(&index.set, Purpose::Index)? {
            if term(version.material()?, index, context, kind, source)?.as_deref() == Some(there) {
                return Ok(Some(version.id()));
            }
        }
        Ok(None)
    }

    /// The index members of a document stay: their names are taken.
    pub(super) fn keep(&mut self, layer: &Layer<'_>, rules: &RuleSet) {
        self.written.extend(Terms::there(layer, rules).there.into_keys());
    }

    /// Appends `,"NAME":"term"` behind a value. `binding` is the value's normalized path.
    ///
    /// # Errors
    /// `unsupported_value` in an array, at the root, and where two values of one object want the same name.
    pub(super) fn write(
        &mut self,
        index: &Index,
        found: &Found,
        binding: &[u8],
        term: &str,
        out: &mut Vec<u8>,
    ) -> Result<()> {
        if found.in_array || found.depth == 0 {
            let message =
                "an index stands beside a member, and this value is none; index the object's members";
            return Err(Error::new(ErrorCode::UnsupportedValue, message));
        }
        if !self.written.insert(beside(binding, index)) {
            let message = "two values of one object have the same index member; give each a name of its own";
            return Err(Error::new(ErrorCode::UnsupportedValue, message));
        }
        out.push(b',');
        text::escape_into(&index.into, out);
        out.push(b':');
        text::escape_into(term, out);
        Ok(())
    }
}

/// The index members that a stored document has, and the terms that it should have.
#[derive(Default)]
pub(super) struct Terms {
    there: BTreeMap<Beside, String>,
    wanted: BTreeMap<Beside, String>,
}

impl Terms {
    /// The members that stand in a document.
    pub(super) fn there(layer: &Layer<'_>, rules: &RuleSet) -> Self {
        let each = layer.found.iter().filter_map(|found| {
            let What::Shadow(shadow) = found.what else { return None };
            let Some(ShadowRole::Index(rule)) = rules.shadows.get(shadow) else { return None };
            let term = layer.source(found).strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
            let term = String::from_utf8_lossy(term.unwrap_or_default()).into_owned();
            Some((beside(layer.binding(found), index_of(rules, *rule)?), term))
        });
        Self { there: each.collect(), wanted: BTreeMap::new() }
    }

    /// The term that stands beside a value.
    pub(super) fn beside(&self, binding: &[u8], index: &Index) -> Option<&str> {
        self.there.get(&beside(binding, index)).map(String::as_str)
    }

    /// A value's index should be this; nothing is left of it to index if there is none.
    pub(super) fn want(&mut self, binding: &[u8], index: &Index, term: Option<String>) {
        if let Some(term) = term {
            self.wanted.insert(beside(binding, index), term);
        }
    }

    /// The term of a value beside which no index stands.
    pub(super) fn missing(&self, binding: &[u8], index: &Index) -> Option<&str> {
        let key = beside(binding, index);
        self.wanted.get(&key).filter(|_| !self.there.contains_key(&key)).map(String::as_str)
    }

    /// Writes the term that a member should have, or takes the member out; leaves it where it is right.
    pub(super) fn renew(
        &self,
        layer: &Layer<'_>,
        rules: &RuleSet,
        rule: usize,
        found: &Found,
        editor: &mut Editor<'_>,
    ) {
        let wanted =
            index_of(rules, rule).and_then(|index| self.wanted.get(&beside(layer.binding(found), index)));
        let Some(term) = wanted else { return editor.remove(found, Comma::Near) };
        let mut json = Vec::with_capacity(term.len() + 2);
        text::escape_into(term, &mut json);
        if layer.source(found) != json {
            editor.replace(&found.value).extend_from_slice(&json);
        }
    }
}

fn index_of(rules: &RuleSet, rule: usize) -> Option<&Index> {
    match &*rules.rules.get(rule)?.store {
        Store::Encrypt(Encrypt { index, .. }) => index.as_ref(),
        _ => None,
    }
}
