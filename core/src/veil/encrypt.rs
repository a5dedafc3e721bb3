//! Plain to stored: every place as its rule stores it, and one header for the fields of the record.

use super::decrypt;
use super::edit::{Comma, Editor, GROWTH};
use super::facts::{self, Facts};
use super::find::find;
use super::found::{Found, Layer, What};
use super::functions::Functions;
use super::header::Room;
use super::indexes::Indexes;
use super::opening::Opening;
use super::options::Existing;
use super::plan::{Case, Plan, Verb};
use super::sealing::Sealing;
use super::tally::Tally;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{self, Kind, text};
use crate::mask::{self, Input};
use crate::policy::{Compiled, DuplicateNames, Layout, Rule, RuleSet, Store};
use crate::token;

/// Encrypts one document.
pub(super) fn encrypt(case: &Case<'_>, existing: Existing, tally: &mut Tally) -> Result<Vec<u8>> {
    let Case { policy, doc, .. } = *case;
    let layer = find(doc, &Plan::of(Verb::Encrypt, policy))?;
    let record_set = layer.record_set(policy);
    if existing == Existing::Keep && is_stored(policy, &layer) {
        decrypt::decrypt(case, false, tally)?;
        return Ok(doc.to_vec());
    }
    no_header(policy, &layer)?;
    let fields = layer.found.iter().any(|found| found.what != What::Unmatched);
    if policy.duplicate_names == DuplicateNames::Reject
        || record_set.is_some() && fields && policy.duplicate_names != DuplicateNames::All
    {
        match layer.doubled {
            Some(true) => return Err(json::doubled_name()),
            Some(false) => {}
            None => json::unique_names(doc)?,
        }
    }
    let mut editor = Editor::new(&layer.doc, GROWTH * (layer.found.len() + 1));
    let room = record_set.map(|_| Room::keep(&mut editor, doc, &policy.header));
    let header = store(case, existing, &layer, &mut editor, tally)?;
    let mut out = editor.finish();
    if let Some(room) = room {
        room.fill(header.as_ref(), &mut out);
    }
    Ok(out)
}

/// Whether a record has a header or tokens: its fields are authentic as a whole or not at all.
pub(super) fn is_stored(policy: &Compiled, layer: &Layer<'_>) -> bool {
    let header = || layer.headers(&policy.rules).next().is_some();
    policy.layout == Layout::Record && (header() || holds_tokens(layer, &policy.rules))
}

/// Refuses a record that is stored already.
///
/// # Errors
/// `already_encrypted`.
pub(super) fn no_header(policy: &Compiled, layer: &Layer<'_>) -> Result<()> {
    match layer.headers(&policy.rules).next() {
        Some(_) => Err(already_encrypted("the record has a header").under(&policy.header)),
        None => Ok(()),
    }
}

/// Stores the places of a document; returns the header of its fields, if there are any.
pub(super) fn store(
    case: &Case<'_>,
    existing: Existing,
    layer: &Layer<'_>,
    editor: &mut Editor<'_>,
    tally: &mut Tally,
) -> Result<Option<[u8; token::HEADER]>> {
    let Case { policy, keys, caller, doc } = *case;
    tally.plain();
    let record_set = layer.record_set(policy);
    let context = facts::context(policy, &layer.watched, caller)?;
    let opening = match existing {
        Existing::Keep => Some(Opening::new(policy, keys, &context, None, doc)),
        Existing::Error | Existing::Seal => None,
    };
    let functions = Functions::default(); // `custom` is shown, never stored
    let facts =
        Facts { policy, keys, context: Some(&context), watched: &layer.watched, functions: &functions };
    let mut run = Run {
        sealing: Sealing::new(keys, &context, record_set, layer, &policy.rules),
        existing,
        opening,
        facts: &facts,
        indexes: Indexes::new(&facts),
        tally: &mut *tally,
    };
    run.layer(layer, &policy.rules, editor)?;
    let Run { sealing, .. } = run;
    let header = sealing.finish()?;
    tally.check_required(&policy.rules)?;
    Ok(header)
}

struct Run<'k, 't> {
    sealing: Sealing<'k>,
    existing: Existing,
    opening: Option<Opening<'k>>,
    facts: &'t Facts<'t>,
    indexes: Indexes<'t>,
    tally: &'t mut Tally,
}

