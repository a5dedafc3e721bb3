//! A path of RFC 9535, parsed: well-formed and well-typed, or it does not exist.

/// A JSONPath query. Two paths are equal if they are written alike but for white space and quoting.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub(crate) segments: Vec<Segment>,
}

/// One step of a path: children, or descendants as well.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) descendant: bool,
    pub(crate) selectors: Vec<Select>,
}

/// One selector of a segment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Select {
    Name(String),
    Wildcard,
    Index(i64),
    Slice(Slice),
    Filter(Box<Logical>),
}

/// `start:end:step`; what is left out follows from the sign of the step (RFC 9535 section 2.3.4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) start: Option<i64>,
    pub(crate) end: Option<i64>,
    pub(crate) step: i64,
}

/// What is true or false.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Logical {
    Or(Vec<Logical>),
    And(Vec<Logical>),
    Not(Box<Logical>),
    Exists(Query),
    Compare(Comparison, Value, Value),
    Match { text: Value, pattern: Value, whole: bool },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What has one value, or none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Literal(Literal),
    /// A singular query, or `value(…)` of any.
    Query(Query),
    Length(Box<Value>),
    Count(Query),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    /// The text of a JSON number.
    Number(String),
    Text(String),
}

/// A query inside a filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Query {
    /// From `$` rather than from `@`.
    pub(crate) absolute: bool,
    pub(crate) segments: Vec<Segment>,
}

impl Path {
    /// Whether the path selects one location at most, whatever the document: names and indexes alone.
    pub(crate) fn is_singular(&self) -> bool {
        singular(&self.segments)
    }
}

pub(crate) fn singular(segments: &[Segment]) -> bool {
    segments
        .iter()
        .all(|s| !s.descendant && matches!(s.selectors.as_slice(), [Select::Name(_) | Select::Index(_)]))
}
