//! Whatever claims to be a token or a stored record, there is an answer, and never a plaintext that nobody sealed.
#![no_main]

use std::sync::LazyLock;

use fieldveil::{DecryptOptions, ErrorCode, Veil, inspect, inspect_document};
use fieldveil_fuzz::veil_with_keys;
use libfuzzer_sys::fuzz_target;

static VEIL: LazyLock<Veil> = LazyLock::new(|| {
    veil_with_keys("{version: 1, rules: [{path: '$.*', store: {encrypt: pii}, show: redact}]}")
});

fuzz_target!(|input: &[u8]| {
    if let Ok(text) = std::str::from_utf8(input) {
        let _ = inspect(text);
        let record = serde_json::json!({ "v": text }).to_string();
        let opened = VEIL.decrypt(record.as_bytes(), &DecryptOptions::default());
        assert_ne!(opened.expect_err("nobody sealed that").code(), ErrorCode::Internal);
    }
    let _ = inspect_document(input);
    if let Err(error) = VEIL.decrypt(input, &DecryptOptions::default()) {
        assert_ne!(error.code(), ErrorCode::Internal);
    }
});
