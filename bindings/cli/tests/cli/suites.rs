//! Public documents and test suites, through the binary.

use std::fs;

use crate::scene::{Scene, test_data};

/// Every file of the suite: what must be refused is refused with 4, what must be read is copied byte for byte.
#[test]
fn json_test_suite() {
    let Some(folder) = test_data("json-test-suite") else { return };
    let scene = Scene::empty();
    scene.write("policy.yaml", "version: 1\nrules: [ { path: \"$.no.such.member\", show: redact } ]\n");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (Some(kind), true) = (name.get(..2), name.ends_with(".json")) else { continue };
        let bytes = fs::read(&path).unwrap();
        let run = scene.feed("mask -p policy.yaml", &bytes);
        match (kind, run.exit) {
            ("y_" | "i_", 0) => assert_eq!(run.stdout, bytes, "{name}"),
            ("n_" | "i_", 4) => assert!(run.stdout.is_empty(), "{name}"),
            (_, exit) => panic!("{name}: exit {exit}: {}", run.stderr),
        }
        seen += 1;
    }
    assert_eq!(seen, 318);
}

/// Five rules and more that match, for each of the real documents.
const POLICIES: [(&str, &str); 5] = [
    ("twitter", "$..user.name $..user.description $..text $.statuses[*].user.location $..url"),
    ("github_events", "$..actor.login $..repo.url $..avatar_url $..created_at $..email $..name"),
    ("gsoc-2018", "$..author.name $..description $..sponsor.url $..name $..sponsor.logo"),
    ("citm_catalog", "$..name $..areaId $..eventId $..logo $..topicIds"),
    ("apache_builds", "$..name $..url $..color $.mode $..description"),
];

#[test]
fn real_documents_come_back_byte_for_byte() {
    let Some(folder) = test_data("json") else { return };
    for (name, paths) in POLICIES {
        let scene = Scene::new();
        let rules: String = paths
            .split(' ')
            .map(|path| format!("  - {{ path: \"{path}\", store: {{ encrypt: pii }}, show: redact }}\n"))
            .collect();
        let defaults = "defaults: { duplicate_names: all, container: replace }";
        scene.write("policy.yaml", format!("version: 1\n{defaults}\nrules:\n{rules}"));
        let document = fs::read(folder.join(format!("{name}.json"))).unwrap();
        scene.write("plain.json", &document);
        let ring = "-p policy.yaml -k ring.json --kek-file kek";
        scene.ok(&format!("encrypt {ring} plain.json -o stored.json --report report.json"));
        scene.ok(&format!("decrypt {ring} stored.json -o restored.json"));
        assert!(scene.read("restored.json") == document, "{name} did not come back as it was");
        assert!(scene.read("stored.json") != document, "{name} was not encrypted");
        let report: serde_json::Value = serde_json::from_slice(&scene.read("report.json")).unwrap();
        assert_eq!(report["unmatched"], serde_json::json!([]), "{name}");
        let kept = scene.run(&format!("encrypt {ring} --existing keep stored.json"));
        assert!(kept.stdout == scene.read("stored.json"), "{name} was not kept");
    }
}
