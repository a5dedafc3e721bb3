//! One step of a selector: what it may be called, and whether two such steps meet.

use crate::path::{NamePattern, Select, fold};

/// What a step leads to.
#[derive(Clone, Debug)]
pub(super) enum Label {
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
pub(in crate::policy) struct Name {
    pub(in crate::policy) exact: String,
    pub(in crate::policy) folded: String,
}

impl Name {
    pub(super) fn matches(&self, pattern: &NamePattern) -> bool {
        pattern.matches(&self.exact, &self.folded)
    }
}

impl Label {
    /// The folded names that it stands for, if they can be told.
    pub(super) fn names(&self) -> Option<Vec<&str>> {
        match self {
            Self::Name(name) => Some(vec![&name.folded]),
            Self::Names(patterns) => patterns.iter().map(NamePattern::exact).collect(),
            _ => None,
        }
    }

    pub(super) fn of(selector: &Select) -> Self {
        match selector {
            Select::Name(name) => Self::Name(Name { exact: name.clone(), folded: fold(name) }),
            Select::Wildcard => Self::Any,
            Select::Index(index) if *index >= 0 => Self::Element(*index),
            Select::Index(_) | Select::Slice(_) => Self::SomeElements,
            Select::Filter(_) => Self::Some,
        }
    }

    /// Whether one step may satisfy both, or does so for sure in some document.
    pub(super) fn meets(&self, other: &Self, surely: bool) -> bool {
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
    pub(super) fn covers(&self, other: &Self) -> bool {
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
