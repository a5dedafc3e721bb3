//! Key sets: their names, and that each serves one purpose.

use std::collections::HashMap;

use crate::mask::{Date, Operator};
use crate::policy::document::{Node, invalid};
use crate::policy::model::{Class, View};
use crate::policy::store::Store;
use crate::{Position, Result};

use super::rules::Written;

/// The name of a key set: printable ASCII as in a keyring file.
pub(super) fn set_name(node: &Node) -> Result<String> {
    let name = node.as_str()?;
    let printable = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
    if name.is_empty() || !name.bytes().all(printable) {
        let message = "a key set's name is printable ASCII without quotation marks and backslashes";
        return Err(invalid(message, node.position()));
    }
    Ok(name.to_owned())
}

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
