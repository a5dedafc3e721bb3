//! Reading a document: every byte of it is accounted for.

use std::borrow::Cow;

use super::{Node, is_plain_byte};

/// Integers stay below 2^53, where every language's numbers are exact.
const INTEGER_LIMIT: u64 = 1 << 53;
/// A ring is five levels deep.
const DEPTH: usize = 8;
/// The largest object of a ring has eight members.
const MEMBERS: usize = 16;
/// More values than a file of the largest size can use sensibly.
pub(super) const VALUES: usize = 1 << 20;

/// The document that is the whole of `text`; otherwise what is wrong with it, and at which byte.
pub(super) fn document(text: &[u8]) -> Result<Node<'_>, String> {
    let mut parser = Parser { text, at: 0, values: 0 };
    let node = parser.value(0).and_then(|node| parser.end().map(|()| node));
    node.map_err(|what| format!("{what} at byte {}", parser.at))
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    values: usize,
}

type Parsed<T> = Result<T, &'static str>;

impl<'a> Parser<'a> {
    fn value(&mut self, depth: usize) -> Parsed<Node<'a>> {
        self.values += 1;
        if depth > DEPTH || self.values > VALUES {
            return Err("more values or levels than a ring has");
        }
        match self.peek() {
            Some(b'{') => {
                let mut members: Vec<(Cow<'a, str>, Node<'a>)> = Vec::new();
                self.list(b'}', |parser| {
                    let name = parser.text()?;
                    if members.len() == MEMBERS || members.iter().any(|(other, _)| *other == name) {
                        return Err("a repeated or unknown member");
                    }
                    parser.take(b':')?;
                    members.push((name, parser.value(depth + 1)?));
                    Ok(())
                })?;
                Ok(Node::Object(members))
            }
            Some(b'[') => {
                let mut nodes = Vec::new();
                self.list(b']', |parser| {
                    nodes.push(parser.value(depth + 1)?);
                    Ok(())
                })?;
                Ok(Node::Array(nodes))
            }
            Some(b'"') => self.text().map(Node::Text),
            Some(b'0'..=b'9') => self.integer().map(Node::Integer),
            _ => Err("neither an object, an array, a string nor an integer"),
        }
    }

    /// What stands between an opening bracket, which is the next byte, and its closing one.
    fn list(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Parsed<()>) -> Parsed<()> {
        self.at += 1;
        if self.peek() == Some(close) {
            self.at += 1;
            return Ok(());
        }
        loop {
            item(self)?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == close => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err("neither a comma nor the end of the list"),
            }
        }
    }

    fn text(&mut self) -> Parsed<Cow<'a, str>> {
        self.take(b'"')?;
        let mut text = Cow::Borrowed(self.plain());
        loop {
            let byte = match self.next() {
                Some(b'"') => return Ok(text),
                Some(b'\\') => self.escape()?,
                Some(byte) => byte,
                None => return Err("a string without an end"),
            };
            if !is_plain_byte(byte) {
                return Err("a string that is not plain ASCII");
            }
            let text = text.to_mut();
            text.push(char::from(byte));
            text.push_str(self.plain());
        }
    }

    /// The characters up to the next that means something in a string.
    fn plain(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| !is_plain_byte(*byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).and_then(|plain| std::str::from_utf8(plain).ok()).unwrap_or_default()
    }

    /// Some writers escape `/`, or everything; the character counts, not how it is written.
    fn escape(&mut self) -> Parsed<u8> {
        match self.next() {
            Some(b'/') => Ok(b'/'),
            Some(b'u') => {
                let digits = self.text.get(self.at..self.at + 4).ok_or("an escape without an end")?;
                let hex = digits.iter().all(u8::is_ascii_hexdigit);
                let digits = std::str::from_utf8(digits).map_err(|_| "an escape without digits")?;
                self.at += 4;
                u8::from_str_radix(digits, 16).ok().filter(|_| hex).ok_or("a string that is not plain ASCII")
            }
            _ => Err("a string that is not plain ASCII"),
        }
    }

    fn integer(&mut self) -> Parsed<u64> {
        let first = self.at;
        let mut integer = 0_u64;
        while let Some(digit @ b'0'..=b'9') = self.text.get(self.at) {
            if self.at > first && integer == 0 {
                return Err("an integer with a leading zero");
            }
            integer = integer * 10 + u64::from(digit - b'0');
            if integer >= INTEGER_LIMIT {
                return Err("an integer of 2^53 or more");
            }
            self.at += 1;
        }
        match self.text.get(self.at) {
            Some(b'.' | b'e' | b'E') => Err("a number that is no integer"),
            _ => Ok(integer),
        }
    }

    fn end(&mut self) -> Parsed<()> {
        if self.peek().is_none() { Ok(()) } else { Err("something behind the end of the document") }
    }

    fn take(&mut self, byte: u8) -> Parsed<()> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(if byte == b':' { "a member without a value" } else { "something that is no member name" })
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.text.get(self.at).copied();
        self.at += 1;
        byte
    }

    /// The next byte that is no white space; stays in front of it.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(self.at) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }
}
