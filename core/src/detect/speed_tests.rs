//! Linear time on texts made to be slow, and the rates that the pass reaches.
//!
//! `cargo test --release -p fieldveil --lib speed_tests -- --nocapture` prints the rates; a debug build only checks
//! that the time grows with the text and not faster.

use std::time::Instant;

use super::Detectors;
use super::edge::READ;

/// The bytes of a long text.
const LARGE: usize = if cfg!(debug_assertions) { 96_000 } else { 2_000_000 };

/// How many seconds it takes to look through a text so many times.
fn time(detectors: &Detectors, text: &str, times: usize) -> f64 {
    let mut hits = Vec::new();
    let start = Instant::now();
    (0..times).for_each(|_| detectors.find(text, &mut hits));
    start.elapsed().as_secs_f64()
}

/// Megabytes a second, the best of several runs.
fn rate(detectors: &Detectors, text: &str) -> f64 {
    let best = std::iter::repeat_with(|| time(detectors, text, 1)).take(9).fold(f64::MAX, f64::min);
    text.len() as f64 / best / 1e6
}

const PROSE: &str = "The quick brown fox jumps over the lazy dog, and the clerk writes down that order 1024 of \
    2026-11-22 was sent (in 3 parts) to the usual address; the rest follows next week - if the weather allows. ";

const LOG: &str = "2026-11-22T10:00:00.123Z INFO worker-7 request_id=9f86d081884c7d65 handled GET /v1/orders?page=2 in \
    12.5 ms status=200 bytes=5120 user_agent=\"Mozilla/5.0\" cache=miss\n";

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
        let [page, whole] = [4_000, LARGE / 2].map(|bytes| {
            let text = shape.repeat(bytes / shape.len());
            reads(&detectors, &text) as f64 / text.len() as f64
        });
        assert!(whole < page * 1.25 + 1.0, "{shape:?}: {page} reads a byte of a page, {whole} of the whole");
    }
}

#[test]
fn time_grows_with_the_text_and_not_faster() {
    let detectors = Detectors::default();
    for shape in SHAPES {
        // The same number of bytes, in sixteen texts and in one: a quadratic time would be sixteen times as long.
        let large = shape.repeat(LARGE / shape.len());
        let small = shape.repeat(LARGE / 16 / shape.len());
        let mut best = [f64::MAX; 2];
        let grows = |_| {
            best[0] = best[0].min(time(&detectors, &small, 16));
            best[1] = best[1].min(time(&detectors, &large, 1));
            best[1] / best[0] > 4.0
        };
        // Both are equally long, so that a busy machine interrupts them alike; a few tries do the rest.
        assert!(!(0..12).all(grows), "{shape:?} is slower the longer the text is");
    }
}

#[test]
fn rates() {
    if cfg!(debug_assertions) {
        println!("skipped: a debug build says nothing of speed");
        return;
    }
    let detectors = Detectors::default();
    let without = [("prose", PROSE.repeat(40_000)), ("log lines", LOG.repeat(40_000))];
    for (name, text) in &without {
        println!("{name} without findings: {:.0} MB/s", rate(&detectors, text));
    }
    let filler = PROSE.repeat(5);
    let with = format!("{filler} maria@example.org {filler} 4111 1111 1111 1111 ").repeat(4_000);
    println!("a finding every kilobyte: {:.0} MB/s", rate(&detectors, &with));
}
