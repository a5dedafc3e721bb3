//! Filters of a policy that stores test only places that stay as they are.

use crate::Result;
use crate::document::invalid;
use crate::path::{Logical, Query, Segment, Select, Selector, Value};
use crate::policy::places::Places;

use super::budget::Budget;
use super::changed::{Inside, Rules, Scalars};

pub(super) fn check(rules: &Rules<'_>, budget: &mut Budget) -> Result<()> {
    if !rules.list.iter().any(|(rule, _)| rule.stores()) {
        return Ok(());
    }
    for (rule, _) in &rules.list {
        let Selector::Path(path) = &rule.selector else { continue };
        let mut tests = Tests::default();
        tests.of_path(&path.segments);
        for test in tests.found {
            if let Some(storing) = rules.that_changes(&test.places, Scalars::OrAny, test.inside, budget)? {
                let message = format!(
                    "the filter of `{}` tests a place that the rule `{}` stores; test a place that stays clear",
                    rule.path, storing.path
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

/// Where `@` stands: what the rule's own path leads to, and the way on from there inside a nested filter.
#[derive(Clone, Copy)]
struct Here<'a> {
    outside: &'a [Segment],
    inside: &'a [Segment],
}

struct Test {
    places: Places,
    inside: Inside,
}

impl Tests {
    fn of_path(&mut self, segments: &[Segment]) {
        for (at, segment) in segments.iter().enumerate() {
            let here = Here { outside: segments.get(..=at).unwrap_or_default(), inside: &[] };
            self.of_selectors(segment, here);
        }
    }

    fn of_selectors(&mut self, segment: &Segment, here: Here<'_>) {
        for selector in &segment.selectors {
            if let Select::Filter(filter) = selector {
                self.of_filter(filter, here);
            }
        }
    }

    fn of_filter(&mut self, filter: &Logical, here: Here<'_>) {
        match filter {
            Logical::Or(parts) | Logical::And(parts) => {
                parts.iter().for_each(|part| self.of_filter(part, here))
            }
            Logical::Not(part) => self.of_filter(part, here),
            Logical::Exists(query) => self.of_query(query, here, Inside::Ignored),
            Logical::Match { text, pattern, .. } => {
                self.of_value(text, here, Inside::Ignored);
                self.of_value(pattern, here, Inside::Ignored);
            }
            Logical::Compare(_, a, b) => {
                // A container equals no literal, whatever is inside it; two containers are compared whole.
                let literal =
                    |value: &Value| matches!(value, Value::Literal(_) | Value::Length(_) | Value::Count(_));
                let inside = if literal(a) || literal(b) { Inside::Ignored } else { Inside::Compared };
                self.of_value(a, here, inside);
                self.of_value(b, here, inside);
            }
        }
    }

    fn of_value(&mut self, value: &Value, here: Here<'_>, inside: Inside) {
        match value {
            Value::Literal(_) => {}
            Value::Query(query) => self.of_query(query, here, inside),
            Value::Count(query) => self.of_query(query, here, Inside::Ignored),
            Value::Length(inner) => self.of_value(inner, here, Inside::Counted),
        }
    }

    fn of_query(&mut self, query: &Query, here: Here<'_>, inside: Inside) {
        let here = if query.absolute { Here { outside: &[], inside: &[] } } else { here };
        let steps = [here.inside, &query.segments].concat();
        self.found.push(Test { places: Places::of_test(here.outside, &steps), inside });
        for (at, segment) in query.segments.iter().enumerate() {
            let steps = steps.get(..=here.inside.len() + at).unwrap_or_default();
            self.of_selectors(segment, Here { inside: steps, ..here });
        }
    }
}
