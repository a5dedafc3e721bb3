//! Key sets: their names, and that each serves one purpose.

use std::collections::HashMap;

use crate::policy::document::{Node, invalid};
use crate::policy::model::{Class, Store};
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
pub(super) fn check(rules: &Written, classes: &[Class]) -> Result<()> {
    let mut purposes: HashMap<&str, &str> = HashMap::new();
    let of_classes = classes.iter().map(|class| (&*class.store, class.position));
    for (store, position) in of_classes.chain(rules.stores()) {
        for (set, purpose) in uses(store) {
            let first = *purposes.entry(set).or_insert(purpose);
            if first != purpose {
                return Err(serves_two(set, first, purpose, position));
            }
        }
    }
    Ok(())
}

fn uses(store: &Store) -> Vec<(&str, &'static str)> {
    match store {
        Store::Keep | Store::Operator(_) => Vec::new(),
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
