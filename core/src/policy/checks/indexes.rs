//! An index or slice counts elements, so no element before it may be gone from the stored record.

use crate::Result;
use crate::document::invalid;
use crate::path::{Segment, Select, Selector};
use crate::policy::places::Places;
use crate::policy::rule::Container;
use crate::policy::written::Watch;

use super::budget::Budget;
use super::changed::Rules;

pub(super) fn check(rules: &Rules<'_>, watches: &[Watch], budget: &mut Budget) -> Result<()> {
    let removed = removed(rules);
    if removed.is_empty() {
        return Ok(());
    }
    let of_rules = rules.list.iter().filter_map(|(rule, _)| match &rule.selector {
        Selector::Path(path) => Some((path.segments.as_slice(), rule.path.as_str(), rule.position)),
        Selector::Names(_) => None,
    });
    let of_watches =
        watches.iter().map(|watch| (watch.path.segments.as_slice(), watch.text.as_str(), watch.position));
    for (segments, text, position) in of_rules.chain(of_watches) {
        for counted in counted(segments) {
            for (places, remover) in &removed {
                budget.compare(places, &counted)?;
                if places.may(&counted).same {
                    let message = format!(
                        "`{text}` counts elements of an array from which the rule `{remover}` may remove some; \
                         select them by a wildcard or a filter"
                    );
                    return Err(invalid(message, position));
                }
            }
        }
    }
    Ok(())
}

/// The elements that may be removed, with all that stand beside them, and the rule that removes them.
fn removed<'a>(rules: &Rules<'a>) -> Vec<(Places, &'a str)> {
    let mut found = Vec::new();
    for (rule, places) in rules.list.iter().filter(|(rule, _)| rule.store.removes()) {
        if places.may_be_elements() {
            found.push((places.clone().siblings(), rule.path.as_str()));
        }
        if rule.container == Container::Recurse {
            found.push((places.clone().insides(), rule.path.as_str()));
        }
    }
    found
}

/// The elements beside those that a path counts.
fn counted(segments: &[Segment]) -> impl Iterator<Item = Places> {
    let counts = |segment: &Segment| {
        segment.selectors.iter().any(|s| matches!(s, Select::Index(_) | Select::Slice(_)))
    };
    let ends = segments.iter().enumerate().filter(move |(_, segment)| counts(segment)).map(|(at, _)| at);
    ends.filter_map(|at| segments.get(..=at)).map(|through| Places::of_segments(through).siblings())
}
