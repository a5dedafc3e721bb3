//! S12: what the detectors cost on plain text, beside the crates that look for the same, and on text made to be slow.

use fieldveil::{Policy, Veil};
use fieldveil_benches::{Contest, Goal, rivals, run};
use std::time::Duration;

const MEGABYTE: usize = 1_000_000;
const PAGES: usize = 64;

/// More than this is no line any more: caches alone account for less.
const LINEAR: f64 = 2.0;

const LOG: &str = "2026-11-22T10:00:00.123Z INFO worker-7 request_id=9f86d081884c7d65 handled GET /v1/orders?page=2 in \
    12.5 ms status=200 bytes=5120 user_agent=\"Mozilla/5.0\" cache=miss\n";

const PROSE: &str = "The quick brown fox jumps over the lazy dog, and the clerk writes down that order 1024 of \
    2026-11-22 was sent (in 3 parts) to the usual address; the rest follows next week - if the weather allows. ";

fn main() {
    let filler = PROSE.repeat(5);
    let found = format!("{filler} maria@example.org {filler} 4111 1111 1111 1111 ");
    let mut contests = vec![
        // 200 MB/s and 50 MB/s.
        beside("text: 1 MB of log lines without a finding", &filled(LOG), Duration::from_millis(5)),
        beside("text: 1 MB of prose without a finding", &filled(PROSE), Duration::from_millis(5)),
        beside("text: 1 MB with a finding every kilobyte", &filled(&found), Duration::from_millis(20)),
    ];
    contests.extend(["1", "aaaa@", "\"", "\\\"", "4111 ", "Bearer ", "::"].map(hostile));
    run(contests);
}

/// A megabyte of the same.
fn filled(text: &str) -> String {
    text.repeat(MEGABYTE.div_ceil(text.len()))
}

fn veil() -> Veil {
    Veil::new(Policy::parse("version: 1").expect("the policy is valid"))
}

fn beside(title: &str, text: &str, limit: Duration) -> Contest {
    let (veil, redact) = (veil(), rivals::redact_core::Engine::new());
    let [own, theirs, others] = [text.to_owned(), text.to_owned(), text.to_owned()];
    Contest::new(title)
        .candidate("fieldveil", move || veil.mask_text(&own))
        .candidate("redact-core", move || redact.find(&theirs).len())
        .candidate("datafog-core", move || rivals::datafog_core::find(&others).len())
        .goal(Goal::Within { what: "fieldveil", limit })
}

/// The same shape again and again, in pages and in one piece: the same bytes, so that a busy machine meets both alike.
fn hostile(shape: &str) -> Contest {
    let [page, whole] = [MEGABYTE / PAGES, MEGABYTE].map(|length| shape.repeat(length / shape.len()));
    let [own, other] = [veil(), veil()];
    Contest::new(format!("text: 1 MB of nothing but `{shape}`"))
        .candidate("in pages", move || (0..PAGES).map(|_| own.mask_text(&page).len()).sum::<usize>())
        .candidate("in one piece", move || other.mask_text(&whole))
        .goal(Goal::Costs { what: "in one piece", of: "in pages", times: LINEAR })
}
