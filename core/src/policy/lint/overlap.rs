//! Rules that stand in each other's way.

use crate::json::{Kind, TypeSet};
use crate::mask::Strength;
use crate::policy::model::Compiled;
use crate::policy::places::{Meeting, Places};
use crate::policy::rule::{Container, Rule, RuleSet};
use crate::policy::store::Store;

use super::{Findings, Severity};

/// The most pairs of rules that are compared.
const MAX_PAIRS: usize = 2_000_000;

pub(super) fn check(policy: &Compiled, findings: &mut Findings) {
    let mut pairs = MAX_PAIRS;
    document(policy, &policy.rules, &mut pairs, findings);
}

fn document(policy: &Compiled, set: &RuleSet, pairs: &mut usize, findings: &mut Findings) {
    let places: Vec<Places> = set.rules.iter().map(|rule| Places::of(&rule.selector)).collect();
    for (number, (later, theirs)) in set.rules.iter().zip(&places).enumerate() {
        if let Some(inner) = &later.decode {
            document(policy, inner, pairs, findings);
        }
        for (earlier, own) in set.rules.iter().zip(&places).take(number) {
            let Some(left) = pairs.checked_sub(1) else {
                let message =
                    "there are too many rules to compare each with each; hidden rules may go unnoticed";
                findings.warning("not-compared", later.position, message.to_owned());
                return;
            };
            *pairs = left;
            let pair = Pair { policy, earlier, later };
            if pair.never_matches(own, theirs) {
                pair.report_never(findings);
            }
            pair.report_weaker(own, theirs, findings);
        }
    }
    swallowed(set, &places, pairs, findings);
}

/// Two rules over the same document.
struct Pair<'a> {
    policy: &'a Compiled,
    earlier: &'a Rule,
    later: &'a Rule,
}

impl Pair<'_> {
    /// Whether the earlier rule takes every place of the later one.
    fn never_matches(&self, own: &Places, theirs: &Places) -> bool {
        let types = covers(self.earlier.types, self.later.types);
        types && own.cover(theirs, takes_whole(self.earlier) && own.may(theirs).around)
    }

    fn report_never(&self, findings: &mut Findings) {
        if self.later.preset.is_some() {
            return;
        }
        let message = format!(
            "the rule `{}` can never match: the earlier rule `{}` takes all its places; move it before that rule",
            self.later.path, self.earlier.path
        );
        let severity = if self.later.required { Severity::Error } else { Severity::Warning };
        findings.add("never-matches", severity, self.later.position, message);
    }

    fn report_weaker(&self, own: &Places, theirs: &Places, findings: &mut Findings) {
        if !share_types(self.earlier.types, self.later.types) || !own.may(theirs).same {
            return;
        }
        let Some(weakness) = self.weakness() else { return };
        let sure = own.meeting(theirs) == Meeting::Surely;
        let severity = match self.later.preset {
            // A policy extends a preset to say otherwise here and there.
            Some(_) if self.earlier.preset.is_none() => Severity::Warning,
            Some(_) => return,
            None if sure => Severity::Error,
            None => Severity::Warning,
        };
        let (first, second) = (&self.earlier.path, &self.later.path);
        let takes = if sure { "takes" } else { "may take" };
        let message = format!(
            "the earlier rule `{first}` {takes} a place of the rule `{second}` and hides less: {weakness}; \
             put the stronger rule first"
        );
        findings.add("weaker-hides-stronger", severity, self.earlier.position, message);
    }

    /// In which way the earlier rule hides less than the later one.
    fn weakness(&self) -> Option<String> {
        if self.earlier.decode.is_some() || self.later.decode.is_some() {
            return None;
        }
        let (earlier, later) = (&*self.earlier.store, &*self.later.store);
        if earlier.strength() < later.strength() {
            return Some(format!(
                "it stores by `{}` where that one stores by `{}`",
                earlier.name(),
                later.name()
            ));
        }
        self.policy.views.iter().find_map(|view| {
            let (earlier, later) = (view.operator(self.earlier), view.operator(self.later));
            let weaker = earlier.strength() < later.strength();
            weaker.then(|| {
                let (shown, wanted) = (earlier.name(), later.name());
                format!("the view `{}` shows `{shown}` where that one shows `{wanted}`", view.name)
            })
        })
    }
}

/// Rules whose places stand inside containers that another rule replaces by something weaker.
fn swallowed(set: &RuleSet, places: &[Places], pairs: &mut usize, findings: &mut Findings) {
    for (outer, own) in set.rules.iter().zip(places).filter(|(rule, _)| takes_whole(rule)) {
        for (inner, theirs) in set.rules.iter().zip(places) {
            let Some(left) = pairs.checked_sub(1) else { return };
            *pairs = left;
            if std::ptr::eq(outer, inner) || inner.preset.is_some() || !own.may(theirs).around {
                continue;
            }
            let (taken, wanted) = (whole_strength(&outer.store), inner.store.strength());
            if taken < wanted && own.surely_named_by(theirs) {
                let message = format!(
                    "the rule `{}` stores whole containers by `{}`, with them places of the rule `{}`, which stores by \
                     `{}`; say `container: recurse`, or select less",
                    outer.path,
                    outer.store.name(),
                    inner.path,
                    inner.store.name()
                );
                findings.error("weaker-hides-stronger", outer.position, message);
            }
        }
    }
}

/// Whether a rule takes containers as they are, in every verb.
fn takes_whole(rule: &Rule) -> bool {
    rule.container == Container::Replace && rule.store.seals() && rule.decode.is_none()
}

/// How much an operator hides of a container: what does not fit a container redacts it.
fn whole_strength(store: &Store) -> Strength {
    match store.strength() {
        Strength::Partial => Strength::Redacted,
        strength => strength,
    }
}

fn share_types(a: TypeSet, b: TypeSet) -> bool {
    Kind::ALL.into_iter().any(|kind| a.contains(kind) && b.contains(kind))
}

fn covers(a: TypeSet, b: TypeSet) -> bool {
    Kind::ALL.into_iter().all(|kind| a.contains(kind) || !b.contains(kind))
}
