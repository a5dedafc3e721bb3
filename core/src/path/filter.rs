//! Filters, compiled: expressions numbered, regular expressions made once.

use regex::Regex;

use super::ast::{Comparison, Literal, Logical, Query, Segment, Select, Slice, Value, singular};
use super::regular;

/// All filters and absolute queries of a selection.
#[derive(Clone, Debug, Default)]
pub(super) struct Filters {
    pub(super) filters: Vec<Condition>,
    /// The queries from `$`, each evaluated once a document.
    pub(super) absolute: Vec<Vec<Step>>,
}

/// What is true or false of a value.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    Or(Vec<Condition>),
    And(Vec<Condition>),
    Not(Box<Condition>),
    Exists(Source),
    Compare(Comparison, Term, Term),
    Match { text: Term, pattern: Pattern, whole: bool },
}

/// Where the nodes of a query come from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Relative(Vec<Step>),
    /// The number of an absolute query.
    Absolute(usize),
}

#[derive(Clone, Debug)]
pub(super) enum Term {
    Literal(Literal),
    /// The value of a query; any of several nodes if it is singular, which duplicate names alone can give.
    Nodes {
        source: Source,
        singular: bool,
    },
    Length(Box<Term>),
    Count(Source),
}

#[derive(Clone, Debug)]
pub(super) enum Pattern {
    Known(Option<Regex>),
    Computed(Term),
}

/// One segment of a query over the tape.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) descendant: bool,
    pub(super) picks: Vec<Pick>,
}

#[derive(Clone, Debug)]
pub(super) enum Pick {
    Name(String),
    Wildcard,
    Index(i64),
    Slice(Slice),
    /// The number of a filter.
    Filter(usize),
}

impl Filters {
    /// Compiles a filter and returns its number.
    pub(super) fn add(&mut self, filter: &Logical) -> usize {
        let condition = self.condition(filter);
        self.filters.push(condition);
        self.filters.len() - 1
    }

    fn condition(&mut self, filter: &Logical) -> Condition {
        match filter {
            Logical::Or(parts) => Condition::Or(parts.iter().map(|p| self.condition(p)).collect()),
            Logical::And(parts) => Condition::And(parts.iter().map(|p| self.condition(p)).collect()),
            Logical::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
            Logical::Exists(query) => Condition::Exists(self.source(query)),
            Logical::Compare(how, a, b) => Condition::Compare(*how, self.term(a), self.term(b)),
            Logical::Match { text, pattern, whole } => Condition::Match {
                text: self.term(text),
                pattern: match pattern {
                    Value::Literal(Literal::Text(pattern)) => {
                        Pattern::Known(regular::written(pattern, *whole))
                    }
                    other => Pattern::Computed(self.term(other)),
                },
                whole: *whole,
            },
        }
    }

    fn term(&mut self, value: &Value) -> Term {
        match value {
            Value::Literal(literal) => Term::Literal(literal.clone()),
            Value::Query(query) => {
                Term::Nodes { singular: singular(&query.segments), source: self.source(query) }
            }
            Value::Length(of) => Term::Length(Box::new(self.term(of))),
            Value::Count(query) => Term::Count(self.source(query)),
        }
    }

    fn source(&mut self, query: &Query) -> Source {
        let steps = query.segments.iter().map(|s| self.step(s)).collect();
        if !query.absolute {
            return Source::Relative(steps);
        }
        self.absolute.push(steps);
        Source::Absolute(self.absolute.len() - 1)
    }

    fn step(&mut self, segment: &Segment) -> Step {
        let picks = segment.selectors.iter().map(|selector| match selector {
            Select::Name(name) => Pick::Name(name.clone()),
            Select::Wildcard => Pick::Wildcard,
            Select::Index(index) => Pick::Index(*index),
            Select::Slice(slice) => Pick::Slice(*slice),
            Select::Filter(filter) => Pick::Filter(self.add(filter)),
        });
        Step { descendant: segment.descendant, picks: picks.collect() }
    }
}
