//! The narrow JSON of rings and usage reports: objects, arrays, plain ASCII strings and integers, nothing else.
//!
//! General parsers take the last of two equal names and round numbers; under a MAC both are ways to be misread.

/// Integers stay below 2^53, where every language's numbers are exact.
const INTEGER_LIMIT: u64 = 1 << 53;
/// A ring is five levels deep.
const DEPTH: usize = 8;
/// The largest object of a ring has eight members.
const MEMBERS: usize = 16;
/// More values than a file of the largest size can use sensibly.
const VALUES: usize = 1 << 20;

/// One value of a document.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    /// Members in the order of the text, no name twice.
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    Text(String),
    Integer(u64),
}

impl Node {
    /// The document that is the whole of `text`; otherwise what is wrong with it, and at which byte.
    pub(super) fn parse(text: &[u8]) -> Result<Self, String> {
        let mut parser = Parser { text, at: 0, values: 0 };
        let node = parser.value(0).and_then(|node| parser.end().map(|()| node));
        node.map_err(|what| format!("{what} at byte {}", parser.at))
    }

    /// An object of these members.
    pub(super) fn object(members: impl IntoIterator<Item = (&'static str, Self)>) -> Self {
        Self::Object(members.into_iter().map(|(name, node)| (name.to_owned(), node)).collect())
    }

    /// The canonical form (RFC 8785): sorted members, no white space.
    pub(super) fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(None, &mut out);
        out
    }

    /// The form that people read: members as they were given, an indent of two.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(Some(0), &mut out);
        out.push('\n');
        out
    }

    /// Writes the canonical form, or the pretty one at a level of indent.
    fn write(&self, level: Option<usize>, out: &mut String) {
        let inner = level.map(|level| level + 1);
        match self {
            Self::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                if level.is_none() {
                    // All names are ASCII: the order of their bytes is the order of RFC 8785.
                    members.sort();
                }
                write_list(out, ['{', '}'], level, members.into_iter(), |(name, node), out| {
                    write_text(name, out);
                    out.push_str(if level.is_some() { ": " } else { ":" });
                    node.write(inner, out);
                });
            }
            Self::Array(nodes) => {
                write_list(out, ['[', ']'], level, nodes.iter(), |node, out| node.write(inner, out))
            }
            Self::Text(text) => write_text(text, out),
            Self::Integer(integer) => out.push_str(&integer.to_string()),
        }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u64> for Node {
    fn from(integer: u64) -> Self {
        Self::Integer(integer)
    }
}

/// Whether `text` is what a string of these documents may be.
pub(super) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\')
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

fn write_list<T>(
    out: &mut String,
    [open, close]: [char; 2],
    level: Option<usize>,
    items: impl ExactSizeIterator<Item = T>,
    mut write: impl FnMut(T, &mut String),
) {
    let empty = items.len() == 0;
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        new_line(level.map(|level| level + 1), out);
        write(item, out);
    }
    new_line(level.filter(|_| !empty), out);
    out.push(close);
}

fn new_line(level: Option<usize>, out: &mut String) {
    if let Some(level) = level {
        out.push('\n');
        out.push_str(&"  ".repeat(level));
    }
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    values: usize,
}

type Parsed<T> = Result<T, &'static str>;

impl Parser<'_> {
    fn value(&mut self, depth: usize) -> Parsed<Node> {
        self.values += 1;
        if depth > DEPTH || self.values > VALUES {
            return Err("more values or levels than a ring has");
        }
        match self.peek() {
            Some(b'{') => {
                let mut members: Vec<(String, Node)> = Vec::new();
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

    fn text(&mut self) -> Parsed<String> {
        self.take(b'"')?;
        let mut text = String::new();
        loop {
            let byte = match self.next() {
                Some(b'"') => return Ok(text),
                Some(b'\\') => self.escape()?,
                Some(byte) => byte,
                None => return Err("a string without an end"),
            };
            if !matches!(byte, b' '..=b'~') || byte == b'"' || byte == b'\\' {
                return Err("a string that is not plain ASCII");
            }
            text.push(char::from(byte));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_form_is_sorted_and_tight() {
        let text = br#" { "b" : [ 1, 0 , "x y" ] , "a": { } , "c\u0041": "a\/b" , "d":[] } "#;
        let node = Node::parse(text).unwrap();
        assert_eq!(node.canonical(), r#"{"a":{},"b":[1,0,"x y"],"cA":"a/b","d":[]}"#);
        assert_eq!(Node::parse(node.pretty().as_bytes()).unwrap(), node);
    }

    #[test]
    fn pretty_form_keeps_the_order() {
        let node = Node::object([("b", Node::Array(vec![1.into(), "x".into()])), ("a", Node::Array(vec![]))]);
        assert_eq!(node.pretty(), "{\n  \"b\": [\n    1,\n    \"x\"\n  ],\n  \"a\": []\n}\n");
    }

    #[test]
    fn refuses_what_could_be_misread() {
        for text in [
            "",
            "{",
            "{}x",
            "[1,]",
            "[,]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "tru",
            "true",
            "null",
            "-1",
            "01",
            "1.0",
            "1e3",
            "9007199254740992",
            "99999999999999999999999",
            "\"é\"",
            "\"a\\n\"",
            "\"a\\\"\"",
            "\"\\u0022\"",
            "\"\\u+041\"",
            "\"\\u00\"",
            "\"\\ud800\"",
            "\"a",
            "\"a\u{7f}\"",
            "[1 2]",
            "\u{feff}{}",
            "{\"a\":1,\"a\":1}",
            "{\"a\":1,\"\\u0061\":1}",
            "[[[[[[[[[[1]]]]]]]]]]",
        ] {
            assert!(Node::parse(text.as_bytes()).is_err(), "{text}");
        }
        assert_eq!(Node::parse(b"9007199254740991"), Ok(Node::Integer((1 << 53) - 1)));
        assert_eq!(Node::parse(b"{\"a\":1,\"a\":1}").unwrap_err(), "a repeated or unknown member at byte 10");
    }

    #[test]
    fn refuses_a_flood_of_values() {
        let flood = format!("[{}0]", "0,".repeat(VALUES));
        assert!(Node::parse(flood.as_bytes()).is_err());
    }

    /// What the narrow parser accepts, a general one reads alike; what it refuses is never read as something else.
    #[test]
    fn agrees_with_a_general_parser() {
        use proptest::prelude::*;
        fn same(node: &Node, value: &serde_json::Value) -> bool {
            match node {
                Node::Object(members) => {
                    let object = value.as_object().unwrap();
                    members.len() == object.len()
                        && members.iter().all(|(name, node)| same(node, &object[name]))
                }
                Node::Array(nodes) => {
                    nodes.iter().zip(value.as_array().unwrap()).all(|(node, value)| same(node, value))
                }
                Node::Text(text) => value.as_str() == Some(text),
                Node::Integer(integer) => value.as_u64() == Some(*integer),
            }
        }
        let pieces = prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"", "a", "\"a\"", "\"b\":", "0", "12", "-", ".5", "e3", " ",
                "\n", "\\u0041", "\\/", "\\", "true", "null", "é",
            ]),
            0..12,
        );
        proptest!(ProptestConfig::with_cases(20_000), |(pieces in pieces)| {
            let text = pieces.concat();
            if let Ok(node) = Node::parse(text.as_bytes()) {
                let value = serde_json::from_str(&text).unwrap();
                prop_assert!(same(&node, &value), "{text}");
                prop_assert_eq!(Node::parse(node.canonical().as_bytes()).unwrap().canonical(), node.canonical());
            }
        });
    }
}
