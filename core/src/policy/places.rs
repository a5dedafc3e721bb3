//! Sets of places, as a selector describes them, and whether two such sets meet.
//!
//! A selector is read as a small automaton over the steps from the root. Two of them meet if both can be led to
//! their ends by the same steps. Filters, slices and indexes from the end depend on the document: with them a
//! meeting is possible and not certain.

use crate::path::{NamePattern, Path, Segment, Select, Selector, fold};

/// The places that a selector may select.
#[derive(Clone, Debug)]
pub(super) struct Places {
    steps: Vec<Step>,
    /// How many steps lead to the outside of what is asked for: a container reached by fewer is not told as
    /// [above](Reached::above).
    outside: usize,
}

#[derive(Clone, Debug)]
struct Step {
    /// Any number of steps may lie before this one.
    descendant: bool,
    labels: Vec<Label>,
}

#[derive(Clone, Debug)]
enum Label {
    Name(Name),
    Names(Vec<NamePattern>),
    Element(i64),
    /// Any member or element.
    Any,
    /// Some members or elements: those that satisfy a filter.
    Some,
    /// Some elements: a slice, or an index from the end.
    SomeElements,
}

/// A name as it is, and folded as patterns compare it.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) exact: String,
    pub(super) folded: String,
}

/// What the places of a selector are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ends<'a> {
    /// One of these names, folded.
    Named(Vec<&'a str>),
    /// Anything, or elements of arrays.
    Anything,
}

/// How sure it is that two sets have a place in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meeting {
    Never,
    /// It depends on the document.
    Perhaps,
    /// Some documents have such a place, whatever filters say.
    Surely,
}

/// Says that two sets were compared. Tests count it: that the work grows with the policy and not with its square is then
/// no matter of a clock.
fn compared() {
    #[cfg(test)]
    COMPARED.with(|compared| compared.set(compared.get() + 1));
}

#[cfg(test)]
thread_local! {
    pub(super) static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
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

    /// How these places may stand to others, whatever filters say.
    pub(super) fn may(&self, other: &Self) -> Reached {
        self.reach(other, false)
    }

    /// How sure it is that some place is of both.
    pub(super) fn meeting(&self, other: &Self) -> Meeting {
        match (self.reach(other, false).same, self.reach(other, true).same) {
            (_, true) => Meeting::Surely,
            (true, false) => Meeting::Perhaps,
            (false, false) => Meeting::Never,
        }
    }

    /// Whether one of these places, whatever filters say, contains a place of `other` whose selector leads there on
    /// purpose rather than by descending anywhere.
    pub(super) fn surely_named_by(&self, other: &Self) -> bool {
        self.reach(other, true).named
    }

    /// Whether every place of `other` is one of these, or inside one of these if `swallow`, whatever the document.
    /// An answer of `false` may mean that it could not be decided.
    pub(super) fn cover(&self, other: &Self, swallow: bool) -> bool {
        let end = self.steps.len();
        if end >= 64 {
            return false;
        }
        // What is known of the steps so far: the set of this automaton's states, one bit each.
        let mut front = vec![None::<u64>; other.steps.len() + 1];
        if let Some(first) = front.first_mut() {
            *first = Some(1);
        }
        for (at, step) in other.steps.iter().enumerate() {
            let Some(Some(mut states)) = front.get(at).copied() else { return false };
            if step.descendant {
                // Any steps at all may come here: only states that survive all of them count.
                loop {
                    let next = states & self.advance(states, &Label::Any, swallow);
                    if next == states {
                        break;
                    }
                    states = next;
                }
            }
            let advanced = step.labels.iter().map(|label| self.advance(states, label, swallow));
            let Some(after) = advanced.reduce(|all, states| all & states) else { return false };
            if let Some(slot) = front.get_mut(at + 1) {
                *slot = Some(after);
            }
        }
        matches!(front.last(), Some(Some(states)) if states & (1 << end) != 0)
    }

    /// The states that one more step leads to for certain.
    fn advance(&self, states: u64, label: &Label, swallow: bool) -> u64 {
        let mut next = if swallow { states & (1 << self.steps.len()) } else { 0 };
        for (at, step) in self.steps.iter().enumerate().filter(|(at, _)| states & (1 << at) != 0) {
            if step.descendant {
                next |= 1 << at;
            }
            if step.labels.iter().any(|own| own.covers(label)) {
                next |= 1 << (at + 1);
            }
        }
        next
    }

    /// Leads both automata by the same steps, and says how they can stand to each other at their ends.
    fn reach(&self, other: &Self, surely: bool) -> Reached {
        compared();
        let (mine, theirs) = (self.steps.len(), other.steps.len());
        if mine >= 64 || theirs >= 64 {
            // Too long to follow bit by bit: whatever is asked, it may be.
            return Reached { same: !surely, above: !surely, around: !surely, inside: !surely, named: false };
        }
        let mut reached = Reached::default();
        // A row for each of this automaton's states: the bits are the other's states that go with it.
        let mut row = 1_u64;
        let mut matched = 0_u64;
        for at in 0..=mine {
            let step = self.steps.get(at);
            let (mut next, mut next_matched) = (0_u64, 0_u64);
            for (their, their_step) in other.steps.iter().enumerate() {
                if row & (1 << their) == 0 {
                    continue;
                }
                if step.is_some_and(|step| step.descendant) {
                    row |= 1 << (their + 1);
                }
                if their_step.descendant {
                    next |= 1 << their;
                }
                if step.is_some_and(|step| step.meets(their_step, surely)) {
                    next |= 1 << (their + 1);
                    next_matched |= 1 << (their + 1);
                }
            }
            let at_their_end = row & (1 << theirs) != 0;
            reached.inside |= at_their_end && at < mine;
            reached.same |= at_their_end && at == mine;
            let around = if at == mine { row & !(1 << theirs) } else { 0 };
            reached.around |= around != 0;
            reached.above |= around.checked_shr(other.outside as u32).unwrap_or(0) != 0;
            reached.named |= at == mine && matched & !(1 << theirs) != 0;
            (row, matched) = (next, next_matched);
        }
        reached
    }
}

