//! Detectors over any text: an answer, in UTF-8, and JSON stays JSON.
#![no_main]

use std::sync::LazyLock;

use fieldveil::{MaskOptions, Veil};
use fieldveil_fuzz::{is_json, veil};
use libfuzzer_sys::fuzz_target;

static VEIL: LazyLock<Veil> =
    LazyLock::new(|| veil("{version: 1, rules: [{path: '$..text', show: scan}, {path: '$..*', show: email}]}"));

fuzz_target!(|text: &str| {
    let shown = VEIL.mask_text(text);
    // Replacements are short and stand for something.
    assert!(text.is_empty() == shown.is_empty());
    let document = serde_json::json!({ "text": text }).to_string();
    let masked = VEIL.mask(document.as_bytes(), &MaskOptions::default()).expect("the document is valid");
    assert!(is_json(&masked));
});
