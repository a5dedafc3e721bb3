//! Which rule, if any, changes a place when a record is stored.

use std::collections::HashMap;

use crate::Result;
use crate::json::{Kind, TypeSet};
use crate::policy::compile::{Written, WrittenRule};
use crate::policy::model::Container;
use crate::policy::places::{Ends, Places};

use super::Budget;

/// The rules over one document with the places that they select.
pub(super) struct Rules<'a> {
    pub(super) list: Vec<(&'a WrittenRule, Places)>,
    /// The rules whose places all bear one of a few names, by folded name.
    by_name: HashMap<String, Vec<usize>>,
    /// All others, and those that reach into containers.
    others: Vec<usize>,
}

/// What may stand at the place that is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalars {
    /// A string or a number.
    Only,
    /// Anything.
    OrAny,
}

/// What matters of the inside of a container that is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Nothing.
    Ignored,
    /// How much there is of it.
    Counted,
    /// All of it.
    Compared,
}

impl<'a> Rules<'a> {
    pub(super) fn of(written: &'a Written) -> Self {
        let list: Vec<_> = written.rules.iter().map(|rule| (rule, Places::of(&rule.selector))).collect();
        let (mut by_name, mut others) = (HashMap::<String, Vec<usize>>::new(), Vec::new());
        for (number, (rule, places)) in list.iter().enumerate() {
            match places.ends() {
                Ends::Named(names) if rule.container != Container::Recurse => {
                    for name in names {
                        by_name.entry(name.to_owned()).or_default().push(number);
                    }
                }
                _ => others.push(number),
            }
        }
        Self { list, by_name, others }
    }

    /// A rule that changes one of `places` when a record is stored: itself, by a container around it, or by what
    /// it holds as far as `inside` says.
    pub(super) fn that_changes(
        &self,
        places: &Places,
        scalars: Scalars,
        inside: Inside,
        budget: &mut Budget,
    ) -> Result<Option<&'a WrittenRule>> {
        let kinds = if scalars == Scalars::Only { &[Kind::String, Kind::Number][..] } else { &Kind::ALL };
        let mut kept = false;
        let mut recursing = None;
        for (rule, own) in
            self.candidates(places, inside).into_iter().filter_map(|number| self.list.get(number))
        {
            let rule: &'a WrittenRule = rule;
            budget.compare(own, places)?;
            let may = own.may(places);
            if may.same && !kept && takes_any(rule.types, kinds) {
                if rule.stores() {
                    return Ok(Some(rule));
                }
                // The first rule wins: what this one keeps, no later one stores.
                kept = kinds.iter().all(|kind| rule.types.contains(*kind)) && own.cover(places, false);
            }
            if may.around && rule.stores() && takes_any(rule.types, &[Kind::Object, Kind::Array]) {
                match rule.container {
                    Container::Replace if may.above => return Ok(Some(rule)),
                    Container::Recurse => recursing = recursing.or(Some(rule)),
                    Container::Replace | Container::Error => {}
                }
            }
            let matters = match inside {
                Inside::Ignored => false,
                Inside::Counted => rule.store.removes(),
                Inside::Compared => rule.stores(),
            };
            if may.inside && matters {
                return Ok(Some(rule));
            }
        }
        // Under a container whose leaves inherit its rule, a rule for the leaf itself wins.
        Ok(recursing.filter(|_| !kept))
    }

    /// The numbers of the rules that may have to do with `places`, ascending.
    fn candidates(&self, places: &Places, inside: Inside) -> Vec<usize> {
        match places.names_asked_for() {
            Some(names) if inside == Inside::Ignored => {
                let named = names.iter().filter_map(|name| self.by_name.get(*name)).flatten();
                let mut numbers: Vec<usize> = named.chain(&self.others).copied().collect();
                numbers.sort_unstable();
                numbers.dedup();
                numbers
            }
            _ => (0..self.list.len()).collect(),
        }
    }
}

fn takes_any(types: TypeSet, kinds: &[Kind]) -> bool {
    kinds.iter().any(|kind| types.contains(*kind))
}
