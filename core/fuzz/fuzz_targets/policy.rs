//! Whatever is written in a policy, there is an answer; and a policy that exists can be applied.
#![no_main]

use fieldveil::{ErrorCode, MaskOptions, Policy, Veil};
use libfuzzer_sys::fuzz_target;

const DOCUMENT: &[u8] = br#"{"a":{"b":[1,2,{"c":"x","d":null}],"e":"maria@example.org"},"list":[{"k":1},{"k":2}],"v":"+34 600 123 456"}"#;

fuzz_target!(|text: &str| {
    let policy = match Policy::parse(text) {
        Ok(policy) => policy,
        Err(error) => {
            assert_ne!(error.code(), ErrorCode::Internal);
            return;
        }
    };
    let _ = policy.lint();
    assert!(policy.explain(DOCUMENT).is_ok());
    match Veil::new(policy).mask(DOCUMENT, &MaskOptions::default()) {
        Ok(shown) => assert!(fieldveil_fuzz::is_json(&shown)),
        Err(error) => assert_ne!(error.code(), ErrorCode::Internal),
    }
});
