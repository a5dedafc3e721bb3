//! Counting the tokens of documents, sealed files and any other text, without a key.

use std::collections::BTreeMap;
use std::io::{self, Read};

use serde::Serialize;

use super::text::{MARK, text_len};
use super::{Kind, Suite, Token};
use crate::limits::MAX_VALUE;

/// How many tokens of one suite under one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenCount {
    /// The suite, in two hexadecimal digits.
    pub suite: String,
    /// The id of the key; that of its header for a record field, and nothing where no header stands.
    pub id: Option<u32>,
    /// How many.
    pub count: u64,
}

/// Counts the tokens in a document, or in any other text, by suite and key; without a key.
///
/// A field belongs to the header before it, or to the first one behind it if none stands before.
#[must_use]
pub fn inspect_document(text: &[u8]) -> Vec<TokenCount> {
    let mut counts = Counts::default();
    if !counts.sealed_file(text) {
        counts.find(text);
    }
    counts.finish()
}

/// The keys of the tokens in a text that name one, each kind of token by itself: a field names none, its header does.
pub(crate) fn keyed(text: &[u8]) -> impl Iterator<Item = (u32, u64)> {
    let mut counts = Counts::default();
    counts.find(text);
    let of_key = |((suite, id), count): ((Suite, Option<u32>), u64)| {
        id.filter(|_| suite.kind() != Kind::Field).map(|id| (id, count))
    };
    counts.seen.into_iter().filter_map(of_key)
}

/// How much is read at a time.
const BLOCK: usize = 1 << 20;
/// More characters than the largest token has.
const LONGEST: usize = text_len(MAX_VALUE + BLOCK);

/// The same of whatever is read, in memory that does not grow with it; with `lines` every line is a document.
///
/// # Errors
/// Those of the reader.
pub fn inspect_reader(reader: &mut dyn Read, lines: bool) -> io::Result<Vec<TokenCount>> {
    let mut counts = Counts::default();
    let (mut text, mut divided) = (Vec::new(), 0);
    let block = u64::try_from(BLOCK).unwrap_or(u64::MAX);
    let mut read = reader.take(block).read_to_end(&mut text)?;
    if counts.sealed_file(&text) {
        return Ok(counts.finish());
    }
    loop {
        let end = if read == 0 { text.len() } else { divide(&text, divided) };
        let (whole, rest) = text.split_at_checked(end).unwrap_or_default();
        if lines {
            for (number, line) in whole.split(|byte| *byte == b'\n').enumerate() {
                if number > 0 {
                    counts.end_document();
                }
                counts.find(line);
            }
        } else {
            counts.find(whole);
        }
        if read == 0 {
            return Ok(counts.finish());
        }
        // What is longer than any token is none; its last character says that what follows is none either.
        let kept = if rest.len() > LONGEST { 1 } else { rest.len() };
        text.drain(..text.len() - kept);
        divided = kept;
        read = reader.take(block).read_to_end(&mut text)?;
    }
}

/// Where a text that goes on can be divided: through no token, and with the character before one on its side. It was
/// tried up to `from` before.
fn divide(text: &[u8], from: usize) -> usize {
    let new = text.get(from..).unwrap_or_default();
    let Some(last) = new.iter().rposition(|byte| !is_body(*byte)) else { return 0 };
    let before = text.get(..=from + last).unwrap_or_default();
    match before.strip_suffix(MARK.as_bytes()) {
        Some(before) => before.len().saturating_sub(1),
        None => before.len(),
    }
}

/// A count under way.
#[derive(Default)]
struct Counts {
    seen: BTreeMap<(Suite, Option<u32>), u64>,
    header: Option<u32>,
    /// Fields that no header stood before, in this document.
    orphans: BTreeMap<Suite, u64>,
}

impl Counts {
    /// Whether a text is, or begins as, a sealed file: one token, in bytes.
    fn sealed_file(&mut self, text: &[u8]) -> bool {
        let stream = Token::parse(text).ok().filter(|token| token.suite().kind() == Kind::Stream);
        if let Some(stream) = &stream {
            self.add(stream.suite(), Some(stream.id()), 1);
        }
        stream.is_some()
    }

    /// Counts every token of a text.
    fn find(&mut self, text: &[u8]) {
        let mut raw = Vec::new();
        for at in memchr::memmem::find_iter(text, MARK) {
            let candidate = text.get(at..).unwrap_or_default();
            let alone =
                at.checked_sub(1).and_then(|before| text.get(before)).is_none_or(|byte| !is_body(*byte));
            let mark = MARK.len();
            let length = candidate.iter().skip(mark).take_while(|byte| is_body(**byte)).count() + mark;
            if let Some(Ok(token)) =
                candidate.get(..length).filter(|_| alone).map(|text| Token::decode(text, &mut raw))
            {
                self.see(&token);
            }
        }
    }