impl Run<'_, '_> {
    fn layer(&mut self, layer: &Layer<'_>, rules: &RuleSet, editor: &mut Editor<'_>) -> Result<()> {
        if self.existing == Existing::Keep {
            // The index of a token that stays, stays too; nothing else may be written in its place.
            self.indexes.keep(layer, rules);
        }
        for found in &layer.found {
            match found.what {
                What::Rule(index) => {
                    let Some(rule) = rules.rules.get(index) else { continue };
                    self.tally.hit(rule);
                    self.place(layer, rule, found, editor).map_err(|error| error.under(&rule.path))?;
                }
                What::Shadow(_) if self.existing == Existing::Keep => {}
                What::Shadow(_) => {
                    let message = "the record has a member where an index belongs; rename one of them";
                    return Err(Error::new(ErrorCode::UnsupportedValue, message));
                }
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
        editor: &mut Editor<'_>,
    ) -> Result<()> {
        let source = layer.source(found);
        if let Some(inner) = &rule.decode {
            return self.decoded(inner, found, editor);
        }
        match &*rule.store {
            Store::Keep => {}
            Store::Operator(mask::Operator::Remove) => editor.remove(found, Comma::Near),
            Store::Operator(operator) => {
                let input = Input { kind: found.kind, source };
                let out = editor.replace(&found.value);
                if mask::apply(operator, input, self.facts, out) == mask::Outcome::Redacted {
                    self.tally.operator();
                }
            }
            Store::Encrypt(how) => {
                if found.kind == Kind::Null && how.nulls_keep || self.stays(layer, rule, found)? {
                    return Ok(());
                }
                let out = editor.replace(&found.value);
                self.sealing.encrypt(rule, how, source, layer.binding(found), out)?;
                if let Some(index) = &how.index
                    && let Some(term) = self.indexes.term(index, found.kind, source)?
                {
                    let out = editor.follow(&found.value);
                    self.indexes.write(index, found, layer.binding(found), &term, out)?;
                }
            }
            Store::Deterministic(how) => {
                if self.stays(layer, rule, found)? {
                    return Ok(());
                }
                let out = editor.replace(&found.value);
                self.sealing.equal(rule, how, found.kind, source, layer.binding(found), out)?;
            }
        }
        Ok(())
    }

    /// Whether a place holds a token that stays: the caller said so, and it is authentic.
    fn stays(&mut self, layer: &Layer<'_>, rule: &Rule, found: &Found) -> Result<bool> {
        if self.existing == Existing::Seal || !is_token(layer, found) {
            return Ok(false);
        }
        let Some(opening) = &mut self.opening else {
            return Err(already_encrypted("the place holds a token"));
        };
        opening.open(rule, layer.source(found), layer.binding(found))?;
        Ok(true)
    }

    fn decoded(&mut self, rules: &RuleSet, found: &Found, editor: &mut Editor<'_>) -> Result<()> {
        let Some(inner) = &found.inner else {
            if found.kind == Kind::Null {
                return Ok(());
            }
            let message = "the value is not a string that holds one JSON document; mend it, or drop `decode`";
            return Err(Error::new(ErrorCode::UnsupportedValue, message));
        };
        editor.inside(found, inner, |nested| self.layer(inner, rules, nested))
    }
}

/// Whether a string parses as a token: known version and suite, possible length.
fn is_token(layer: &Layer<'_>, found: &Found) -> bool {
    if found.kind != Kind::String {
        return false;
    }
    let source = layer.source(found);
    let inside = source.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or_default();
    // Most strings differ from a token in their first letter, however it is written.
    matches!(inside, [b'f' | b'\\', ..]) && token::parses(&text::decode(inside))
}

/// Whether any place that a rule seals holds a token already.
fn holds_tokens(layer: &Layer<'_>, rules: &RuleSet) -> bool {
    layer.found.iter().any(|found| {
        let What::Rule(index) = found.what else { return false };
        let Some(rule) = rules.rules.get(index) else { return false };
        match (&rule.decode, &found.inner) {
            (Some(rules), Some(inner)) => holds_tokens(inner, rules),
            _ => rule.store.seals() && is_token(layer, found),
        }
    })
}

fn already_encrypted(what: &str) -> Error {
    let message =
        format!("{what}; decrypt it first, or say with `existing` what to do with tokens that are there");
    Error::new(ErrorCode::AlreadyEncrypted, message)
}
