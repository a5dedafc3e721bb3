//! Whether what happens to a class fits what it is.

use crate::mask::{Operator, Strength};
use crate::policy::DataKind;
use crate::policy::model::{Class, Compiled};
use crate::policy::rule::{Rule, Show};
use crate::policy::store::Store;

use super::Findings;

pub(super) fn check(policy: &Compiled, findings: &mut Findings) {
    let rules = policy.rules.all();
    let stores = rules.iter().any(|rule| rule.store.seals());
    for (number, class) in policy.classes.iter().enumerate().filter(|(_, class)| class.preset.is_none()) {
        in_the_clear(policy, number, class, stores, findings);
        secret_in_part(policy, number, class, findings);
        length(class, findings);
        if !rules.iter().any(|rule| rule.class == Some(number)) {
            let message =
                format!("no rule names the class `{}`; remove it, or write a rule for it", class.name);
            findings.warning("unused-class", class.position, message);
        }
    }
    for rule in rules {
        operator_of_rule(rule, findings);
    }
}

/// `keep` on a sensitive kind.
fn in_the_clear(policy: &Compiled, number: usize, class: &Class, stores: bool, findings: &mut Findings) {
    if !class.kind.is_sensitive() {
        return;
    }
    let kind = class.kind.as_str();
    if stores && matches!(*class.store, Store::Keep) {
        let message = format!(
            "the class `{}` is of the kind `{kind}` and is stored in the clear; give it a `store`, or the kind `other`",
            class.name
        );
        findings.warning("keep-sensitive", class.position, message);
    }
    for view in &policy.views {
        if matches!(view.by_class.get(number), Some(Operator::Keep)) {
            let message = format!(
                "the view `{}` keeps the class `{}` of the kind `{kind}` as it is; mask it, or `reveal` it on purpose",
                view.name, class.name
            );
            findings.warning("keep-sensitive", view_or_class(policy, &view.name, class), message);
        }
    }
}

fn view_or_class(policy: &Compiled, view: &str, class: &Class) -> crate::Position {
    let written = policy.views.iter().find(|known| known.name == view && known.position.offset > 0);
    written.map_or(class.position, |view| view.position)
}

fn secret_in_part(policy: &Compiled, number: usize, class: &Class, findings: &mut Findings) {
    let partial = |operator: &Operator| operator.strength() == Strength::Partial;
    let shown = policy.views.iter().find(|view| view.by_class.get(number).is_some_and(partial));
    if let (DataKind::Secret, Some(view)) = (class.kind, shown) {
        let message = format!(
            "the view `{}` shows a part of the secrets of `{}`; a part makes the rest easier to guess: redact it",
            view.name, class.name
        );
        findings.warning("partial-secret", view_or_class(policy, &view.name, class), message);
    }
}

/// A boolean tells itself by the length of its token.
fn length(class: &Class, findings: &mut Findings) {
    if let (DataKind::Boolean, Store::Encrypt(encrypt)) = (class.kind, &*class.store)
        && encrypt.pad == 0
    {
        let message =
            format!("the tokens of `{}` are longer for `false` than for `true`; say `pad: 16`", class.name);
        findings.warning("length-leaks", class.position, message);
    }
}

fn operator_of_rule(rule: &Rule, findings: &mut Findings) {
    if let Show::Own(Operator::Reveal) = rule.show {
        let message = format!("the rule `{}` shows plaintext in every view", rule.path);
        findings.warning("reveals", rule.position, message);
    }
}
