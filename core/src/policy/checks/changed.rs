//! Which rule, if any, changes a place when a record is stored.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::Result;
use crate::json::{Kind, TypeSet};
use crate::path::Selector;
use crate::policy::places::{Ends, Places};
use crate::policy::rule::{Container, Rule};

use super::budget::Budget;

/// How many patterns are held against a name for the price of one comparison.
const PATTERNS_OF_A_PAIR: usize = 8;

/// The rules over one document with the places that they select.
pub(super) struct Rules<'a> {
    pub(super) list: Vec<(&'a Rule, Places)>,
    /// The rules whose places all bear one of a few names, by folded name.
    by_name: HashMap<String, Vec<usize>>,
    /// Those whose places bear names that match a pattern.
    by_pattern: Vec<usize>,
    /// How many patterns these have.
    patterns: usize,
    /// All others, and those that reach into containers.
    others: Vec<usize>,
    /// The candidates for names that were asked for before: most filters of a policy test the same few.
    known: RefCell<HashMap<Vec<String>, Rc<[usize]>>>,
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
    pub(super) fn of(rules: &'a [Rule]) -> Self {
        let list: Vec<_> = rules.iter().map(|rule| (rule, Places::of(&rule.selector))).collect();
        let mut by_name = HashMap::<String, Vec<usize>>::new();
        let (mut by_pattern, mut patterns, mut others) = (Vec::new(), 0, Vec::new());
        for (number, (rule, places)) in list.iter().enumerate() {
            match places.ends() {
                Ends::Named(names) if rule.container != Container::Recurse => {
                    for name in names {
                        by_name.entry(name.to_owned()).or_default().push(number);
                    }
                }
                _ if rule.container != Container::Recurse && matches!(rule.selector, Selector::Names(_)) => {
                    by_pattern.push(number);
                    patterns += places.weight();
                }
                _ => others.push(number),
            }
        }
        Self { list, by_name, by_pattern, patterns, others, known: RefCell::default() }
    }

    /// A rule that changes one of `places` when a record is stored: itself, by a container around it, or by what
    /// it holds as far as `inside` says.
    pub(super) fn that_changes(
        &self,
        places: &Places,
        scalars: Scalars,
        inside: Inside,
        budget: &mut Budget,
    ) -> Result<Option<&'a Rule>> {
        let kinds = if scalars == Scalars::Only { &[Kind::String, Kind::Number][..] } else { &Kind::ALL };
        let mut kept = false;
        let mut recursing = None;
        for (rule, own) in
            self.candidates(places, inside, budget)?.iter().filter_map(|number| self.list.get(*number))
        {
            let rule: &'a Rule = rule;
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
    fn candidates(&self, places: &Places, inside: Inside, budget: &mut Budget) -> Result<Rc<[usize]>> {
        let Some(names) = places.names_asked_for().filter(|_| inside == Inside::Ignored) else {
            return Ok((0..self.list.len()).collect());
        };
        let asked: Vec<String> = names.iter().map(|name| name.exact.clone()).collect();
        if let Some(known) = self.known.borrow().get(&asked) {
            return Ok(Rc::clone(known));
        }
        budget.spend(self.patterns / PATTERNS_OF_A_PAIR)?;
        let bears = |number: &&usize| self.list.get(**number).is_some_and(|(_, own)| own.may_end_in(&names));
        let named = names.iter().filter_map(|name| self.by_name.get(&name.folded)).flatten();
        let patterned = self.by_pattern.iter().filter(bears);
        let mut numbers: Vec<usize> = named.chain(patterned).chain(&self.others).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let numbers: Rc<[usize]> = numbers.into();
        self.known.borrow_mut().insert(asked, Rc::clone(&numbers));
        Ok(numbers)
    }
}

fn takes_any(types: TypeSet, kinds: &[Kind]) -> bool {
    kinds.iter().any(|kind| types.contains(*kind))
}
