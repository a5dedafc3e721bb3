//! What a policy makes of a sample: which rule takes which place, which takes none, and what looks sensitive and is
//! taken by none.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::Result;
use crate::json::{Kind, text};
use crate::mask::Operator;
use crate::path::{Answer, Enter, Place, Step, UNMATCHED, Visit, WalkOptions, walk};

use super::model::{Compiled, View};
use super::rule::{Container, Rule, RuleSet};
use super::store::Store;

/// What a policy makes of one document.
///
/// # Security
/// Paths hold the names of the document's members. They are meant for whoever owns the sample, not for a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The places that rules take, in the order of the document.
    pub places: Vec<Explained>,
    /// The ids of the rules that take none, in the order of the policy.
    pub unmatched: Vec<String>,
    /// Strings and numbers that no rule takes, in which a detector finds something, in the order of their paths.
    pub suspects: Vec<Suspect>,
}

impl Explanation {
    /// Adds what was said of another document of the same policy.
    ///
    /// A rule stays unmatched if it takes nothing in either.
    pub fn add(&mut self, other: Self) {
        self.places.extend(other.places);
        let other_unmatched: HashSet<String> = other.unmatched.into_iter().collect();
        self.unmatched.retain(|rule| other_unmatched.contains(rule));
        other.suspects.into_iter().for_each(|suspect| self.suspect(suspect));
    }

    fn suspect(&mut self, suspect: Suspect) {
        let found = self.suspects.binary_search_by(|there| there.path.cmp(&suspect.path));
        match found.map(|index| self.suspects.get_mut(index)) {
            Ok(Some(there)) => there.add(suspect),
            Ok(None) => {}
            Err(index) => self.suspects.insert(index, suspect),
        }
    }
}

/// One place, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explained {
    /// The normalized path (RFC 9535 section 2.7); inside a decoded string, the path there behind the string's.
    pub path: String,
    /// The id of the rule that takes it.
    pub rule: String,
    /// The rule's class, if it has one.
    pub class: Option<String>,
    /// The JSON type of the value.
    pub kind: &'static str,
    /// The operator that `encrypt` applies.
    pub store: &'static str,
    /// The operator that the view `default` applies.
    pub show: &'static str,
    /// What the rule goes back to, if it is a preset's: a requirement of a standard, a paragraph of a law.
    pub source: Option<String>,
}

/// Values of one place that no rule takes and that look sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suspect {
    /// The path, with `[*]` for every element of an array, and for a member in whose name a detector finds something.
    pub path: String,
    /// The detectors that find something, each once, by name.
    pub detectors: Vec<String>,
    /// How many values there are.
    pub count: usize,
}

impl Suspect {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.detectors.extend(other.detectors);
        self.detectors.sort();
        self.detectors.dedup();
    }
}

/// Explains one document.
///
/// # Errors
/// `invalid_json` and `limit_exceeded` as every verb.
pub(super) fn explain(policy: &Compiled, document: &[u8]) -> Result<Explanation> {
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
                Step::Element(index) => path.push_str(&format!("[{index}]")),
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

/// Appends a member's name as a normalized path writes it.
fn member(name: &str, path: &mut String) {
    path.push_str("['");
    path.push_str(&escaped(name));
    path.push_str("']");
}

/// What stands between the quotes of a string.
fn inside<'a>(place: &Place<'a>) -> Option<&'a [u8]> {
    place.source().strip_prefix(b"\"")?.strip_suffix(b"\"")
}

/// A name as a normalized path writes it.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::Policy;

    #[test]
    fn says_which_rule_takes_what() {
        let policy = Policy::parse(crate::policy::tests::EVERYTHING).unwrap();
        let sample = r#"{"tenant_id":"t","customer":{"email":"m@example.org","id":7},"cards":[{"card":{"number":"4111"}}],
            "people":[{"kind":"person","ssn":"1"},{"kind":"firm","ssn":"2"}],"events":[{"payload":"{\"a\":{\"ssn\":\"3\"}}"},{"payload":"{"}],
            "it's\n\u0001":"call maria@example.org","api-key":"k","note":{"b":"4111 1111 1111 1111"}}"#;
        let explanation = policy.explain(sample.as_bytes()).unwrap();
        let mut lines: Vec<String> = explanation
            .places
            .iter()
            .map(|p| format!("{} {} {}: {:?} {} -> {}", p.path, p.kind, p.rule, p.class, p.store, p.show))
            .collect();
        let suspects = explanation.suspects.iter();
        lines.extend(suspects.map(|s| format!("suspect {} {:?} {}", s.path, s.detectors, s.count)));
        lines.push(format!(
            "unmatched {:?}",
            explanation.unmatched.iter().filter(|id| !id.contains('/')).collect::<Vec<_>>()
        ));
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn suspects_of_one_place_are_counted_together() {
        let policy = Policy::parse("version: 1\nrules: [{ path: $.known, show: redact }]\n").unwrap();
        let say = |sample: &str| policy.explain(sample.as_bytes()).unwrap();
        let mut explanation = say(r#"{"known":"a@b.org","lines":[{"note":"a@b.org"},{"note":"nothing"}],
            "by mail":{"maria@example.org":{"pan":4111111111111111}}}"#);
        explanation.add(say(r#"{"lines":[{"note":"4111 1111 1111 1111"}]}"#));
        let suspects = explanation.suspects.iter().map(|s| (s.path.as_str(), s.detectors.join(" "), s.count));
        let expected = [
            ("$['by mail'][*]['pan']", "card".to_owned(), 1),
            ("$['lines'][*]['note']", "card email".to_owned(), 2),
        ];
        assert_eq!(suspects.collect::<Vec<_>>(), expected);
        assert!(explanation.unmatched.is_empty());
    }

    #[test]
    fn refuses_what_is_no_document() {
        let policy = Policy::parse("version: 1\n").unwrap();
        assert_eq!(policy.explain(b"{").unwrap_err().code().as_str(), "invalid_json");
        assert!(policy.explain(b"5").unwrap().places.is_empty());
    }
}
