//! Stored to stored: every token and every index to the primary version of its set, under the same context.
//!
//! First the whole record is opened and authenticated, then what is not of its primary version is sealed anew.

use std::collections::BTreeMap;

use super::decrypt::{self, Opened};
use super::edit::{Comma, Editor, GROWTH};
use super::facts::{self, Facts};
use super::find::find;
use super::found::{Found, Layer, What};
use super::functions::Functions;
use super::header::Room;
use super::indexes::{Indexes, Terms};
use super::keys::CallKeys;
use super::opening::{Opening, Plain};
use super::plan::{Case, Plan, Verb};
use super::sealing::Sealing;
use super::tally::Tally;
use crate::error::Result;
use crate::json::Kind;
use crate::keyring::Purpose;
use crate::policy::{Index, Rule, RuleSet, ShadowRole, Store};
use crate::seal::Material;
use crate::token;

/// Re-encrypts one document; gives its own bytes back if there was nothing to do.
pub(super) fn reencrypt(case: &Case<'_>, tally: &mut Tally) -> Result<Renewed> {
    let layer = find(case.doc, &Plan::of(Verb::Decrypt, case.policy))?;
    case.refuse_doubled()?;
    let mut editor = Editor::new(&layer.doc, GROWTH);
    let renewal = renew(case, &layer, &mut editor, tally)?;
    let mut stored = editor.finish();
    if let Some(room) = renewal.room {
        room.fill(renewal.header.as_ref(), &mut stored);
    }
    let (mut before, mut after) = (renewal.before, renewal.after);
    count_strays(case.keys, case.doc, &mut before);
    count_strays(case.keys, &stored, &mut after);
    Ok(Renewed { stored, before, after })
}

/// What was done to the places of a record, and what is left to be done to the record itself.
pub(super) struct Renewal {
    /// Where the header goes, in a copy that is being written.
    room: Option<Room>,
    /// The new header, where the fields are under one.
    pub(super) header: Option<[u8; token::HEADER]>,
    before: Usage,
    after: Usage,
}

/// Seals anew what is not of its primary version, once the whole record has been opened.
///
/// # Errors
/// As `decrypt`, and those of the primary keys.
pub(super) fn renew(
    case: &Case<'_>,
    layer: &Layer<'_>,
    editor: &mut Editor<'_>,
    tally: &mut Tally,
) -> Result<Renewal> {
    let Case { policy, keys, caller, doc } = *case;
    let context = facts::context(policy, &layer.watched, caller)?;
    let record_set = layer.record_set(policy);
    let opening = Opening::new(policy, keys, &context, record_set, doc);
    let opened = decrypt::open_whole(policy, opening, layer, false, tally)?;

    let primary = record_set.map(|set| keys.sealing(set)).transpose()?.map(Material::id);
    // A field is never added under a header: one that must change, changes the whole record.
    let renew =
        opened.header.is_some_and(|id| Some(id) != primary) || opened.places.unsettles_record(primary);
    let functions = Functions::default();
    let facts =
        Facts { policy, keys, context: Some(&context), watched: &layer.watched, functions: &functions };
    let mut run = Run {
        keys,
        sealing: Sealing::new(keys, &context, record_set, layer, &policy.rules),
        indexes: Indexes::new(&facts),
        before: Usage::new(),
        after: Usage::new(),
        renew,
    };
    run.count_header(opened.header, primary);
    let room = (run.renew && !editor.notes()).then(|| Room::keep(editor, doc, &policy.header));
    run.layer(layer, &policy.rules, &opened.places, editor)?;
    let Run { sealing, before, after, .. } = run;
    Ok(Renewal { room, header: sealing.finish()?, before, after })
}

/// How many tokens and index terms each key version has, by its id.
pub(super) type Usage = BTreeMap<u32, u64>;

/// A record under its newest keys.
pub(super) struct Renewed {
    pub(super) stored: Vec<u8>,
    pub(super) before: Usage,
    pub(super) after: Usage,
}

/// Adds the tokens that stand where no rule looks for them, as one does whose rule was dropped: whoever destroys their key
/// loses them all the same.
fn count_strays(keys: &CallKeys<'_>, text: &[u8], usage: &mut Usage) {
    let mut tokens = Usage::new();
    for (id, count) in token::keyed(text) {
        *tokens.entry(id).or_default() += count;
    }
    for (id, count) in tokens.into_iter().filter(|(id, _)| keys.rings.knows(*id)) {
        let counted = usage.entry(id).or_default();
        *counted = count.max(*counted);
    }
}

struct Run<'k, 'f> {
    keys: &'k CallKeys<'k>,
    sealing: Sealing<'k>,
    indexes: Indexes<'f>,
    before: Usage,
    after: Usage,
    /// All fields of the record are sealed anew, under a new header.
    renew: bool,
}

