//! Plain or stored to shown: every place as the view shows its class, and redacted on any doubt.

use super::decrypt::looks_like_token;
use super::edit::{Comma, Editor};
use super::facts::{self, Facts};
use super::find::find;
use super::found::{Found, Layer, What};
use super::functions::Functions;
use super::opening::Opening;
use super::plan::{Case, Plan};
use super::tally::Tally;
use crate::error::{ErrorCode, Result};
use crate::json::Kind;
use crate::mask::{self, Input, Operator, Outcome};
use crate::path::{Answer, Enter, Place, UNMATCHED, Visit, walk};
use crate::policy::{Container, Rule, RuleSet, ShadowRole, View};

/// What stands for a value that no operator may show.
const REDACTED: &[u8] = b"\"[REDACTED]\"";

/// Masks one document.
pub(super) fn mask(
    case: &Case<'_>,
    view: &View,
    functions: &Functions,
    tally: &mut Tally,
) -> Result<Vec<u8>> {
    let Case { policy, keys, caller, doc } = *case;
    let plan = Plan::of_view(policy, view);
    if view.open || !policy.watches.is_empty() {
        // Its tokens are opened, or it says what an operator needs: it must be known as a whole.
        let layer = find(doc, &plan)?;
        case.refuse_doubled()?;
        let mut editor = Editor::new(&layer.doc, 0);
        show(case, view, functions, &layer, &mut editor, tally)?;
        return Ok(editor.finish());
    }
    let context = if policy.context.is_empty() { None } else { Some(facts::context(policy, &[], caller)?) };
    let facts = Facts { policy, keys, context: context.as_ref().or(Some(caller)), watched: &[], functions };
    let mut direct = Direct {
        plan: &plan,
        editor: Editor::new(doc, doc.len() / 16),
        run: Run { view, opening: None, facts, tally },
        doc,
        stored: false,
    };
    walk(doc, &plan.rules.selection, &plan.walk(), &mut direct)?;
    case.refuse_doubled()?;
    if !direct.stored {
        direct.run.tally.plain();
    }
    Ok(direct.editor.finish())
}

/// Shows the places of a document that is known as a whole.
pub(super) fn show(
    case: &Case<'_>,
    view: &View,
    functions: &Functions,
    layer: &Layer<'_>,
    editor: &mut Editor<'_>,
    tally: &mut Tally,
) -> Result<()> {
    let Case { policy, keys, caller, doc } = *case;
    if layer.headers(&policy.rules).next().is_none() {
        tally.plain();
    }
    // A record that does not say its context still masks: only its tokens stay closed.
    let context = match facts::context(policy, &layer.watched, caller) {
        Err(error) if error.code() != ErrorCode::MissingField => return Err(error),
        context => context.ok(),
    };
    let opening = context.as_ref().filter(|_| view.open).map(|context| {
        let mut opening = Opening::new(policy, keys, context, layer.record_set(policy), doc);
        let mut headers = layer.headers(&policy.rules);
        if let (Some(header), None) = (headers.next(), headers.next()) {
            // A header that does not open leaves its fields closed; each of them says why in the report.
            opening.header_if_authentic(layer.source(header));
        }
        opening
    });
    let facts = Facts { policy, keys, context: context.as_ref(), watched: &layer.watched, functions };
    let mut run = Run { view, opening, facts, tally };
    run.layer(layer, &policy.rules, editor);
    Ok(())
}

/// Masks while the document is walked; nothing of it is remembered.
struct Direct<'r> {
    plan: &'r Plan<'r>,
    editor: Editor<'r>,
    run: Run<'r>,
    doc: &'r [u8],
    /// Whether the record has a header.
    stored: bool,
}

impl Visit for Direct<'_> {
    fn enter(&mut self, rule: usize) -> Result<Enter> {
        self.plan.enter(self.plan.rules, rule)
    }

    fn place(&mut self, place: &Place<'_>) -> Result<Answer> {
        if place.rule == UNMATCHED {
            self.run.redact(&place.value, &mut self.editor);
            return Ok(Answer::Kept);
        }
        let Some(rule) = self.plan.rules.rules.get(place.rule) else { return Ok(Answer::Kept) };
        self.run.tally.hit(rule);
        if rule.decode.is_some() {
            let found = super::find::decoded(place, self.plan)?;
            self.run.decoded(rule, &found, &mut self.editor);
            return Ok(Answer::Kept);
        }
        let operator = self.run.view.operator(rule);
        if let Operator::Remove = operator {
            self.editor.remove(&Found::new(What::Rule(place.rule), place), Comma::Near);
            return Ok(Answer::Removed);
        }
        let source = self.doc.get(place.value.clone()).unwrap_or_default();
        let value = Value { kind: place.kind, at: &place.value, source, binding: &[] };
        self.run.show(rule, operator, &value, &mut self.editor);
        Ok(Answer::Kept)
    }

    fn shadow(&mut self, shadow: usize, place: &Place<'_>) -> Result<Answer> {
        let rules = self.plan.rules;
        self.stored |= rules.shadows.get(shadow) == Some(&ShadowRole::Header);
        let comma = Comma::of(rules, shadow);
        self.editor.remove(&Found::new(What::Shadow(shadow), place), comma);
        Ok(Answer::Removed)
    }
}

