//! Sets of places, as a selector describes them, and whether two such sets meet.
//!
//! A selector is read as a small automaton over the steps from the root. Two of them meet if both can be led to
//! their ends by the same steps. Filters, slices and indexes from the end depend on the document: with them a
//! meeting is possible and not certain.

mod label;
mod relation;

use crate::path::{Path, Segment, Selector};

use label::{Label, Name};
#[cfg(test)]
pub(super) use relation::COMPARED;
pub(super) use relation::Meeting;

/// The places that a selector may select.
#[derive(Clone, Debug)]
pub(super) struct Places {
    steps: Vec<Step>,
    /// How many steps lead to the outside of what is asked for: a container reached by fewer is not told as
    /// [above](relation::Reached::above).
    outside: usize,
}

#[derive(Clone, Debug)]
struct Step {
    /// Any number of steps may lie before this one.
    descendant: bool,
    labels: Vec<Label>,
}

/// What the places of a selector are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ends<'a> {
    /// One of these names, folded.
    Named(Vec<&'a str>),
    /// Anything, or elements of arrays.
    Anything,
}

impl Places {
    /// The places of a rule.
    pub(super) fn of(selector: &Selector) -> Self {
        match selector {
            Selector::Path(path) => Self::of_path(path),
            Selector::Names(patterns) => {
                let steps = vec![Step { descendant: true, labels: vec![Label::Names(patterns.clone())] }];
                Self { steps, outside: 0 }
            }
        }
    }

    /// The places of a path.
    pub(super) fn of_path(path: &Path) -> Self {
        Self::of_segments(&path.segments)
    }

    /// The places of a path's segments.
    pub(super) fn of_segments(segments: &[Segment]) -> Self {
        let step = |segment: &Segment| Step {
            descendant: segment.descendant,
            labels: segment.selectors.iter().map(Label::of).collect(),
        };
        Self { steps: segments.iter().map(step).collect(), outside: 0 }
    }

    /// The places that a filter looks at: `before` leads to what it filters, `query` on from there. Whatever
    /// contains what is filtered takes the filter's own results with it.
    pub(super) fn of_test(before: &[Segment], query: &[Segment]) -> Self {
        let mut places = Self::of_segments(before);
        let descends = query.first().is_some_and(|segment| segment.descendant);
        places.outside = if before.is_empty() { 0 } else { before.len() + usize::from(!descends) };
        places.steps.extend(Self::of_segments(query).steps);
        places
    }

    /// What all of these places are called.
    pub(super) fn ends(&self) -> Ends<'_> {
        let labels = self.steps.last().map(|step| step.labels.as_slice()).unwrap_or_default();
        match labels.iter().map(Label::names).collect::<Option<Vec<_>>>() {
            Some(names) if !names.is_empty() => Ends::Named(names.concat()),
            _ => Ends::Anything,
        }
    }

    /// The names on the way from the [outside](Self::of_test) to these places, if all steps have names or are
    /// elements: a rule that ends in another name has nothing to do with them.
    pub(super) fn names_asked_for(&self) -> Option<Vec<&Name>> {
        let asked = self.steps.get(self.outside.saturating_sub(1)..)?;
        let mut names = Vec::new();
        for step in asked {
            if step.descendant {
                return None;
            }
            for label in &step.labels {
                match label {
                    Label::Element(_) | Label::SomeElements => {}
                    Label::Name(name) => names.push(name),
                    Label::Names(_) | Label::Any | Label::Some => return None,
                }
            }
        }
        Some(names)
    }

    /// Whether places that patterns alone tell may end in one of these names.
    pub(super) fn may_end_in(&self, names: &[&Name]) -> bool {
        let bears = |label: &Label| match label {
            Label::Names(patterns) => {
                names.iter().any(|name| patterns.iter().any(|pattern| name.matches(pattern)))
            }
            _ => true,
        };
        self.steps.last().is_none_or(|step| step.labels.iter().any(bears))
    }

    /// How many labels and patterns there are to compare.
    pub(super) fn weight(&self) -> usize {
        let of = |label: &Label| if let Label::Names(patterns) = label { patterns.len() } else { 1 };
        self.steps.iter().flat_map(|step| &step.labels).map(of).sum()
    }

    /// These places and those beside them: the other members and elements of the same containers.
    pub(super) fn siblings(mut self) -> Self {
        if let Some(last) = self.steps.last_mut() {
            last.labels = vec![Label::Any];
        }
        self
    }

    /// Every place inside these.
    pub(super) fn insides(mut self) -> Self {
        self.steps.push(Step { descendant: true, labels: vec![Label::Any] });
        self
    }

    /// Whether an element of an array may be among them.
    pub(super) fn may_be_elements(&self) -> bool {
        let labels = self.steps.last().map(|step| step.labels.as_slice()).unwrap_or_default();
        labels.iter().any(|label| !matches!(label, Label::Name(_) | Label::Names(_)))
    }

    /// Whether they are elements of arrays, all of them.
    pub(super) fn are_elements(&self) -> bool {
        let labels = self.steps.last().map(|step| step.labels.as_slice()).unwrap_or_default();
        !labels.is_empty()
            && labels.iter().all(|label| matches!(label, Label::Element(_) | Label::SomeElements))
    }
}