    fn see(&mut self, token: &Token<'_>) {
        let suite = token.suite();
        match (suite.kind(), self.header) {
            (Kind::Field, None) => *self.orphans.entry(suite).or_default() += 1,
            (Kind::Field, header) => self.add(suite, header, 1),
            (Kind::Header, _) => {
                self.header = Some(token.id());
                self.add(suite, self.header, 1);
                self.settle();
            }
            _ => self.add(suite, Some(token.id()), 1),
        }
    }

    /// Gives the fields that had no header yet to the one that was just found, or to none at the end.
    fn settle(&mut self) {
        for (suite, orphans) in std::mem::take(&mut self.orphans) {
            self.add(suite, self.header, orphans);
        }
    }

    /// What follows belongs to no header that was seen.
    fn end_document(&mut self) {
        self.settle();
        self.header = None;
    }

    fn add(&mut self, suite: Suite, id: Option<u32>, count: u64) {
        *self.seen.entry((suite, id)).or_default() += count;
    }

    fn finish(mut self) -> Vec<TokenCount> {
        self.end_document();
        let row = |((suite, id), count): ((Suite, Option<u32>), u64)| TokenCount {
            suite: suite.as_hex(),
            id,
            count,
        };
        self.seen.into_iter().map(row).collect()
    }
}

/// A character of base64url.
fn is_body(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::inspect::tests::token;

    #[test]
    fn fields_count_under_the_key_of_their_header() {
        let header = |id| token(Suite::HeaderAes, id, 60);
        let field = |ordinal| token(Suite::FieldAes, ordinal, 20);
        let value = token(Suite::ValueAes, 5, 90);
        let text = format!(
            r#"[{{"a":"{}","_fv":"{}","b":"{}"}},{{"_fv":"{}","c":"{}","d":"{value}","e":"x{value}","f":"fv1.hello"}}]"#,
            field(0),
            header(7),
            field(1),
            header(8),
            field(0),
        );
        let row = |suite: &str, id, count| TokenCount { suite: suite.to_owned(), id: Some(id), count };
        let expected = [row("01", 5, 1), row("11", 7, 1), row("11", 8, 1), row("21", 7, 2), row("21", 8, 1)];
        assert_eq!(inspect_document(text.as_bytes()), expected);
        assert_eq!(inspect_document(field(0).as_bytes())[0].id, None);
        assert!(inspect_document(b"no token here").is_empty());
    }

    /// Hands out what it is asked for, but never more than a few bytes.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let most = out.len().min(self.1);
            self.0.read(out.get_mut(..most).unwrap_or_default())
        }
    }

    fn counted(text: &[u8], lines: bool) -> Vec<TokenCount> {
        let counts = inspect_reader(&mut Drops(text, 4097), lines).unwrap();
        assert_eq!(inspect_reader(&mut &*text, lines).unwrap(), counts);
        counts
    }

    #[test]
    fn a_token_counts_wherever_a_block_ends() {
        let (value, field) = (token(Suite::ValueAes, 5, 90), token(Suite::FieldAes, 0, 20));
        for shift in (0..2 * value.len()).step_by(3) {
            let before = " ".repeat(BLOCK - shift);
            for text in [
                format!("{before}\"{value}\",\"{field}\""),
                format!("{before}x{value}"),
                format!("{before}.{value}.{value}"),
                format!("{}{value}", "x".repeat(BLOCK - shift)),
            ] {
                assert_eq!(counted(text.as_bytes(), false), inspect_document(text.as_bytes()), "{shift}");
            }
        }
    }

    #[test]
    fn a_field_of_a_line_takes_no_header_of_another() {
        let (header, field) = (token(Suite::HeaderAes, 7, 60), token(Suite::FieldAes, 0, 20));
        let text = format!("{header}\n{field}\n{field} {header}\n");
        let ids = |lines| {
            counted(text.as_bytes(), lines).into_iter().map(|row| (row.id, row.count)).collect::<Vec<_>>()
        };
        assert_eq!(ids(true), [(Some(7), 2), (None, 1), (Some(7), 1)]);
        assert_eq!(ids(false), [(Some(7), 2), (Some(7), 2)]);
    }

    #[test]
    fn a_sealed_file_is_known_by_its_first_block() {
        let mut raw = vec![1, Suite::Stream as u8, 0, 0, 0, 9];
        raw.resize(200, 0);
        // Whoever reads on fails.
        struct Once<'a>(&'a [u8]);
        impl Read for Once<'_> {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                out.fill(0);
                let read = self.0.read(out)?;
                Ok(if read == 0 { out.len() } else { read })
            }
        }
        let counts = inspect_reader(&mut Once(&raw), false).unwrap();
        assert_eq!((counts.len(), counts[0].id), (1, Some(9)));
    }

    #[test]
    fn a_run_longer_than_any_token_is_let_go() {
        let value = token(Suite::ValueAes, 5, 90);
        let run = "A".repeat(LONGEST + 3 * BLOCK);
        let text = format!("{value} fv1.{run}{value} {value}");
        let rows = counted(text.as_bytes(), false);
        assert_eq!(rows.iter().map(|row| row.count).collect::<Vec<_>>(), [2]);
    }
}
