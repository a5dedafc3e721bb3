//! Key sets: that each serves one purpose.

use std::collections::HashMap;

use crate::document::invalid;
use crate::mask::{Date, Operator};
use crate::policy::model::{Class, View};
use crate::policy::store::Store;
use crate::policy::written::Written;
use crate::{Position, Result};

/// Refuses a set that would have to serve two purposes.
pub(super) fn check(rules: &Written, classes: &[Class], views: &[View]) -> Result<()> {
    let stores = classes.iter().map(|class| (&*class.store, class.position)).chain(rules.stores());
    let stored =
        stores.flat_map(|(store, position)| uses(store).into_iter().map(move |used| (used, position)));
    let of_classes = classes.iter().map(|class| (&class.show, class.position));
    let of_views = views.iter().flat_map(|view| view.by_class.iter().map(|shown| (shown, view.position)));
    let shows = of_classes.chain(of_views).chain(rules.operators());
    let shown = shows.filter_map(|(operator, position)| Some((shown_under(operator)?, position)));

    let mut purposes: HashMap<&str, &str> = HashMap::new();
    for ((set, purpose), position) in stored.chain(shown) {
        let first = *purposes.entry(set).or_insert(purpose);
        if first != purpose {
            return Err(serves_two(set, first, purpose, position));
        }
    }
    Ok(())
}

/// A set and what it is used for.
type Use<'a> = (&'a str, &'static str);

fn shown_under(operator: &Operator) -> Option<Use<'_>> {
    match operator {
        Operator::Pseudonym(pseudonym) => Some((&pseudonym.set, "pseudonym")),
        Operator::Date(Date::Shift(shift)) => Some((&shift.set, "pseudonym")),
        _ => None,
    }
}

fn uses(store: &Store) -> Vec<Use<'_>> {
    match store {
        Store::Keep => Vec::new(),
        Store::Operator(operator) => shown_under(operator).into_iter().collect(),
        Store::Deterministic(deterministic) => vec![(&deterministic.set, "deterministic")],
        Store::Encrypt(encrypt) => {
            let index = encrypt.index.iter().map(|index| (index.set.as_str(), "index"));
            [(encrypt.set.as_str(), "encrypt")].into_iter().chain(index).collect()
        }
    }
}

fn serves_two(set: &str, first: &str, second: &str, position: Position) -> crate::Error {
    let message = format!(
        "the key set `{set}` is used for `{first}` and for `{second}`; a set serves one purpose, name another"
    );
    invalid(message, position)
}
