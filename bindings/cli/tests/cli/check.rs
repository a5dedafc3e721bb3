//! What `check` says of a policy and of a sample.

use serde_json::{Value, json};

use crate::scene::{RECORD, Scene};

/// A weaker rule in front of a stronger one, and an index.
const DOUBTFUL: &str = r#"
version: 1
rules:
  - { names: [number], store: keep, show: { keep_ends: { last: 4 } } }
  - { path: "$.card.number", store: { encrypt: { set: bank, index: { set: find, into: found, bits: 128 } } }, show: redact }
  - { path: "$.nmae", store: { encrypt: bank }, show: redact }
"#;

#[test]
fn findings_are_the_answer_and_an_error_among_them_is_the_exit_code() {
    let scene = Scene::new();
    scene.write("doubtful.yaml", DOUBTFUL);
    insta::assert_snapshot!(scene.transcript(&[
        "check -p policy.yaml",
        "check -p doubtful.yaml",
        "check -p doubtful.yaml --population 1000",
        "check -p doubtful.yaml --sample record.json",
    ]));
}

#[test]
fn one_document_for_programs() {
    let scene = Scene::new();
    scene.write("sample.jsonl", format!("{RECORD}\n{{\"note\":\"write to ada@example.org\"}}\n"));
    let said: Value =
        serde_json::from_str(&scene.ok("check -p policy.yaml --sample sample.jsonl --json")).unwrap();
    let places = said["sample"]["places"].as_array().unwrap();
    assert_eq!(places.len(), 3);
    assert_eq!(places[1]["rule"], "$.email");
    assert_eq!((&places[1]["store"], &places[1]["show"]), (&json!("encrypt"), &json!("email")));
    assert_eq!(
        said["sample"]["suspects"],
        json!([{ "path": "$['note']", "detectors": ["email"], "count": 1 }])
    );
    assert_eq!(said["sample"]["unmatched"], json!([]));
}

#[test]
fn what_no_rule_takes_and_looks_sensitive_is_named_by_place_and_never_shown() {
    let scene = Scene::new();
    let line = r#"{"notes":[{"text":"write to ada@example.org"},{"text":"\u0034111111111111111"}],"ada@example.org":{"ip":"203.0.113.7"}}"#;
    scene.write("sample.jsonl", format!("{line}\n{line}\n"));
    let said = scene.ok("check -p policy.yaml --sample sample.jsonl");
    let suspects: Vec<&str> = said.lines().filter(|line| line.contains("looks like")).collect();
    assert_eq!(
        suspects,
        [
            "  no rule takes `$['notes'][*]['text']` (4 values), which looks like card, email",
            "  no rule takes `$[*]['ip']` (2 values), which looks like ipv4",
        ]
    );
    let document = scene.ok("check -p policy.yaml --sample sample.jsonl --json");
    for value in ["ada@", "4111", "203.0"] {
        assert!(!said.contains(value) && !document.contains(value), "{value}");
    }
}

#[test]
fn reports_of_many_runs_say_which_rules_never_matched() {
    let scene = Scene::new();
    std::fs::create_dir(scene.path("reports")).unwrap();
    scene.write("a.json", r#"{"name":"Ada"}"#);
    scene.write("b.json", r#"{"email":"ada@example.org"}"#);
    scene.ok("mask -p policy.yaml a.json --report reports/a.json");
    scene.ok("mask -p policy.yaml b.json --report reports/b.json");
    scene.write("reports/other.json", r#"{"policy":"of something else","unmatched":[]}"#);
    let said: Value =
        serde_json::from_str(&scene.ok("check -p policy.yaml --reports reports --json")).unwrap();
    assert_eq!(said["reports"], json!({ "read": 2, "unmatched": ["$.card.number"] }));
}