/// How two sets of places can stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Reached {
    /// A place in common.
    pub(super) same: bool,
    /// A place of the first that contains one of the second, and is not outside of what is asked for.
    pub(super) above: bool,
    /// A place of the first that contains one of the second.
    pub(super) around: bool,
    /// A place of the first inside one of the second.
    pub(super) inside: bool,
    /// A place of the first on the way that the second's selector names.
    pub(super) named: bool,
}

impl Step {
    fn meets(&self, other: &Self, surely: bool) -> bool {
        self.labels.iter().any(|label| other.labels.iter().any(|their| label.meets(their, surely)))
    }
}

impl Name {
    fn matches(&self, pattern: &NamePattern) -> bool {
        pattern.matches(&self.exact, &self.folded)
    }
}

impl Label {
    /// The folded names that it stands for, if they can be told.
    fn names(&self) -> Option<Vec<&str>> {
        match self {
            Self::Name(name) => Some(vec![&name.folded]),
            Self::Names(patterns) => patterns.iter().map(NamePattern::exact).collect(),
            _ => None,
        }
    }

    fn of(selector: &Select) -> Self {
        match selector {
            Select::Name(name) => Self::Name(Name { exact: name.clone(), folded: fold(name) }),
            Select::Wildcard => Self::Any,
            Select::Index(index) if *index >= 0 => Self::Element(*index),
            Select::Index(_) | Select::Slice(_) => Self::SomeElements,
            Select::Filter(_) => Self::Some,
        }
    }

    /// Whether one step may satisfy both, or does so for sure in some document.
    fn meets(&self, other: &Self, surely: bool) -> bool {
        match (self, other) {
            (Self::Some, _) | (_, Self::Some) => !surely,
            (Self::Any, Self::SomeElements) | (Self::SomeElements, Self::Any) => !surely,
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::Name(a), Self::Name(b)) => a.exact == b.exact,
            (Self::Element(a), Self::Element(b)) => a == b,
            (Self::SomeElements, Self::Element(_) | Self::SomeElements)
            | (Self::Element(_), Self::SomeElements) => !surely,
            (Self::Names(patterns), Self::Name(name)) | (Self::Name(name), Self::Names(patterns)) => {
                patterns.iter().any(|pattern| name.matches(pattern))
            }
            (Self::Names(a), Self::Names(b)) => a.iter().any(|a| b.iter().any(|b| names_meet(a, b, surely))),
            (Self::Name(_) | Self::Names(_), Self::Element(_) | Self::SomeElements)
            | (Self::Element(_) | Self::SomeElements, Self::Name(_) | Self::Names(_)) => false,
        }
    }

    /// Whether every step that satisfies `other` satisfies this one.
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (Self::Name(a), Self::Name(b)) => a.exact == b.exact,
            (Self::Element(a), Self::Element(b)) => a == b,
            (Self::Names(patterns), Self::Name(name)) => patterns.iter().any(|pattern| name.matches(pattern)),
            (Self::Names(a), Self::Names(b)) => {
                b.iter().all(|b| b.exact().is_some_and(|name| a.iter().any(|a| a.matches(name, name))))
            }
            _ => false,
        }
    }
}

fn names_meet(a: &NamePattern, b: &NamePattern, surely: bool) -> bool {
    match (a.exact(), b.exact()) {
        (Some(name), _) => b.matches(name, name),
        (_, Some(name)) => a.matches(name, name),
        // Two patterns nearly always share some name; which, a search could tell and a reader would not care.
        (None, None) => !surely,
    }
}
