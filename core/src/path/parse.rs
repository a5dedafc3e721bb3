//! The text of a path to its tree: `jsonpath-rust` parses, what it lets through or refuses wrongly is mended here.
//!
//! Its grammar knows no types (RFC 9535 section 2.4.3) and five functions too many.

use jsonpath_rust::parser::errors::JsonPathError;
use jsonpath_rust::parser::model as theirs;
use jsonpath_rust::parser::parse_json_path;

use super::ast::{Comparison, Literal, Logical, Path, Query, Segment, Select, Slice, Value, singular};
use super::{glance, regular, shorthand};
use crate::limits::MAX_DEPTH;
use crate::{Error, ErrorCode, Result};

/// The parser tries every function call twice, so calls within calls cost a power of two.
const MAX_CALLS_WITHIN_CALLS: usize = 8;

/// The most segments of a path, and of a query in its filters. Each leads down a level at least, so a longer one selects
/// nothing in any document; and what a filter tests is told by all the segments in front of it, which is their square.
const MAX_SEGMENTS: usize = MAX_DEPTH;

impl Path {
    /// Parses a path of RFC 9535.
    ///
    /// # Errors
    /// `invalid_path` if the text is not well-formed or not well-typed, `limit_exceeded` if it nests too deep or has more
    /// segments than a document has levels.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let segments = match shorthand::segments(text) {
            Some(segments) if segments.len() > MAX_SEGMENTS => return Err(too_long(text)),
            Some(segments) => segments,
            None => in_full(text)?,
        };
        Ok(Self { segments })
    }
}

/// The segments of any path.
pub(super) fn in_full(text: &str) -> Result<Vec<Segment>> {
    if glance::calls_within_calls(text) > MAX_CALLS_WITHIN_CALLS {
        return Err(too_deep(text));
    }
    if glance::splits_a_name(text) {
        return Err(malformed(text, "a name with a space in it stands in brackets and quotes"));
    }
    if glance::loses_digits(text) {
        return Err(malformed(
            text,
            "a number in it has more digits than a double: a filter would compare another",
        ));
    }
    let query = parse_json_path(text).map_err(|error| match error {
        JsonPathError::MaxNestingDepthExceeded(_) => too_deep(text),
        _ if !text.starts_with('$') => malformed(text, "a path begins with `$`, as in `$.customer.email`"),
        _ => malformed(text, "look at its brackets and names"),
    })?;
    segments(&query.segments).map_err(|why| match why {
        TOO_LONG => too_long(text),
        why => malformed(text, why),
    })
}

/// What is wrong with a path that is well-formed, in words for its author.
type Typed<T> = std::result::Result<T, &'static str>;

fn malformed(text: &str, hint: &str) -> Error {
    Error::new(ErrorCode::InvalidPath, format!("`{text}` is no JSONPath as RFC 9535 defines it: {hint}"))
}

fn too_deep(text: &str) -> Error {
    beyond(text, "nests too deep: write it as several rules")
}

fn too_long(text: &str) -> Error {
    beyond(text, "has more than 1,024 segments, and no document is as deep: take some of them away")
}

fn beyond(text: &str, limit: &str) -> Error {
    let start: String = text.chars().take(40).collect();
    Error::new(ErrorCode::LimitExceeded, format!("the path that begins with `{start}` {limit}"))
}

fn segments(parsed: &[theirs::Segment]) -> Typed<Vec<Segment>> {
    if parsed.len() > MAX_SEGMENTS {
        return Err(TOO_LONG);
    }
    parsed.iter().map(|s| segment(s, false)).collect()
}

fn segment(parsed: &theirs::Segment, descendant: bool) -> Typed<Segment> {
    match parsed {
        theirs::Segment::Descendant(inner) => segment(inner, true),
        theirs::Segment::Selector(one) => Ok(Segment { descendant, selectors: vec![selector(one)?] }),
        theirs::Segment::Selectors(all) => {
            Ok(Segment { descendant, selectors: all.iter().map(selector).collect::<Typed<_>>()? })
        }
    }
}

fn selector(parsed: &theirs::Selector) -> Typed<Select> {
    Ok(match parsed {
        theirs::Selector::Name(name) => Select::Name(name.clone()),
        theirs::Selector::Wildcard => Select::Wildcard,
        theirs::Selector::Index(index) => Select::Index(*index),
        theirs::Selector::Slice(start, end, step) => {
            Select::Slice(Slice { start: *start, end: *end, step: step.unwrap_or(1) })
        }
        theirs::Selector::Filter(filter) => Select::Filter(Box::new(logical(filter)?)),
    })
}

fn logical(parsed: &theirs::Filter) -> Typed<Logical> {
    use theirs::{Filter, FilterAtom};
    let negate = |inner, not| if not { Logical::Not(Box::new(inner)) } else { inner };
    Ok(match parsed {
        Filter::Or(parts) => Logical::Or(parts.iter().map(logical).collect::<Typed<_>>()?),
        Filter::And(parts) => Logical::And(parts.iter().map(logical).collect::<Typed<_>>()?),
        Filter::Atom(FilterAtom::Filter { expr, not }) => negate(logical(expr)?, *not),
        Filter::Atom(FilterAtom::Test { expr, not }) => negate(test(expr)?, *not),
        Filter::Atom(FilterAtom::Comparison(comparison)) => {
            use theirs::Comparison as C;
            let operator = match **comparison {
                C::Eq(..) => Comparison::Equal,
                C::Ne(..) => Comparison::NotEqual,
                C::Lt(..) => Comparison::Less,
                C::Lte(..) => Comparison::LessOrEqual,
                C::Gt(..) => Comparison::Greater,
                C::Gte(..) => Comparison::GreaterOrEqual,
            };
            let (left, right) = comparison.vals();
            Logical::Compare(operator, comparable(left)?, comparable(right)?)
        }
    })
}

