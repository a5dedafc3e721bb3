//! Documents to measure with.

use std::path::Path;

/// One order: 958 bytes, 5 fields by [`RECORD_PATHS`].
pub const RECORD: &str = include_str!("record.json");

pub const RECORD_PATHS: &[&str] =
    &["$.customer.email", "$..card.number", "$.customer.name", "$.notes[*].text"];

/// The values of the fields of [`RECORD`], as they are written there.
pub fn record_fields() -> Vec<Vec<u8>> {
    let record: serde_json::Value = serde_json::from_str(RECORD).expect("the record is valid");
    ["/customer/email", "/payment/card/number", "/customer/name", "/notes/0/text", "/notes/1/text"]
        .iter()
        .map(|pointer| record.pointer(pointer).expect("the record has the field").to_string().into_bytes())
        .collect()
}

/// A real document and the rules for it.
pub struct File {
    pub name: &'static str,
    pub bytes: Vec<u8>,
    pub paths: &'static [&'static str],
    /// How many times as fast as `IgnoredAny` masking it should be.
    pub goal: f64,
}

const FILES: &[(&str, f64, &[&str])] = &[
    (
        "twitter",
        1.3,
        &["$.statuses[*].user.name", "$.statuses[*].user.location", "$..user_mentions[*].screen_name"],
    ),
    ("github_events", 1.7, &["$[*].actor.login", "$[*].repo.name", "$[*].payload.commits[*].author.email"]),
    ("gsoc-2018", 1.1, &["$.*.author.name", "$.*.sponsor.url", "$.*.sponsor.email"]),
    ("citm_catalog", 1.9, &["$.events.*.name", "$.performances[*].start", "$.venueNames.*"]),
    ("apache_builds", 1.3, &["$.jobs[*].name", "$.views[*].url", "$.primaryView.url"]),
];

/// The real documents, from the folder that `FIELDVEIL_TEST_DATA` names, else from the one beside the source tree; those
/// that are not there are named and left out.
pub fn files() -> Vec<File> {
    let root = std::env::var_os("FIELDVEIL_TEST_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), Into::into);
    let read = |&(name, goal, paths): &(&'static str, f64, &'static [&'static str])| {
        let path = root.join("json").join(name).with_extension("json");
        match std::fs::read(&path) {
            Ok(bytes) => Some(File { name, bytes, paths, goal }),
            Err(error) => {
                println!("SKIPPED: {}: {error}; set FIELDVEIL_TEST_DATA", path.display());
                None
            }
        }
    };
    FILES.iter().filter_map(read).collect()
}

/// An array of so many records, for documents of any size.
pub fn orders(count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(count * (RECORD.len() + 1) + 2);
    out.push(b'[');
    for number in 0..count {
        if number > 0 {
            out.push(b',');
        }
        out.extend_from_slice(RECORD.as_bytes());
    }
    out.push(b']');
    out
}
