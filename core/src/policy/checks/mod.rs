//! What a policy may not say although each of its parts may stand: places that `encrypt` changes must not decide
//! what is selected on the way back.

use crate::Result;
use crate::mask::Operator;

use super::compile::{Defaults, Watches, Written, reveals};
use super::model::{Show, View};

/// Checks the rules against each other and against what the walk watches.
pub(super) fn check(rules: &Written, _watches: &Watches, views: &[View], _defaults: &Defaults) -> Result<()> {
    revealing_rules(rules, views)
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
