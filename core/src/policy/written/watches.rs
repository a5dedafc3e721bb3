//! The clear places that a walk must report: of the context, the subject, and of shifted dates.

use std::collections::HashMap;

use super::rules::Written;
use crate::document::{Node, invalid};
use crate::path::Path;
use crate::policy::model::{Class, View};
use crate::policy::paths::parse_singular;
use crate::policy::places::Places;
use crate::{Position, Result};

/// The places that are watched, each once.
#[derive(Default)]
pub(crate) struct Watches {
    pub(crate) list: Vec<Watch>,
    /// The number of each path, as written.
    numbers: HashMap<String, usize>,
}

/// One watched place.
pub(crate) struct Watch {
    pub(crate) path: Path,
    pub(crate) text: String,
    /// Where the policy names it first.
    pub(crate) position: Position,
}

impl Watch {
    /// The place as a set of one.
    pub(crate) fn places(&self) -> Places {
        Places::of_path(&self.path)
    }
}

impl Watches {
    /// Watches the path of a node.
    pub(in crate::policy) fn add(&mut self, node: &Node, what: &str) -> Result<usize> {
        let path = parse_singular(node, what)?;
        Ok(self.put(path, node.as_str()?, node.position()))
    }

    /// Watches what the operators of classes, views and rules have to know.
    pub(in crate::policy) fn of_operators(
        &mut self,
        classes: &[Class],
        views: &[View],
        rules: &Written,
    ) -> Result<()> {
        let shown = classes.iter().map(|class| (&class.show, class.position));
        let stored = classes.iter().filter_map(|class| Some((class.store.operator()?, class.position)));
        let viewed =
            views.iter().flat_map(|view| view.by_class.iter().map(|operator| (operator, view.position)));
        for (operator, position) in shown.chain(stored).chain(viewed).chain(rules.operators()) {
            let Some(text) = operator.watches() else { continue };
            let path = Path::parse(text).map_err(|error| error.at(position))?;
            if !path.is_singular() {
                let message = "the subject of a shifted date is read from one place: write a path of names and indexes alone";
                return Err(invalid(message, position));
            }
            self.put(path, text, position);
        }
        Ok(())
    }

    pub(in crate::policy) fn texts(self) -> Vec<String> {
        self.list.into_iter().map(|watch| watch.text).collect()
    }

    pub(in crate::policy) fn paths(&self) -> Vec<Path> {
        self.list.iter().map(|watch| watch.path.clone()).collect()
    }

    fn put(&mut self, path: Path, text: &str, position: Position) -> usize {
        *self.numbers.entry(text.to_owned()).or_insert_with(|| {
            self.list.push(Watch { path, text: text.to_owned(), position });
            self.list.len() - 1
        })
    }
}
