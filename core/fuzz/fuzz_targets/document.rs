//! The scanner accepts and refuses what `serde_json` does, and gives back what no rule touches byte by byte.
#![no_main]

use std::sync::LazyLock;

use fieldveil::{ErrorCode, MaskOptions, Veil};
use fieldveil_fuzz::{is_json, veil};
use libfuzzer_sys::fuzz_target;

/// One policy keeps its states in force everywhere, the other has nothing to look for below the root, the third looks
/// ahead, the fourth looks at every name.
static VEILS: LazyLock<[Veil; 4]> = LazyLock::new(|| {
    let with = |rule: &str| {
        veil(&format!("{{version: 1, defaults: {{limits: {{depth: 1024}}}}, rules: [{{{rule}, show: redact}}]}}"))
    };
    [
        with("path: $..none_of_that_name"),
        with("path: $.none.none"),
        with("path: '$..[?@.none_of_that_name]'"),
        with("names: ['none-of_that.name*']"),
    ]
});

fuzz_target!(|document: &[u8]| {
    let valid = is_json(document);
    for veil in VEILS.iter() {
        match veil.mask(document, &MaskOptions::default()) {
            // A rule may be met after all: libFuzzer learns the names that it sees compared.
            Ok(shown) => assert!(valid && (shown == document || is_redacted(&shown))),
            // Deeper than any limit allows; `IgnoredAny` knows none.
            Err(error) if error.code() == ErrorCode::LimitExceeded => {}
            Err(error) => {
                assert_eq!(error.code(), ErrorCode::InvalidJson);
                assert!(!valid, "refused, and it is JSON");
                let at = error.position().expect("a fault has a place");
                assert!(at.offset <= document.len() && at.line > 0 && at.column > 0);
            }
        }
    }
});

fn is_redacted(shown: &[u8]) -> bool {
    let text = b"[REDACTED]";
    shown.windows(text.len()).any(|window| window == text)
}
