//! Filters over the tape.
//!
//! A document may hold a name twice, so a singular query may give several values. A filter holds if any of them
//! satisfies it: expressions are evaluated to what they *may* be, and without duplicates that is one thing.

mod item;

use std::borrow::Cow;

use super::filter::{Condition, Filters, Pattern, Source, Step, Term};
use super::nodes::{self, Nodes};
use super::regular::{Computed, Last};
use super::tape::Tape;
use item::Item;

/// What an expression may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truth {
    pub(super) yes: bool,
    no: bool,
}

impl Truth {
    const NEITHER: Self = Self { yes: false, no: false };
    const BOTH: Self = Self { yes: true, no: true };

    fn of(value: bool) -> Self {
        Self { yes: value, no: !value }
    }

    fn or_else(self, other: Self) -> Self {
        Self { yes: self.yes || other.yes, no: self.no || other.no }
    }
}

/// More pairs of duplicates than this are not compared one by one: the comparison may be either.
const MAX_PAIRS: usize = 4096;

/// The filters of a selection over one document.
pub(super) struct Evaluator<'a> {
    doc: &'a [u8],
    tape: &'a Tape,
    filters: &'a Filters,
    /// What nested filters gave, by filter and node.
    memory: Vec<Vec<Option<Truth>>>,
    absolute: Vec<Option<Nodes>>,
    expression: Last,
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(doc: &'a [u8], tape: &'a Tape, filters: &'a Filters) -> Self {
        let memory = vec![Vec::new(); filters.filters.len()];
        let absolute = vec![None; filters.absolute.len()];
        Self { doc, tape, filters, memory, absolute, expression: Last::default() }
    }

    pub(super) fn doc(&self) -> &'a [u8] {
        self.doc
    }

    pub(super) fn tape(&self) -> &'a Tape {
        self.tape
    }

    /// Whether a filter holds for a node.
    pub(super) fn holds(&mut self, filter: usize, node: u32) -> bool {
        let filters = self.filters;
        filters.filters.get(filter).is_some_and(|condition| self.condition(condition, node).yes)
    }

    /// The same for a filter inside a query, which may come to a node many times.
    pub(super) fn holds_again(&mut self, filter: usize, node: u32) -> bool {
        let size = self.tape.nodes.len();
        let remembered = self.memory.get_mut(filter).and_then(|memory| {
            if memory.is_empty() {
                memory.resize(size, None);
            }
            memory.get(node as usize).copied().flatten()
        });
        if let Some(truth) = remembered {
            return truth.yes;
        }
        let filters = self.filters;
        let truth = filters.filters.get(filter).map_or(Truth::of(false), |c| self.condition(c, node));
        if let Some(slot) = self.memory.get_mut(filter).and_then(|m| m.get_mut(node as usize)) {
            *slot = Some(truth);
        }
        truth.yes
    }

    fn condition(&mut self, condition: &'a Condition, node: u32) -> Truth {
        match condition {
            Condition::Or(parts) => {
                let mut all = Truth { yes: false, no: true };
                for part in parts {
                    let truth = self.condition(part, node);
                    all = Truth { yes: all.yes || truth.yes, no: all.no && truth.no };
                    if !all.no {
                        break;
                    }
                }
                all
            }
            Condition::And(parts) => {
                let mut all = Truth { yes: true, no: false };
                for part in parts {
                    let truth = self.condition(part, node);
                    all = Truth { yes: all.yes && truth.yes, no: all.no || truth.no };
                    if !all.yes {
                        break;
                    }
                }
                all
            }
            Condition::Not(inner) => {
                let truth = self.condition(inner, node);
                Truth { yes: truth.no, no: truth.yes }
            }
            Condition::Exists(source) => Truth::of(!self.nodes(source, node).is_empty()),
            Condition::Compare(how, a, b) => {
                let (left, right) = (self.items(a, node), self.items(b, node));
                self.pairs(&left, &right, |me, l, r| Truth::of(me.compare(*how, l, r)))
            }
            Condition::Match { text, pattern, whole } => {
                let texts = self.items(text, node);
                match pattern {
                    Pattern::Known(None) => Truth::of(false),
                    Pattern::Known(Some(regex)) => self.pairs(&texts, &[Item::Nothing], |me, text, _| {
                        Truth::of(me.text(text).is_some_and(|text| regex.is_match(&text)))
                    }),
                    Pattern::Computed(term) => {
                        let patterns = self.items(term, node);
                        self.pairs(&patterns, &texts, |me, pattern, text| me.matches(pattern, text, *whole))
                    }
                }
            }
        }
    }

    fn pairs(
        &self,
        left: &[Item<'a>],
        right: &[Item<'a>],
        holds: impl Fn(&Self, &Item<'a>, &Item<'a>) -> Truth,
    ) -> Truth {
        if left.len().saturating_mul(right.len()) > MAX_PAIRS {
            return Truth::BOTH;
        }
        let mut truth = Truth::NEITHER;
        for l in left {
            for r in right {
                truth = truth.or_else(holds(self, l, r));
            }
        }
        truth
    }

    /// Whether a text matches an expression that the document brings along.
    fn matches(&self, pattern: &Item<'a>, text: &Item<'a>, whole: bool) -> Truth {
        let (Some(pattern), Some(text)) = (self.text(pattern), self.text(text)) else {
            return Truth::of(false);
        };
        match self.expression.get(&pattern, whole) {
            Computed::Made(regex) => Truth::of(regex.is_match(&text)),
            Computed::Malformed => Truth::of(false),
            Computed::TooLarge => Truth::BOTH,
        }
    }

    fn nodes(&mut self, source: &'a Source, node: u32) -> Cow<'_, Nodes> {
        match source {
            Source::Relative(steps) => Cow::Owned(nodes::select(self, steps, node)),
            Source::Absolute(number) => {
                let filters = self.filters;
                if self.absolute.get(*number).is_some_and(Option::is_none) {
                    let steps: &'a [Step] =
                        filters.absolute.get(*number).map(Vec::as_slice).unwrap_or_default();
                    let found = nodes::select(self, steps, 0);
                    if let Some(slot) = self.absolute.get_mut(*number) {
                        *slot = Some(found);
                    }
                }
                match self.absolute.get(*number) {
                    Some(Some(found)) => Cow::Borrowed(found),
                    _ => Cow::Owned(Nodes::default()),
                }
            }
        }
    }

    /// The values that a term may have; never none of them.
    fn items(&mut self, term: &'a Term, node: u32) -> Vec<Item<'a>> {
        match term {
            Term::Literal(literal) => vec![Item::Literal(literal)],
            Term::Nodes { source, singular } => {
                let tape = self.tape;
                let found = self.nodes(source, node);
                match found.first() {
                    None => vec![Item::Nothing],
                    Some(_) if !singular && found.count() > 1 => vec![Item::Nothing],
                    Some(_) => {
                        found.numbers().filter_map(|n| tape.node(n).copied()).map(Item::Node).collect()
                    }
                }
            }
            Term::Length(of) => {
                let items = self.items(of, node);
                items.iter().map(|item| self.length(item)).collect()
            }
            Term::Count(source) => vec![Item::Count(self.nodes(source, node).count())],
        }
    }
}
