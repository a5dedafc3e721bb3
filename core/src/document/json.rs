//! JSON (RFC 8259) to nodes, or the answer that the text is not JSON.

use super::{MAX_DEPTH, Member, Names, Node, Value, repeated, too_deep};
use crate::{Position, Result};

/// The nodes of a JSON text; `None` if it is not one.
pub(super) fn parse(text: &str) -> Option<Result<Node>> {
    let mut reader = Reader { text, offset: 0, line: 1, counted: 0, column: 1 };
    match reader.document() {
        Ok(node) => Some(Ok(node)),
        Err(Fault::NotJson) => None,
        // The rest of the text decides whether this is JSON with a fault of a policy, or YAML.
        Err(Fault::Refused(error)) => {
            serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok().then_some(Err(error))
        }
    }
}

enum Fault {
    NotJson,
    Refused(crate::Error),
}

struct Reader<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
    /// Up to where the characters of this line are counted, and the column that is there.
    counted: usize,
    column: usize,
}

/// A container that is still open.
enum Open {
    Sequence(Vec<Node>),
    Mapping { members: Vec<Member>, names: Names, name: (String, Position) },
}

// How many bytes were looked at to tell where something stands.
#[cfg(test)]
thread_local! {
    pub(crate) static COUNTED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Reader<'_> {
    fn document(&mut self) -> Result<Node, Fault> {
        let mut open: Vec<(Open, Position)> = Vec::new();
        loop {
            self.white_space();
            let position = self.position();
            let mut node = match self.peek() {
                Some(b'[') => {
                    self.offset += 1;
                    if !self.closes(b']') {
                        Self::push(&mut open, Open::Sequence(Vec::new()), position)?;
                        continue;
                    }
                    Node { value: Value::Sequence(Vec::new()), position }
                }
                Some(b'{') => {
                    self.offset += 1;
                    if !self.closes(b'}') {
                        let (members, mut names) = (Vec::new(), Names::default());
                        let name = self.name(&members, &mut names)?;
                        Self::push(&mut open, Open::Mapping { members, names, name }, position)?;
                        continue;
                    }
                    Node { value: Value::Mapping(Vec::new()), position }
                }
                _ => Node { value: self.scalar()?, position },
            };
            // The value is complete: it goes into the innermost container, which may be complete by it.
            loop {
                self.white_space();
                let Some((container, position)) = open.pop() else {
                    return if self.offset == self.text.len() { Ok(node) } else { Err(Fault::NotJson) };
                };
                let next = self.peek();
                self.offset += 1;
                match (container, next) {
                    (Open::Sequence(mut elements), Some(b',')) => {
                        elements.push(node);
                        open.push((Open::Sequence(elements), position));
                        break;
                    }
                    (Open::Sequence(mut elements), Some(b']')) => {
                        elements.push(node);
                        node = Node { value: Value::Sequence(elements), position };
                    }
                    (Open::Mapping { mut members, mut names, name }, Some(b',')) => {
                        members.push(Member { name: name.0, position: name.1, value: node });
                        self.white_space();
                        let name = self.name(&members, &mut names)?;
                        open.push((Open::Mapping { members, names, name }, position));
                        break;
                    }
                    (Open::Mapping { mut members, name, .. }, Some(b'}')) => {
                        members.push(Member { name: name.0, position: name.1, value: node });
                        node = Node { value: Value::Mapping(members), position };
                    }
                    _ => return Err(Fault::NotJson),
                }
            }
        }
    }

    fn push(open: &mut Vec<(Open, Position)>, container: Open, position: Position) -> Result<(), Fault> {
        if open.len() >= MAX_DEPTH {
            return Err(Fault::Refused(too_deep(position)));
        }
        open.push((container, position));
        Ok(())
    }

    /// Whether the container that was just opened is empty.
    fn closes(&mut self, end: u8) -> bool {
        self.white_space();
        let closes = self.peek() == Some(end);
        self.offset += usize::from(closes);
        closes
    }

    /// The name of the next member, with its colon.
    fn name(&mut self, members: &[Member], names: &mut Names) -> Result<(String, Position), Fault> {
        let position = self.position();
        let name = self.string()?;
        self.white_space();
        if self.peek() != Some(b':') {
            return Err(Fault::NotJson);
        }
        self.offset += 1;
        if names.repeat(&name, members) {
            return Err(Fault::Refused(repeated(&name, position)));
        }
        Ok((name, position))
    }

    fn scalar(&mut self) -> Result<Value, Fault> {
        match self.peek() {
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => {
                let number = self.take(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
                // The one grammar of numbers in this crate's dependencies; the text itself is kept.
                serde_json::from_str::<serde_json::Number>(number).map_err(|_| Fault::NotJson)?;
                Ok(Value::Number(number.to_owned()))
            }
            _ => match self.take(|byte| byte.is_ascii_lowercase()) {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                "null" => Ok(Value::Null),
                _ => Err(Fault::NotJson),
            },
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let inside = rest.strip_prefix('"').ok_or(Fault::NotJson)?;
        let mut escaped = false;
        let end = inside.bytes().position(|byte| {
            let quote = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            quote
        });
        let end = end.ok_or(Fault::NotJson)? + 2;
        self.offset += end;
        let quoted = rest.get(..end).ok_or(Fault::NotJson)?;
        serde_json::from_str(quoted).map_err(|_| Fault::NotJson)
    }

    fn take(&mut self, accept: impl Fn(u8) -> bool) -> &str {
        let rest = self.text.get(self.offset..).unwrap_or_default();
        let end = rest.bytes().position(|byte| !accept(byte)).unwrap_or(rest.len());
        self.offset += end;
        rest.get(..end).unwrap_or_default()
    }

    fn white_space(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek() {
            self.offset += 1;
            if byte == b'\n' {
                self.line += 1;
                self.counted = self.offset;
                self.column = 1;
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    /// Counts each character once: a policy may be one long line.
    fn position(&mut self) -> Position {
        let ahead = self.text.get(self.counted..self.offset).unwrap_or_default();
        #[cfg(test)]
        COUNTED.with(|counted| counted.set(counted.get() + ahead.len()));
        self.column += ahead.chars().count();
        self.counted = self.offset;
        Position { offset: self.offset, line: self.line, column: self.column }
    }
}
