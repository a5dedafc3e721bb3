//! What operators give away by design.

use std::collections::BTreeMap;

use crate::Position;
use crate::mask::Operator;
use crate::policy::model::Compiled;
use crate::policy::rule::Show;
use crate::policy::store::Store;

use super::{Findings, Severity};

pub(super) fn check(policy: &Compiled, findings: &mut Findings) {
    let mut rotating = BTreeMap::new();
    for (store, position) in stores(policy) {
        of_store(store, position, &mut rotating, findings);
    }
    for (operator, position) in operators(policy) {
        of_operator(operator, position, &mut rotating, findings);
    }
    for (set, (what, position)) in rotating {
        let message = format!(
            "rotating the key set `{set}` changes the {what} that it gives; old and new ones of a value differ until all \
             are written anew"
        );
        findings.note("rotation-changes", position, message);
    }
}

/// The sets whose rotation changes what they give: what that is, and where it is named first.
type Rotating<'a> = BTreeMap<&'a str, (&'static str, Position)>;

/// What classes and rules store, each once.
fn stores(policy: &Compiled) -> Vec<(&Store, Position)> {
    let classes = policy.classes.iter().filter(|class| class.preset.is_none());
    let own = policy.rules.all().into_iter().filter(|rule| rule.class.is_none());
    let of_classes = classes.map(|class| (&*class.store, class.position));
    of_classes.chain(own.map(|rule| (&*rule.store, rule.position))).collect()
}

/// What classes, views and rules show.
fn operators(policy: &Compiled) -> Vec<(&Operator, Position)> {
    let classes = policy.classes.iter().filter(|class| class.preset.is_none());
    let mut found: Vec<_> = classes.map(|class| (&class.show, class.position)).collect();
    for view in &policy.views {
        let own = view.own.iter().filter_map(|class| view.by_class.get(*class));
        found.extend(own.map(|operator| (operator, view.position)));
    }
    for rule in policy.rules.all().into_iter().filter(|rule| rule.preset.is_none()) {
        if let Show::Own(operator) = &rule.show {
            found.push((operator, rule.position));
        }
    }
    found
}

fn of_store<'a>(store: &'a Store, position: Position, rotating: &mut Rotating<'a>, findings: &mut Findings) {
    match store {
        Store::Keep => {}
        Store::Operator(operator) => of_operator(operator, position, rotating, findings),
        Store::Deterministic(deterministic) => {
            let message = format!(
                "`deterministic` under `{}`: equal values have equal tokens, so whoever reads them learns which \
                 records share a value and how often{}; a value with few possibilities can be told from its frequency",
                deterministic.set,
                within(&deterministic.scope)
            );
            findings.note("deterministic-leaks", position, message);
        }
        Store::Encrypt(encrypt) => {
            let Some(index) = &encrypt.index else { return };
            let message = format!(
                "the index `{}` under `{}`: equal values have equal index values, so whoever reads them learns which \
                 records share a value and how often{}; fewer bits than 64 blur it",
                index.into,
                index.set,
                within(&index.scope)
            );
            findings.note("index-leaks", position, message);
            rotating.entry(&index.set).or_insert(("index values", position));
        }
    }
}

fn of_operator<'a>(
    operator: &'a Operator,
    position: Position,
    rotating: &mut Rotating<'a>,
    findings: &mut Findings,
) {
    match operator {
        Operator::Pseudonym(pseudonym) => {
            let message = format!(
                "`pseudonym` under `{}`: equal values have equal pseudonyms, so whoever reads them learns which records \
                 belong together{}; whoever holds the key can test a guess",
                pseudonym.set,
                within(&pseudonym.scope)
            );
            findings.note("pseudonym-leaks", position, message);
            rotating.entry(&pseudonym.set).or_insert(("pseudonyms", position));
        }
        Operator::Scan(_) => {
            let message = "`scan` lets every text through in which no detector finds anything; use it for text that \
                           cannot be redacted whole";
            findings.add("scan-lets-through", Severity::Warning, position, message.to_owned());
        }
        Operator::Custom(custom) => {
            let message = format!(
                "`custom` shows what the function `{}` makes of the value; no one but its author can say how much",
                custom.name
            );
            findings.note("custom-function", position, message);
        }
        _ => {}
    }
}

/// Within which pairs of the context values are compared.
fn within(scope: &[String]) -> String {
    if scope.is_empty() {
        return ", across all tenants and tables".to_owned();
    }
    let names: Vec<_> = scope.iter().map(|name| format!("`{name}`")).collect();
    format!(", within one {}", names.join(" and "))
}
