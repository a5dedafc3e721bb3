//! The walk over the sample.

use super::normalized::{element, member};
use super::{Explained, Explanation, Suspect};
use crate::Result;
use crate::json::{Kind, text};
use crate::mask::Operator;
use crate::path::{Answer, Enter, Place, Step, UNMATCHED, Visit, WalkOptions, walk};
use crate::policy::model::{Compiled, View};
use crate::policy::rule::{Container, Rule, RuleSet};
use crate::policy::store::Store;

/// Explains one document.
///
/// # Errors
/// `invalid_json` and `limit_exceeded` as every verb.
pub(in crate::policy) fn explain(policy: &Compiled, document: &[u8]) -> Result<Explanation> {
    let view = policy.view(None)?;
    let mut hits = vec![false; policy.rule_count];
    let mut explanation = Explanation::default();
    let explainer = &mut Explainer {
        policy,
        view,
        rules: &policy.rules,
        base: Base { exact: String::from("$"), general: String::from("$") },
        hits: &mut hits,
        explanation: &mut explanation,
    };
    let options = WalkOptions { limits: policy.limits, unmatched: true };
    walk(document, &policy.rules.selection, &options, explainer)?;
    let unhit = policy.rules.all().into_iter().filter(|rule| hits.get(rule.number) == Some(&false));
    explanation.unmatched = unhit.map(|rule| rule.id.clone()).collect();
    Ok(explanation)
}

struct Explainer<'a> {
    policy: &'a Compiled,
    view: &'a View,
    rules: &'a RuleSet,
    base: Base,
    hits: &'a mut Vec<bool>,
    explanation: &'a mut Explanation,
}

/// The path of the document that is walked: the root, or a string that was decoded.
struct Base {
    exact: String,
    /// With `[*]`, as a [`Suspect`] has it.
    general: String,
}

impl Visit for Explainer<'_> {
    fn enter(&mut self, rule: usize) -> Result<Enter> {
        let Some(rule) = self.rules.rules.get(rule) else { return Ok(Enter::Take) };
        let clear = matches!(*rule.store, Store::Keep)
            && matches!(self.view.operator(rule), Operator::Keep | Operator::Reveal);
        let recurse = rule.decode.is_none() && (clear || rule.container == Container::Recurse);
        Ok(if recurse { Enter::Recurse } else { Enter::Take })
    }

    fn place(&mut self, place: &Place<'_>) -> Result<Answer> {
        match self.rules.rules.get(place.rule) {
            Some(rule) => self.taken(rule, place)?,
            None if place.rule == UNMATCHED => self.left(place),
            None => {}
        }
        Ok(Answer::Kept)
    }
}

impl Explainer<'_> {
    fn taken(&mut self, rule: &Rule, place: &Place<'_>) -> Result<()> {
        if let Some(hit) = self.hits.get_mut(rule.number) {
            *hit = true;
        }
        let path = self.path(place);
        if let Some(inner) = &rule.decode
            && self.decoded(inner, &path, place)
        {
            return Ok(());
        }
        let class = rule.class.and_then(|class| self.policy.classes.get(class));
        self.explanation.places.push(Explained {
            path,
            rule: rule.id.clone(),
            class: class.map(|class| class.name.clone()),
            kind: place.kind.name(),
            store: rule.store.name(),
            show: self.view.operator(rule).name(),
            source: rule.source.clone(),
        });
        Ok(())
    }

    /// Explains the document inside a string; `false` if there is none.
    fn decoded(&mut self, rules: &RuleSet, path: &str, place: &Place<'_>) -> bool {
        let Some(inside) = inside(place) else { return false };
        let mut hits = self.hits.clone();
        let mut explanation = Explanation::default();
        let explainer = &mut Explainer {
            policy: self.policy,
            view: self.view,
            rules,
            base: Base { exact: format!("{path} $"), general: format!("{} $", self.general_path(place)) },
            hits: &mut hits,
            explanation: &mut explanation,
        };
        let options = WalkOptions { limits: self.policy.limits, unmatched: true };
        if walk(&text::decode(inside), &rules.selection, &options, explainer).is_err() {
            return false;
        }
        *self.hits = hits;
        self.explanation.places.extend(explanation.places);
        explanation.suspects.into_iter().for_each(|suspect| self.explanation.suspect(suspect));
        true
    }

    /// A leaf that no rule takes.
    fn left(&mut self, place: &Place<'_>) {
        let text = match place.kind {
            Kind::Number => Some(String::from_utf8_lossy(place.source())),
            _ => inside(place).and_then(text::decode_utf8),
        };
        let Some(text) = text else { return };
        let detectors = self.policy.free_text.found_in(&text);
        if !detectors.is_empty() {
            self.explanation.suspect(Suspect { path: self.general_path(place), detectors, count: 1 });
        }
    }

    fn path(&self, place: &Place<'_>) -> String {
        let mut path = self.base.exact.clone();
        for step in place.steps() {
            match step {
                Step::Element(index) => element(index, &mut path),
                Step::Member(name) => member(&String::from_utf8_lossy(&name), &mut path),
            }
        }
        path
    }

    /// The path of all elements of the same place; a name that is itself somebody's address is none to show.
    fn general_path(&self, place: &Place<'_>) -> String {
        let mut path = self.base.general.clone();
        for step in place.steps() {
            match step {
                Step::Member(name) => {
                    let name = String::from_utf8_lossy(&name);
                    match self.policy.free_text.found_in(&name).as_slice() {
                        [] => member(&name, &mut path),
                        _ => path.push_str("[*]"),
                    }
                }
                Step::Element(_) => path.push_str("[*]"),
            }
        }
        path
    }
}

/// What stands between the quotes of a string.
fn inside<'a>(place: &Place<'a>) -> Option<&'a [u8]> {
    place.source().strip_prefix(b"\"")?.strip_suffix(b"\"")
}
