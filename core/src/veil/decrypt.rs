//! Stored to plain: the whole record is authenticated before a byte of it is handed out.

use super::edit::{Comma, Editor};
use super::facts;
use super::find::find;
use super::found::{Found, Layer, What};
use super::opening::{Opening, Plain, tampered};
use super::plan::{Case, Plan, Verb};
use super::tally::Tally;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Kind, text};
use crate::policy::{Compiled, Rule, RuleSet, Store};
use crate::token;

/// Decrypts one document.
pub(super) fn decrypt(case: &Case<'_>, partial: bool, tally: &mut Tally) -> Result<Vec<u8>> {
    let layer = find(case.doc, &Plan::of(Verb::Decrypt, case.policy))?;
    case.refuse_doubled()?;
    let mut editor = Editor::new(&layer.doc, 0);
    restore(case, partial, &layer, &mut editor, tally)?;
    Ok(editor.finish())
}

/// Puts back what the places of a document held.
pub(super) fn restore(
    case: &Case<'_>,
    partial: bool,
    layer: &Layer<'_>,
    editor: &mut Editor<'_>,
    tally: &mut Tally,
) -> Result<()> {
    let Case { policy, keys, caller, doc } = *case;
    let context = facts::context(policy, &layer.watched, caller)?;
    let opening = Opening::new(policy, keys, &context, layer.record_set(policy), doc);
    let opened = open_whole(policy, opening, layer, partial, tally)?;
    write(layer, &policy.rules, &opened.places, editor)
}

/// A whole record that is authentic.
pub(super) struct Record {
    /// The key id of its header.
    pub(super) header: Option<u32>,
    pub(super) places: Opened,
}

/// What the places of a document held, one entry for each thing that was found there.
#[derive(Default)]
pub(super) struct Opened {
    pub(super) places: Vec<Held>,
}

/// What one place held.
#[derive(Default)]
pub(super) struct Held {
    /// The plaintext of its token.
    pub(super) plain: Option<Plain>,
    /// The places of the document inside its string.
    pub(super) inner: Option<Opened>,
}

impl Opened {
    /// Whether a field of the record opened only where it stood before, or is a value token of an older version.
    pub(super) fn unsettles_record(&self, primary: Option<u32>) -> bool {
        self.places.iter().any(|held| {
            let unsettles = |plain: &Plain| match plain.id {
                None => plain.moved,
                Some(_) => plain.migrated && (plain.moved || plain.id != primary),
            };
            held.plain.as_ref().is_some_and(unsettles)
                || held.inner.as_ref().is_some_and(|inner| inner.unsettles_record(primary))
        })
    }
}

/// Opens a record whole: the header first, then the places in document order, then the whole; the first fault gives
/// the code.
pub(super) fn open_whole(
    policy: &Compiled,
    opening: Opening<'_>,
    layer: &Layer<'_>,
    partial: bool,
    tally: &mut Tally,
) -> Result<Record> {
    let mut run = Run { opening, partial, tally: &mut *tally };
    let mut headers = layer.headers(&policy.rules);
    let header = match (headers.next(), headers.next()) {
        (None, _) => Ok(None),
        (Some(header), None) => run.opening.header(layer.source(header)).map(Some),
        (Some(_), Some(_)) => Err(tampered()),
    };
    let header = header.map_err(|error| error.under(&policy.header))?;
    let places = run.layer(layer, &policy.rules)?;
    if partial {
        return Ok(Record { header, places });
    }
    if !run.opening.complete() {
        let message = "the record lacks fields that its header counts; `partial` opens what is left";
        return Err(Error::new(ErrorCode::Tampered, message).under(&policy.header));
    }
    tally.check_required(&policy.rules)?;
    Ok(Record { header, places })
}

struct Run<'k, 't> {
    opening: Opening<'k>,
    partial: bool,
    tally: &'t mut Tally,
}

impl Run<'_, '_> {
    fn layer(&mut self, layer: &Layer<'_>, rules: &RuleSet) -> Result<Opened> {
        let held = layer.found.iter().map(|found| {
            let What::Rule(index) = found.what else { return Ok(Held::default()) };
            let Some(rule) = rules.rules.get(index) else { return Ok(Held::default()) };
            self.tally.hit(rule);
            self.place(layer, rule, found).map_err(|error| error.under(&rule.path))
        });
        Ok(Opened { places: held.collect::<Result<_>>()? })
    }

    fn place(&mut self, layer: &Layer<'_>, rule: &Rule, found: &Found) -> Result<Held> {
        if let Some(inner) = &rule.decode {
            return self.decoded(inner, found);
        }
        let source = layer.source(found);
        if !rule.store.seals() {
            return Ok(Held::default());
        }
        if !looks_like_token(found.kind, source) {
            return self.plaintext(rule, found);
        }
        let plain = self.opening.open(rule, source, layer.binding(found))?;
        if plain.migrated {
            self.tally.plaintext();
        }
        Ok(Held { plain: Some(plain), inner: None })
    }

    /// What is no token, where a token belongs.
    fn plaintext(&mut self, rule: &Rule, found: &Found) -> Result<Held> {
        let null = found.kind == Kind::Null && matches!(&*rule.store, Store::Encrypt(how) if how.nulls_keep);
        if null || self.partial {
            return Ok(Held::default());
        }
        if rule.migrating {
            self.tally.plaintext();
            return Ok(Held::default());
        }
        let message =
            "the place holds no token; encrypt the record, or say `migrating` while old ones are left";
        Err(Error::new(ErrorCode::NotEncrypted, message))
    }

    fn decoded(&mut self, rules: &RuleSet, found: &Found) -> Result<Held> {
        match &found.inner {
            Some(inner) => Ok(Held { plain: None, inner: Some(self.layer(inner, rules)?) }),
            None if found.kind == Kind::Null || self.partial => Ok(Held::default()),
            None => {
                let message =
                    "the value is not a string that holds one JSON document; mend it, or drop `decode`";
                Err(Error::new(ErrorCode::UnsupportedValue, message))
            }
        }
    }
}

/// Puts every plaintext where its token stands, and takes out what `encrypt` had put in.
fn write(layer: &Layer<'_>, rules: &RuleSet, opened: &Opened, editor: &mut Editor<'_>) -> Result<()> {
    for (found, held) in layer.found.iter().zip(&opened.places) {
        match (found.what, held) {
            (What::Rule(index), Held { inner: Some(opened), .. }) => {
                let rules = rules.rules.get(index).and_then(|rule| rule.decode.as_deref());
                let (Some(rules), Some(inner)) = (rules, &found.inner) else { continue };
                editor.inside(found, inner, |nested| write(inner, rules, opened, nested))?;
            }
            (What::Rule(_), Held { plain: Some(plain), .. }) => {
                // EXPOSE: decryption hands the plaintext to its caller.
                editor.replace(&found.value).extend_from_slice(plain.json.expose());
            }
            (What::Shadow(shadow), _) => editor.remove(found, Comma::of(rules, shadow)),
            _ => {}
        }
    }
    Ok(())
}

/// Whether a value is a string with a token's mark.
pub(super) fn looks_like_token(kind: Kind, source: &[u8]) -> bool {
    let inside = source.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    kind == Kind::String && inside.is_some_and(|inside| token::looks_like(&text::decode(inside)))
}
