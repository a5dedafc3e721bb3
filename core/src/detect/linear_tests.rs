//! Linear work on texts made to be slow. What is counted is bytes looked at; the rates are the business of the benches.

use super::Detectors;
use super::edge::READ;

/// The bytes of a long text.
const LARGE: usize = 48_000;

/// What a text is made of that shall be slow.
const SHAPES: [&str; 42] = [
    "1",
    "1 ",
    "1-",
    "12-",
    "1.",
    "4111111111111111",
    "4111 ",
    "a",
    "aaaa@",
    "a@b.",
    "@",
    "<",
    "<<P",
    "\"",
    "\\\"",
    "eyJ.",
    "eyJhbGciOiJIUzI1NiJ9.",
    "-",
    "-----BEGIN PRIVATE KEY-----",
    ":",
    "::",
    "a:",
    "1:",
    "://a:",
    "+",
    "+49",
    "(",
    "GB29 ",
    "AB12",
    "sk-",
    "ghp_",
    "Q~",
    "1Q~",
    "password=",
    "password=x;",
    "Bearer ",
    "tel 12345678 ",
    "AccountKey=",
    "P<UTO\n",
    "\u{a0}",
    "é",
    "1\u{a0}",
];

/// How many bytes are looked at in a text, some more than once.
fn reads(detectors: &Detectors, text: &str) -> usize {
    READ.set(0);
    detectors.find(text, &mut Vec::new());
    READ.get()
}

#[test]
fn a_long_text_is_looked_at_no_more_often_than_a_page() {
    let detectors = Detectors::default();
    for shape in SHAPES {
        let [page, whole] = [4_000, LARGE].map(|bytes| {
            let text = shape.repeat(bytes / shape.len());
            reads(&detectors, &text) as f64 / text.len() as f64
        });
        assert!(whole < page * 1.25 + 1.0, "{shape:?}: {page} reads a byte of a page, {whole} of the whole");
    }
}
