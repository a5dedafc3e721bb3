//! Stored to stored: every token and every index to the primary version of its set, under the same context.
//!
//! First the whole record is opened and authenticated, then what is not of its primary version is sealed anew.

use super::decrypt::{self, Opened};
use super::edit::{Comma, Editor};
use super::encrypt::{GROWTH, insert_header, record_set, root};
use super::facts::{self, Facts};
use super::found::{Found, Layer, What, find};
use super::functions::Functions;
use super::indexes::{Indexes, Terms};
use super::keys::CallKeys;
use super::opening::{Opening, Plain};
use super::plan::{Plan, Verb};
use super::sealing::Sealing;
use super::tally::Tally;
use crate::context::Context;
use crate::error::Result;
use crate::json::Kind;
use crate::policy::{Compiled, Rule, RuleSet, ShadowRole, Store};
use crate::seal::Material;
use zeroize::Zeroizing;

/// Re-encrypts one document; gives its own bytes back if there was nothing to do.
pub(super) fn reencrypt(
    policy: &Compiled,
    keys: &CallKeys,
    doc: &[u8],
    caller: &Context,
    tally: &mut Tally,
) -> Result<Vec<u8>> {
    let layer = find(doc, &Plan::of(Verb::Decrypt, policy))?;
    let context = facts::context(policy, &layer.watched, caller)?;
    let record_set = record_set(policy, &layer);
    let opening = Opening::new(policy, keys, &context, record_set, doc);
    let opened = decrypt::open_whole(policy, opening, &layer, false, tally)?;

    let primary = record_set.map(|set| keys.sealing(set)).transpose()?.map(Material::id);
    let functions = Functions::default();
    let facts =
        Facts { policy, keys, context: Some(&context), watched: &layer.watched, functions: &functions };
    let mut run = Run {
        keys,
        sealing: Sealing::new(keys, &context, record_set, layer.found.len()),
        indexes: Indexes::new(&facts),
        renew: opened.header.is_some() && (opened.header != primary || opened.places.moved_fields()),
    };
    let mut editor = Editor::new(&layer.doc, GROWTH);
    let mark = if run.renew { editor.mark(root(doc)) } else { 0 };
    run.layer(&layer, &policy.rules, &opened.places, &mut editor)?;
    let Run { sealing, .. } = run;
    let header = sealing.finish()?;
    Ok(insert_header(editor.finish(), mark, &policy.header, header))
}

struct Run<'k, 'f> {
    keys: &'k CallKeys,
    sealing: Sealing<'k>,
    indexes: Indexes<'f>,
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
                        let mut nested = Editor::new(&inner.doc, 0);
                        self.layer(inner, rules, opened, &mut nested)?;
                        let stored = Zeroizing::new(nested.finish());
                        if *stored != *inner.doc {
                            editor.replace_string(&found.value, &stored)?;
                        }
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
                let due = match plain.id {
                    Some(id) if !plain.migrated => plain.moved || id != self.keys.sealing(&how.set)?.id(),
                    _ => self.renew,
                };
                if due {
                    self.sealing.encrypt(rule, how, json, binding, editor.replace(&found.value))?;
                }
                let end = found.value.end..found.value.end;
                match how.index.as_ref().and_then(|index| Some((index, terms.missing(binding, index)?))) {
                    Some((index, term)) => {
                        self.indexes.write(index, found, binding, term, editor.replace(&end))
                    }
                    None => Ok(()),
                }
            }
            Store::Deterministic(how) => {
                if plain.moved || plain.id != Some(self.keys.sealing_equal(&how.set)?.id()) {
                    let kind = kind(json);
                    self.sealing.equal(rule, how, kind, json, binding, editor.replace(&found.value))?;
                }
                Ok(())
            }
            Store::Keep | Store::Operator(_) => Ok(()),
        }
    }

    /// The terms that the indexes of a document should have now.
    fn terms(&self, layer: &Layer<'_>, rules: &RuleSet, opened: &Opened) -> Result<Terms> {
        let mut terms = Terms::there(layer, rules);
        for (found, plain) in layer.found.iter().zip(&opened.places) {
            let (What::Rule(index), Some(plain)) = (found.what, &plain.plain) else { continue };
            let Some(rule) = rules.rules.get(index) else { continue };
            if let Store::Encrypt(how) = &*rule.store
                && let Some(index) = &how.index
            {
                // EXPOSE: the index of a plaintext that is sealed again.
                let json = plain.json.expose();
                let term =
                    self.indexes.term(index, kind(json), json).map_err(|error| error.under(&rule.path))?;
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
