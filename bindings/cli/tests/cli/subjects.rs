//! `--subjects`: each record under the key of the person whose data it is.

use fieldveil::{Key, Keyring};
use serde_json::json;

use crate::scene::Scene;

const POLICY: &str = r#"
version: 1
subject: $.person
classes:
  contact: { store: { encrypt: people }, show: email }
rules:
  - { path: $.mail, class: contact }
views:
  desk: { open: true, contact: reveal }
"#;

const PLAIN: &str = r#"{"person":1,"mail":"ada@example.org"}
{"person":"2","mail":"bob@example.org"}
{"person":3,"mail":"cyd@example.org"}
"#;

const RING: &str = "-p people.yaml -k ring.json --kek-file kek";

/// A ring with a subject set, and the lines of three people's keys.
fn people() -> (Scene, Vec<String>) {
    let scene = Scene::new();
    scene.write("people.yaml", POLICY);
    scene.write("plain.jsonl", PLAIN);
    scene.ok("key add -k ring.json --kek-file kek --set people --purpose subject");
    let kek = Key::from_file(scene.path("kek")).unwrap();
    let ring = Keyring::open(scene.path("ring.json"), &[kek.into()]).unwrap();
    let line = |name: &str| {
        let key = ring.new_subject_key("people", name).unwrap();
        json!({ "subject": name, "key": key }).to_string()
    };
    let lines: Vec<_> = ["1", "2", "3"].into_iter().map(line).collect();
    scene.write("keys.jsonl", lines.join("\n"));
    (scene, lines)
}

#[test]
fn a_person_without_a_key_is_erased_and_nobody_else() {
    let (scene, lines) = people();
    scene.ok(&format!("encrypt {RING} --subjects keys.jsonl plain.jsonl -o stored.jsonl"));
    assert!(!scene.text("stored.jsonl").contains("example.org"));
    assert_eq!(scene.ok(&format!("decrypt {RING} --subjects keys.jsonl stored.jsonl")), PLAIN);
    let moved = scene.run(&format!("reencrypt {RING} --subjects keys.jsonl stored.jsonl"));
    assert!(moved.exit == 0 && moved.stdout == scene.read("stored.jsonl"), "{}", moved.stderr);
    assert_eq!(moved.stderr, "the keys of 3 persons: 3 records and values after the run\n");

    scene.write("left.jsonl", format!("{}\n\n{}\n", lines[0], lines[2]));
    let refused = scene.run(&format!("decrypt {RING} --subjects left.jsonl stored.jsonl"));
    assert_eq!(refused.exit, 5, "{}", refused.stderr);
    assert!(refused.stderr.contains("error[unknown_key]"), "{}", refused.stderr);
    let shown = scene.ok(&format!("mask {RING} --subjects left.jsonl --view desk stored.jsonl"));
    assert_eq!(shown, PLAIN.replace("bob@example.org", "[REDACTED]"));
    let refused = scene.run(&format!("encrypt {RING} --subjects left.jsonl plain.jsonl"));
    assert!(refused.stderr.contains("error[missing_subject]"), "{}", refused.stderr);
}

#[test]
fn what_names_no_subjects_is_refused() {
    let (scene, lines) = people();
    let nobody =
        scene.run("encrypt -p policy.yaml -k ring.json --kek-file kek --subjects keys.jsonl record.json");
    assert_eq!(nobody.exit, 3, "{}", nobody.stderr);
    for bad in
        [format!("{}\n{}\n", lines[0], lines[0]), r#"{"subject":"canary"}"#.to_owned(), "canary".to_owned()]
    {
        scene.write("bad.jsonl", bad);
        let run = scene.run(&format!("encrypt {RING} --subjects bad.jsonl plain.jsonl"));
        assert_eq!(run.exit, 4, "{}", run.stderr);
        assert!(!run.stderr.contains("canary"), "{}", run.stderr);
    }
}