impl Run<'_, '_> {
    fn layer(
        &mut self,
        layer: &Layer<'_>,
        rules: &RuleSet,
        opened: &Opened,
        editor: &mut Editor<'_>,
    ) -> Result<()> {
        let terms = self.terms(layer, rules, opened)?;
        for (found, plain) in layer.found.iter().zip(&opened.places) {
            match found.what {
                What::Rule(index) => {
                    let Some(rule) = rules.rules.get(index) else { continue };
                    if let (Some(rules), Some(inner), Some(opened)) =
                        (&rule.decode, &found.inner, &plain.inner)
                    {
                        editor.inside(found, inner, |nested| self.layer(inner, rules, opened, nested))?;
                    } else if let Some(plain) = &plain.plain {
                        let done = self.place(layer, rule, found, plain, &terms, editor);
                        done.map_err(|error| error.under(&rule.path))?;
                    }
                }
                What::Shadow(shadow) => match rules.shadows.get(shadow) {
                    Some(ShadowRole::Header) if self.renew => editor.remove(found, Comma::Behind),
                    Some(ShadowRole::Index(rule)) => terms.renew(layer, rules, *rule, found, editor),
                    _ => {}
                },
                What::Unmatched => {}
            }
        }
        Ok(())
    }

    fn place(
        &mut self,
        layer: &Layer<'_>,
        rule: &Rule,
        found: &Found,
        plain: &Plain,
        terms: &Terms,
        editor: &mut Editor<'_>,
    ) -> Result<()> {
        let binding = layer.binding(found);
        // EXPOSE: the plaintext is sealed again.
        let json = plain.json.expose();
        match &*rule.store {
            Store::Encrypt(how) => {
                let primary = self.keys.sealing(&how.set)?.id();
                let field = self.sealing.is_field(&how.set);
                let due = if field { self.renew } else { plain.moved || plain.id != Some(primary) };
                let after = if field && due { None } else { Some(primary).filter(|_| due).or(plain.id) };
                self.count(plain.id, after);
                if due {
                    self.sealing.encrypt(rule, how, json, binding, editor.replace(&found.value))?;
                }
                match how.index.as_ref().and_then(|index| Some((index, terms.missing(binding, index)?))) {
                    Some((index, term)) => {
                        self.indexes.write(index, found, binding, term, editor.follow(&found.value))
                    }
                    None => Ok(()),
                }
            }
            Store::Deterministic(how) => {
                let primary = Some(self.keys.sealing_equal(&how.set)?.id());
                self.count(plain.id, primary);
                if plain.moved || plain.id != primary {
                    let kind = kind(json);
                    self.sealing.equal(rule, how, kind, json, binding, editor.replace(&found.value))?;
                }
                Ok(())
            }
            Store::Keep | Store::Operator(_) => Ok(()),
        }
    }

    /// A token of its own had one key version and has another now; a field's key is its header's.
    fn count(&mut self, before: Option<u32>, after: Option<u32>) {
        for (usage, id) in [(&mut self.before, before), (&mut self.after, after)] {
            if let Some(id) = id {
                *usage.entry(id).or_default() += 1;
            }
        }
    }

    fn count_header(&mut self, before: Option<u32>, primary: Option<u32>) {
        self.count(before, if self.renew { primary } else { before });
    }

    /// The term that a value should have now; counts the version of the one that is there.
    fn index_of(
        &mut self,
        index: &Index,
        kind: Kind,
        json: &[u8],
        there: Option<&str>,
    ) -> Result<Option<String>> {
        let term = self.indexes.term(index, kind, json)?;
        let primary = self.keys.rings.primary(&index.set, Purpose::Index)?.id();
        let before = match there {
            None => None,
            Some(there) if term.as_deref() == Some(there) => Some(primary),
            Some(there) => self.indexes.version(index, kind, json, there)?,
        };
        self.count(before, term.as_ref().map(|_| primary));
        Ok(term)
    }

    /// The terms that the indexes of a document should have now.
    fn terms(&mut self, layer: &Layer<'_>, rules: &RuleSet, opened: &Opened) -> Result<Terms> {
        let mut terms = Terms::there(layer, rules);
        for (found, plain) in layer.found.iter().zip(&opened.places) {
            let (What::Rule(index), Some(plain)) = (found.what, &plain.plain) else { continue };
            let Some(rule) = rules.rules.get(index) else { continue };
            if let Store::Encrypt(how) = &*rule.store
                && let Some(index) = &how.index
            {
                // EXPOSE: the index of a plaintext that is sealed again.
                let json = plain.json.expose();
                let renewed =
                    self.index_of(index, kind(json), json, terms.beside(layer.binding(found), index));
                let term = renewed.map_err(|error| error.under(&rule.path))?;
                terms.want(layer.binding(found), index, term);
            }
        }
        Ok(terms)
    }
}

/// The type of a value that was opened, which is valid JSON.
fn kind(json: &[u8]) -> Kind {
    json.first().and_then(|first| Kind::of(*first)).unwrap_or(Kind::Null)
}
