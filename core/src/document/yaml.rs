//! YAML 1.2 events to nodes.

use super::{MAX_DEPTH, Member, Names, Node, Value, invalid, repeated, too_deep};
use crate::{Error, Position, Result};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

/// The nodes of a YAML text of one document.
pub(super) fn parse(text: &str) -> Result<Node> {
    let mut places = Places { text, characters: 0, bytes: 0 };
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event
            .map_err(|error| invalid(format!("not YAML: {}", error.info()), places.of(*error.marker())))?;
        builder.take(event, places.of(span.start))?;
    }
    let end = Position { offset: 0, line: 1, column: 1 };
    builder.root.ok_or_else(|| invalid("the policy is empty; it begins with `version: 1`", end))
}

#[derive(Default)]
struct Builder {
    root: Option<Node>,
    open: Vec<(Open, Position)>,
}

enum Open {
    Sequence(Vec<Node>),
    Mapping { members: Vec<Member>, names: Names, name: Option<(String, Position)> },
}

impl Builder {
    fn take(&mut self, event: Event<'_>, position: Position) -> Result<()> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_none() => Ok(()),
            Event::DocumentStart(_) => {
                Err(invalid("a policy is one document; remove the second one", position))
            }
            Event::Alias(_) => Err(no_anchors(position)),
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _)
                if anchor > 0 =>
            {
                Err(no_anchors(position))
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                Err(invalid("tags are no part of a policy; put a string in quotes instead", position))
            }
            Event::Scalar(text, style, _, None) => self.scalar(&text, style, position),
            Event::SequenceStart(_, None) => self.push(Open::Sequence(Vec::new()), position),
            Event::MappingStart(_, None) => {
                let mapping = Open::Mapping { members: Vec::new(), names: Names::default(), name: None };
                self.push(mapping, position)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
        }
    }

    fn push(&mut self, container: Open, position: Position) -> Result<()> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep(position));
        }
        if let Some((Open::Mapping { name: None, .. }, _)) = self.open.last() {
            return Err(invalid("the name of a member must be a string", position));
        }
        self.open.push((container, position));
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        match self.open.pop() {
            Some((Open::Sequence(elements), position)) => {
                self.put(Node { value: Value::Sequence(elements), position })
            }
            Some((Open::Mapping { members, .. }, position)) => {
                self.put(Node { value: Value::Mapping(members), position })
            }
            None => Ok(()),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, position: Position) -> Result<()> {
        if let Some((Open::Mapping { members, names, name: name @ None }, _)) = self.open.last_mut() {
            if names.repeat(text, members) {
                return Err(repeated(text, position));
            }
            *name = Some((text.to_owned(), position));
            return Ok(());
        }
        let value = if style == ScalarStyle::Plain { plain(text) } else { Value::Text(text.to_owned()) };
        self.put(Node { value, position })
    }

    fn put(&mut self, node: Node) -> Result<()> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some((Open::Sequence(elements), _)) => elements.push(node),
            Some((Open::Mapping { members, name, .. }, _)) => {
                if let Some((name, position)) = name.take() {
                    members.push(Member { name, position, value: node });
                }
            }
        }
        Ok(())
    }
}

/// The core schema of YAML 1.2 (10.3.2), without the forms of numbers that JSON does not have.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
            && serde_json::from_str::<serde_json::Number>(text).is_ok() =>
        {
            Value::Number(text.to_owned())
        }
        _ => Value::Text(text.to_owned()),
    }
}

fn no_anchors(position: Position) -> Error {
    invalid("anchors and aliases are no part of a policy; name a class instead", position)
}

/// Turns the parser's places, counted in characters, into ours, in one pass over the text.
struct Places<'a> {
    text: &'a str,
    characters: usize,
    bytes: usize,
}

impl Places<'_> {
    fn of(&mut self, marker: Marker) -> Position {
        let (before, after) = self.text.split_at_checked(self.bytes).unwrap_or((self.text, ""));
        match marker.index().checked_sub(self.characters) {
            Some(ahead) => self.bytes += after.chars().take(ahead).map(char::len_utf8).sum::<usize>(),
            None => {
                let back = self.characters - marker.index();
                self.bytes -= before.chars().rev().take(back).map(char::len_utf8).sum::<usize>();
            }
        }
        self.characters = marker.index();
        Position { offset: self.bytes, line: marker.line(), column: marker.col() + 1 }
    }
}
