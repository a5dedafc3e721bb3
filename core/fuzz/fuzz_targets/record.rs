//! What was encrypted is decrypted to the very bytes, and nothing else is written but JSON.
#![no_main]

use std::sync::LazyLock;

use fieldveil::{DecryptOptions, EncryptOptions, ErrorCode, ReencryptOptions, Veil};
use fieldveil_fuzz::{is_json, veil_with_keys};
use libfuzzer_sys::fuzz_target;

static VEILS: LazyLock<[Veil; 2]> = LazyLock::new(|| {
    ["record", "value"].map(|layout| {
        veil_with_keys(&format!(
            "version: 1
defaults: {{ layout: {layout}, duplicate_names: all }}
rules:
  - {{ path: $.a, store: {{ encrypt: pii }}, show: redact }}
  - {{ path: '$..list[*].n', store: {{ encrypt: pii }}, show: redact }}
  - {{ path: '$..d', store: {{ deterministic: same }}, show: redact, types: [string, number] }}
  - {{ names: ['*secret'], store: {{ encrypt: pii }}, show: redact }}
"
        ))
    })
});

fuzz_target!(|record: &[u8]| {
    for veil in VEILS.iter() {
        let stored = match veil.encrypt(record, &EncryptOptions::default()) {
            Ok(stored) => stored,
            Err(error) => {
                assert_ne!(error.code(), ErrorCode::Internal);
                continue;
            }
        };
        assert!(is_json(&stored));
        let plain = veil.decrypt(&stored, &DecryptOptions::default()).expect("what was encrypted can be decrypted");
        assert_eq!(plain, record);
        let again = veil.reencrypt(&stored, &ReencryptOptions::default()).expect("it is under the newest key");
        assert_eq!(again, stored);
    }
});