/// A value that is to be shown.
struct Value<'v> {
    kind: Kind,
    at: &'v std::ops::Range<usize>,
    source: &'v [u8],
    binding: &'v [u8],
}

struct Run<'r> {
    view: &'r View,
    opening: Option<Opening<'r>>,
    facts: Facts<'r>,
    tally: &'r mut Tally,
}

impl Run<'_> {
    fn layer(&mut self, layer: &Layer<'_>, rules: &RuleSet, editor: &mut Editor<'_>) {
        for found in &layer.found {
            match found.what {
                What::Rule(index) => {
                    let Some(rule) = rules.rules.get(index) else { continue };
                    self.tally.hit(rule);
                    match self.view.operator(rule) {
                        _ if rule.decode.is_some() => self.decoded(rule, found, editor),
                        Operator::Remove => editor.remove(found, Comma::Near),
                        operator => {
                            let (source, binding) = (layer.source(found), layer.binding(found));
                            let value = Value { kind: found.kind, at: &found.value, source, binding };
                            self.show(rule, operator, &value, editor);
                        }
                    }
                }
                What::Shadow(shadow) => editor.remove(found, Comma::of(rules, shadow)),
                What::Unmatched => self.redact(&found.value, editor),
            }
        }
    }

    /// Writes what the view shows of a value, by any operator but `remove`.
    #[inline]
    fn show(&mut self, rule: &Rule, operator: &Operator, value: &Value<'_>, editor: &mut Editor<'_>) {
        match operator {
            Operator::Redact(redact) => {
                self.tally.by_policy();
                return redact.write(editor.replace(value.at));
            }
            Operator::Nullify => {}
            _ if looks_like_token(value.kind, value.source) => {
                return self.token(rule, operator, value, editor);
            }
            _ if rule.container == Container::Error && value.kind.is_container() => {
                self.tally.operator();
                editor.replace(value.at).extend_from_slice(REDACTED);
                return;
            }
            // Nothing to write: the bytes stay where they are.
            Operator::Keep | Operator::Reveal => return,
            _ => {}
        }
        let input = Input { kind: value.kind, source: value.source };
        self.apply(operator, input, editor.replace(value.at));
    }

    fn token(&mut self, rule: &Rule, operator: &Operator, value: &Value<'_>, editor: &mut Editor<'_>) {
        let out = editor.replace(value.at);
        let opened = match &mut self.opening {
            Some(opening) if rule.store.seals() => opening.open(rule, value.source, value.binding),
            Some(_) => Err(super::opening::tampered()),
            None => {
                self.tally.locked();
                out.extend_from_slice(REDACTED);
                return;
            }
        };
        match opened {
            Ok(plain) => {
                // EXPOSE: the operator of an opening view works on the plaintext.
                let source = plain.json.expose();
                match source.first().and_then(|first| Kind::of(*first)) {
                    Some(kind) if rule.types.contains(kind) => {
                        if matches!(operator, Operator::Reveal) {
                            self.tally.reveal();
                        }
                        self.apply(operator, Input { kind, source }, out)
                    }
                    _ => {
                        self.tally.operator();
                        out.extend_from_slice(REDACTED);
                    }
                }
            }
            Err(error) => {
                self.tally.refused(error.code());
                out.extend_from_slice(REDACTED);
            }
        }
    }

    fn apply(&mut self, operator: &Operator, input: Input<'_>, out: &mut Vec<u8>) {
        if mask::apply(operator, input, &self.facts, out) == Outcome::Redacted {
            self.tally.operator();
        }
    }

    fn decoded(&mut self, rule: &Rule, found: &Found, editor: &mut Editor<'_>) {
        let (Some(rules), Some(inner)) = (&rule.decode, &found.inner) else {
            if found.kind != Kind::Null {
                self.tally.operator();
                editor.replace(&found.value).extend_from_slice(REDACTED);
            }
            return;
        };
        let shown = editor.inside(found, inner, |nested| {
            self.layer(inner, rules, nested);
            Ok(())
        });
        if shown.is_err() {
            editor.replace(&found.value).extend_from_slice(REDACTED);
        }
    }

    fn redact(&mut self, value: &std::ops::Range<usize>, editor: &mut Editor<'_>) {
        self.tally.by_policy();
        editor.replace(value).extend_from_slice(REDACTED);
    }
}