/// A test expression: a query, or a function of logical type.
fn test(parsed: &theirs::Test) -> Typed<Logical> {
    use theirs::TestFunction as F;
    match parsed {
        theirs::Test::RelQuery(_) | theirs::Test::AbsQuery(_) => Ok(Logical::Exists(query(parsed)?)),
        theirs::Test::Function(function) => match &**function {
            F::Match(text, pattern) => matches(text, pattern, true),
            F::Search(text, pattern) => matches(text, pattern, false),
            F::Custom(..) => Err(UNKNOWN_FUNCTION),
            F::Length(_) | F::Value(_) | F::Count(_) => {
                Err("`length`, `count` and `value` give a value: compare it with another")
            }
        },
    }
}

/// `match`, which takes the whole of a text, or `search`.
fn matches(text: &theirs::FnArg, pattern: &theirs::FnArg, whole: bool) -> Typed<Logical> {
    let (text, pattern) = (argument(text)?, argument(pattern)?);
    // RFC 9535 lets it match nothing; but then the rule would hide nothing, and nobody would hear of it.
    if let Value::Literal(Literal::Text(written)) = &pattern
        && regular::written(written, whole).is_none()
    {
        return Err("the pattern of `match` or `search` is no regular expression, or too large");
    }
    Ok(Logical::Match { text, pattern, whole })
}

const TOO_LONG: &str = "it has too many segments";
const UNKNOWN_FUNCTION: &str = "its functions are `length`, `count`, `match`, `search` and `value`";
const NOT_NODES: &str = "`count` and `value` take a query";
const NOT_A_VALUE: &str = "a value is a literal, a singular query, `length`, `count` or `value`";

fn query(parsed: &theirs::Test) -> Typed<Query> {
    match parsed {
        theirs::Test::RelQuery(relative) => Ok(Query { absolute: false, segments: segments(relative)? }),
        theirs::Test::AbsQuery(absolute) => {
            Ok(Query { absolute: true, segments: segments(&absolute.segments)? })
        }
        theirs::Test::Function(_) => Err(NOT_NODES),
    }
}

fn comparable(parsed: &theirs::Comparable) -> Typed<Value> {
    use theirs::{SingularQuery, SingularQuerySegment};
    let (absolute, parts) = match parsed {
        theirs::Comparable::Literal(value) => return Ok(Value::Literal(literal(value))),
        theirs::Comparable::Function(function) => return function_value(function),
        theirs::Comparable::SingularQuery(SingularQuery::Current(parts)) => (false, parts),
        theirs::Comparable::SingularQuery(SingularQuery::Root(parts)) => (true, parts),
    };
    let segments = parts.iter().map(|part| {
        let selector = match part {
            SingularQuerySegment::Index(index) => Select::Index(*index),
            SingularQuerySegment::Name(name) => Select::Name(name.clone()),
        };
        Segment { descendant: false, selectors: vec![selector] }
    });
    Ok(Value::Query(Query { absolute, segments: segments.collect() }))
}

fn function_value(parsed: &theirs::TestFunction) -> Typed<Value> {
    use theirs::TestFunction as F;
    match parsed {
        F::Length(of) => Ok(Value::Length(Box::new(argument(of)?))),
        F::Count(of) => Ok(Value::Count(nodes(of)?)),
        F::Value(of) => Ok(Value::Query(nodes(of)?)),
        F::Search(..) | F::Match(..) => {
            Err("`match` and `search` are true or false: compare them with nothing")
        }
        F::Custom(..) => Err(UNKNOWN_FUNCTION),
    }
}

/// An argument of type nodes.
fn nodes(parsed: &theirs::FnArg) -> Typed<Query> {
    match parsed {
        theirs::FnArg::Test(inner) => query(inner),
        theirs::FnArg::Literal(_) | theirs::FnArg::Filter(_) => Err(NOT_NODES),
    }
}

/// An argument of type value.
fn argument(parsed: &theirs::FnArg) -> Typed<Value> {
    match parsed {
        theirs::FnArg::Literal(value) => Ok(Value::Literal(literal(value))),
        theirs::FnArg::Filter(_) => Err(NOT_A_VALUE),
        theirs::FnArg::Test(inner) => match &**inner {
            theirs::Test::Function(function) => function_value(function),
            queried => {
                let query = query(queried)?;
                if singular(&query.segments) { Ok(Value::Query(query)) } else { Err(NOT_A_VALUE) }
            }
        },
    }
}

fn literal(parsed: &theirs::Literal) -> Literal {
    match parsed {
        theirs::Literal::Null => Literal::Null,
        theirs::Literal::Bool(value) => Literal::Bool(*value),
        theirs::Literal::String(text) => Literal::Text(text.clone()),
        theirs::Literal::Int(value) => Literal::Number(value.to_string()),
        theirs::Literal::Float(value) => Literal::Number(format!("{value:e}")),
    }
}
