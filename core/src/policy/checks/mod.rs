//! What a policy may not say although each of its parts may stand: places that `encrypt` changes must not decide
//! what is selected on the way back.

mod budget;
mod changed;
mod filters;
mod indexes;

use crate::mask::Operator;
use crate::{Error, Position, Result};

use super::model::View;
use super::places::Places;
use super::rule::{Rule, Show};
use super::store::Store;
use super::written::{Defaults, Watch, Watches, Written};
use crate::document::invalid;
use budget::Budget;
use changed::{Inside, Rules, Scalars};

/// Checks the rules against each other and against what the walk watches.
pub(super) fn check(rules: &Written, watches: &Watches, views: &[View], defaults: &Defaults) -> Result<()> {
    revealing_rules(rules, views)?;
    let mut budget = Budget::full();
    document(&rules.rules, &watches.list, defaults, &mut budget)
}

/// Checks the rules over one document, then those over the strings that it decodes.
fn document(list: &[Rule], watches: &[Watch], defaults: &Defaults, budget: &mut Budget) -> Result<()> {
    let rules = Rules::of(list);
    clear_watches(&rules, watches, budget)?;
    filters::check(&rules, budget)?;
    indexes::check(&rules, watches, budget)?;
    for rule in list {
        index_members(rule, defaults)?;
        if let Some(inner) = &rule.decode {
            document(&inner.rules, &[], defaults, budget)?;
        }
    }
    Ok(())
}

/// What is read from the record must read the same in the stored record.
fn clear_watches(rules: &Rules<'_>, watches: &[Watch], budget: &mut Budget) -> Result<()> {
    for watch in watches {
        if let Some(rule) = rules.that_changes(&watch.places(), Scalars::Only, Inside::Ignored, budget)? {
            let message = format!(
                "`{}` is read from the record, and the rule `{}` stores it; read a place that stays clear",
                watch.text, rule.path
            );
            return Err(invalid(message, watch.position));
        }
    }
    Ok(())
}

/// An index member stands beside a member, and nothing else bears its name.
fn index_members(rule: &Rule, defaults: &Defaults) -> Result<()> {
    let Store::Encrypt(encrypt) = &*rule.store else { return Ok(()) };
    let Some(index) = &encrypt.index else { return Ok(()) };
    if index.into == defaults.header {
        let message =
            format!("`into` names `{}`, which is the record header; name another member", index.into);
        return Err(invalid(message, rule.position));
    }
    if Places::of(&rule.selector).are_elements() {
        let message = "`index` is written beside a member, and this rule selects elements of an array";
        return Err(invalid(message, rule.position));
    }
    Ok(())
}

/// The error of a view that reveals without opening.
pub(super) fn reveals(view: &str, position: Position) -> Error {
    let message =
        format!("`reveal` shows plaintext, and the view `{view}` opens no token; give it `open: true`");
    invalid(message, position)
}

/// A rule that reveals in every view needs every view to open.
fn revealing_rules(rules: &Written, views: &[View]) -> Result<()> {
    let Some(closed) = views.iter().find(|view| !view.open) else { return Ok(()) };
    let mut all = rules.all().into_iter();
    match all.find(|rule| matches!(rule.show, Show::Own(Operator::Reveal))) {
        Some(rule) => Err(reveals(&closed.name, rule.position)),
        None => Ok(()),
    }
}
