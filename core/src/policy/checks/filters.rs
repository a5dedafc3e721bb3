//! Filters of a policy that stores test only places that stay as they are.

use crate::Result;
use crate::path::{Logical, Query, Segment, Select, Selector, Value};
use crate::policy::document::invalid;
use crate::policy::places::Places;

use super::Budget;
use super::changed::{Rules, Scalars};

pub(super) fn check(rules: &Rules<'_>, budget: &mut Budget) -> Result<()> {
    if !rules.list.iter().any(|(rule, _)| rule.stores()) {
        return Ok(());
    }
    for (rule, _) in &rules.list {
        let Selector::Path(path) = &rule.selector else { continue };
        let mut tests = Tests::default();
        tests.of_segments(&path.segments, &[]);
        for test in tests.found {
            if let Some(storing) = rules.that_changes(&test.places, Scalars::OrAny, test.deep, budget)? {
                let message = format!(
                    "the filter of `{}` tests a place that the rule `{}` stores; test a place that stays clear",
                    rule.text, storing.text
                );
                return Err(invalid(message, rule.position));
            }
        }
    }
    Ok(())
}

/// The places that the filters of a path look at.
#[derive(Default)]
struct Tests {
    found: Vec<Test>,
}

struct Test {
    places: Places,
    /// The value counts, with everything inside it, and not its presence alone.
    deep: bool,
}

impl Tests {
    fn of_segments(&mut self, segments: &[Segment], base: &[Segment]) {
        let mut here = base.to_vec();
        for segment in segments {
            here.push(segment.clone());
            for selector in &segment.selectors {
                if let Select::Filter(filter) = selector {
                    self.of_filter(filter, &here);
                }
            }
        }
    }

    fn of_filter(&mut self, filter: &Logical, here: &[Segment]) {
        match filter {
            Logical::Or(parts) | Logical::And(parts) => parts.iter().for_each(|part| self.of_filter(part, here)),
            Logical::Not(part) => self.of_filter(part, here),
            Logical::Exists(query) => self.of_query(query, here, false),
            Logical::Compare(_, a, b) | Logical::Match { text: a, pattern: b, .. } => {
                self.of_value(a, here);
                self.of_value(b, here);
            }
        }
    }

    fn of_value(&mut self, value: &Value, here: &[Segment]) {
        match value {
            Value::Literal(_) => {}
            Value::Query(query) => self.of_query(query, here, true),
            Value::Count(query) => self.of_query(query, here, false),
            Value::Length(inner) => self.of_value(inner, here),
        }
    }

    fn of_query(&mut self, query: &Query, here: &[Segment], deep: bool) {
        let base = if query.absolute { &[] } else { here };
        let places = Places::of_segments(base).followed_by(&query.segments);
        self.found.push(Test { places, deep });
        self.of_segments(&query.segments, base);
    }
}
