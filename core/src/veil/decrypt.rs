//! Stored to plain: the whole record is authenticated before a byte of it is handed out.

use zeroize::Zeroizing;

use super::edit::{Comma, Editor};
use super::encrypt::record_set;
use super::facts;
use super::found::{Found, Layer, What, find};
use super::keys::CallKeys;
use super::opening::{Opening, tampered};
use super::plan::{Plan, Verb};
use super::tally::Tally;
use crate::context::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::json::{Kind, text};
use crate::policy::{Compiled, Rule, RuleSet, Store};
use crate::token;

/// Decrypts one document.
pub(super) fn decrypt(
    policy: &Compiled,
    keys: &CallKeys,
    doc: &[u8],
    caller: &Context,
    partial: bool,
    tally: &mut Tally,
) -> Result<Vec<u8>> {
    let plan = Plan {
        verb: Verb::Decrypt,
        rules: &policy.rules,
        limits: policy.limits,
        view: None,
        unmatched: false,
    };
    let layer = find(doc, &plan)?;
    let context = facts::context(policy, &layer.watched, caller)?;
    let mut run =
        Run { opening: Opening::new(policy, keys, &context, record_set(policy, &layer)), partial, tally };

    // The header first, then the places in document order, then the whole: the first fault gives the code.
    let mut headers = layer.headers(&policy.rules);
    let checked = match (headers.next(), headers.next()) {
        (None, _) => Ok(()),
        (Some(header), None) => run.opening.header(layer.source(header)).map(drop),
        (Some(_), Some(_)) => Err(tampered()),
    };
    checked.map_err(|error| error.under(&policy.header))?;
    let mut editor = Editor::new(&layer.doc, 0);
    run.layer(&layer, &policy.rules, &mut editor)?;
    if !partial && !run.opening.complete() {
        let message = "the record lacks fields that its header counts; `partial` opens what is left";
        return Err(Error::new(ErrorCode::Tampered, message).under(&policy.header));
    }
    if !partial {
        tally.check_required(&policy.rules)?;
    }
    Ok(editor.finish())
}

struct Run<'r> {
    opening: Opening<'r>,
    partial: bool,
    tally: &'r mut Tally,
}

impl Run<'_> {
    fn layer(&mut self, layer: &Layer<'_>, rules: &RuleSet, editor: &mut Editor<'_>) -> Result<()> {
        for found in &layer.found {
            match found.what {
                What::Rule(index) => {
                    let Some(rule) = rules.rules.get(index) else { continue };
                    self.tally.hit(rule);
                    self.place(layer, rule, found, editor).map_err(|error| error.under(&rule.path))?;
                }
                What::Shadow(shadow) => editor.remove(found, Comma::of(rules, shadow)),
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
        if let Some(inner) = &rule.decode {
            return self.decoded(inner, found, editor);
        }
        if !rule.store.seals() {
            return Ok(());
        }
        let source = layer.source(found);
        if !looks_like_token(found.kind, source) {
            return self.plaintext(rule, found);
        }
        let plain = self.opening.open(rule, source, layer.binding(found))?;
        if plain.migrated {
            self.tally.plaintext();
        }
        // EXPOSE: decryption hands the plaintext to its caller.
        editor.replace(&found.value).extend_from_slice(plain.json.expose());
        Ok(())
    }

    /// What is no token, where a token belongs.
    fn plaintext(&mut self, rule: &Rule, found: &Found) -> Result<()> {
        let null = found.kind == Kind::Null && matches!(&*rule.store, Store::Encrypt(how) if how.nulls_keep);
        if null || self.partial {
            return Ok(());
        }
        if rule.migrating {
            self.tally.plaintext();
            return Ok(());
        }
        let message =
            "the place holds no token; encrypt the record, or say `migrating` while old ones are left";
        Err(Error::new(ErrorCode::NotEncrypted, message))
    }

    fn decoded(&mut self, rules: &RuleSet, found: &Found, editor: &mut Editor<'_>) -> Result<()> {
        let Some(inner) = &found.inner else {
            if found.kind == Kind::Null || self.partial {
                return Ok(());
            }
            let message = "the value is not a string that holds one JSON document; mend it, or drop `decode`";
            return Err(Error::new(ErrorCode::UnsupportedValue, message));
        };
        let mut nested = Editor::new(&inner.doc, 0);
        self.layer(inner, rules, &mut nested)?;
        let plain = Zeroizing::new(nested.finish());
        if *plain != *inner.doc {
            editor.replace_string(&found.value, &plain)?;
        }
        Ok(())
    }
}

/// Whether a value is a string with a token's mark.
pub(super) fn looks_like_token(kind: Kind, source: &[u8]) -> bool {
    let inside = source.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    kind == Kind::String && inside.is_some_and(|inside| token::looks_like(&text::decode(inside)))
}
