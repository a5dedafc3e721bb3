//! A path selects what `serde_json_path` says: the first line is the path, the rest is the document.
#![no_main]

use fieldveil::{MaskOptions, Policy, Veil};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};
use serde_json_path::JsonPath;

const SHOWN: &str = "selected";

fuzz_target!(|input: &str| {
    let Some((path, document)) = input.split_once('\n') else { return };
    // Read and written again, the document has no name twice: there the oracle would see the last one alone.
    let Ok(tree) = serde_json::from_str::<Value>(document) else { return };
    let policy = json!({ "version": 1, "rules": [{ "path": path, "show": { "redact": SHOWN } }] });
    let ours = Policy::parse(&policy.to_string());
    let Ok(theirs) = JsonPath::parse(path) else { return };
    let Ok(policy) = ours else { return };
    // Where the oracle departs from RFC 9535: comparisons of nothing, of containers, and by negative indexes.
    if path.contains(['<', '>', '=', '(']) {
        return;
    }
    let shown = Veil::new(policy).mask(tree.to_string().as_bytes(), &MaskOptions::default());
    let shown: Value = serde_json::from_slice(&shown.expect("the document is valid")).expect("what is shown is JSON");
    assert_eq!(shown, expected(tree, &theirs), "{path}");
});

/// What is selected is replaced; what is inside of that is gone with it.
fn expected(mut tree: Value, path: &JsonPath) -> Value {
    let found = path.query_located(&tree);
    let pointers: Vec<String> = found.iter().map(|node| node.location().to_json_pointer()).collect();
    for pointer in pointers {
        if let Some(value) = tree.pointer_mut(&pointer) {
            *value = Value::from(SHOWN);
        }
    }
    tree
}
