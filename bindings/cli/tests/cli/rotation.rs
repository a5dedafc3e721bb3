//! A rotation from the command line: pending, primary, re-encrypted away, destroyed.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::scene::{RECORD, Scene};

const KEY: &str = "-k ring.json --kek-file kek";
const RING: &str = "-p policy.yaml -k ring.json --kek-file kek";

fn versions(scene: &Scene) -> Vec<(u64, String)> {
    let list: Value = serde_json::from_str(&scene.ok("key list -k ring.json --kek-file kek --json")).unwrap();
    let sets = list["sets"].as_array().unwrap();
    let pii = sets.iter().find(|set| set["name"] == "pii").unwrap();
    let version = |v: &Value| (v["id"].as_u64().unwrap(), v["state"].as_str().unwrap().to_owned());
    pii["versions"].as_array().unwrap().iter().map(version).collect()
}

fn states(scene: &Scene) -> Vec<String> {
    versions(scene).into_iter().map(|(_, state)| state).collect()
}

#[test]
fn a_key_goes_through_its_life() {
    let scene = Scene::new();
    scene.ok(&format!("encrypt {RING} record.json -o old.json"));
    assert_eq!(states(&scene), ["primary"]);
    scene.ok(&format!("key rotate {KEY} --set pii"));
    assert_eq!(states(&scene), ["primary", "pending"]);
    assert_eq!(scene.run(&format!("key promote {KEY} --set pii")).exit, 5);
    scene.ok(&format!("key promote {KEY} --set pii --now"));
    assert_eq!(states(&scene), ["retired", "primary"]);
    assert_eq!(scene.ok(&format!("decrypt {RING} old.json")), RECORD);

    let old = versions(&scene)[0].0;
    scene.ok(&format!("reencrypt {RING} old.json -o new.json --usage usage.json"));
    assert_eq!(scene.ok(&format!("decrypt {RING} new.json")), RECORD);
    assert_eq!(scene.run(&format!("key destroy {KEY} --set pii --id {old}")).exit, 2);
    scene.ok(&format!("key disable {KEY} --set pii --id {old}"));
    assert_eq!(scene.run(&format!("decrypt {RING} old.json")).exit, 5);
    scene.ok(&format!("key enable {KEY} --set pii --id {old}"));
    scene.ok(&format!("key destroy {KEY} --set pii --id {old} --usage usage.json"));
    assert_eq!(states(&scene), ["destroyed", "primary"]);
    assert_eq!(scene.run(&format!("decrypt {RING} old.json")).exit, 5);
    assert_eq!(scene.ok(&format!("decrypt {RING} new.json")), RECORD);
}

#[test]
fn a_version_that_is_still_used_is_not_destroyed() {
    let scene = Scene::new();
    scene.ok(&format!("encrypt {RING} record.json -o old.json"));
    scene.ok(&format!("reencrypt {RING} old.json -o same.json --usage usage.json"));
    assert_eq!(scene.read("same.json"), scene.read("old.json"));
    scene.ok(&format!("key rotate {KEY} --set pii"));
    scene.ok(&format!("key promote {KEY} --set pii --now"));
    let old = versions(&scene)[0].0;
    let run = scene.run(&format!("key destroy {KEY} --set pii --id {old} --usage usage.json"));
    assert_eq!(run.exit, 5, "{}", run.stderr);
    scene.ok(&format!("key destroy {KEY} --set pii --id {old} --force"));
}

#[test]
fn a_dry_run_writes_nothing_and_counts_what_is() {
    let scene = Scene::new();
    scene.write("many.jsonl", format!("{RECORD}\n").repeat(5));
    scene.ok(&format!("encrypt {RING} many.jsonl -o old.jsonl"));
    scene.ok(&format!("key rotate {KEY} --set pii"));
    scene.ok(&format!("key promote {KEY} --set pii --now"));
    let run = scene.run(&format!("reencrypt {RING} --dry-run --usage usage.json old.jsonl"));
    assert_eq!((run.exit, run.stdout.len()), (0, 0), "{}", run.stderr);
    let old = versions(&scene)[0].0;
    assert!(run.stderr.contains(&format!("version {old} of `pii`, retired: 5 records")), "{}", run.stderr);
    let refused = scene.run(&format!("key destroy {KEY} --set pii --id {old} --usage usage.json"));
    assert_eq!(refused.exit, 5, "{}", refused.stderr);
}

#[test]
fn a_killed_run_goes_on_where_it_stood() {
    let scene = Scene::new();
    let line = format!("{{\"name\":\"Ada\",\"pad\":\"{}\"}}\n", "x".repeat(10_000));
    let plain = line.repeat(3_500);
    scene.write("plain.jsonl", &plain);
    scene.ok(&format!("encrypt {RING} plain.jsonl -o old.jsonl"));
    scene.ok(&format!("key rotate {KEY} --set pii"));
    scene.ok(&format!("key promote {KEY} --set pii --now"));
    let old = versions(&scene)[0].0;
    let line = format!("reencrypt {RING} old.jsonl -o new.jsonl --resume journal --usage usage.json");
    let mut kills = 0;
    while kills < 5 {
        let before = scene.names().contains(&"journal".to_owned()).then(|| scene.read("journal"));
        let mut child = scene.command().args(line.split(' ')).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            if scene.names().contains(&"journal".to_owned()) && Some(scene.read("journal")) != before {
                child.kill().unwrap();
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(!scene.names().contains(&"new.jsonl".to_owned()), "the run ended before it was killed");
        kills += 1;
    }
    scene.ok(&line);
    assert!(!scene.names().iter().any(|name| name == "journal" || name.ends_with(".partial")));
    assert!(scene.ok(&format!("decrypt {RING} new.jsonl")) == plain);
    scene.ok(&format!("key destroy {KEY} --set pii --id {old} --usage usage.json"));
    assert_eq!(scene.run(&format!("reencrypt {RING} old.jsonl -o new.jsonl --resume policy.yaml")).exit, 2);
}

/// A store that was half re-encrypted in its place when the run was killed, and the line of that run.
fn half_done() -> (Scene, String) {
    let scene = Scene::new();
    let line = format!("{{\"name\":\"Ada\",\"email\":\"a@b.example\",\"pad\":\"{}\"}}\n", "x".repeat(10_000));
    scene.write("plain.jsonl", line.repeat(1_500));
    scene.ok(&format!("encrypt {RING} plain.jsonl -o store.jsonl"));
    scene.ok(&format!("key rotate {KEY} --set pii"));
    scene.ok(&format!("key promote {KEY} --set pii --now"));
    let line = format!("reencrypt {RING} store.jsonl -o store.jsonl --resume journal --usage usage.json");
    let mut child = scene.command().args(line.split(' ')).stderr(Stdio::null()).spawn().unwrap();
    while !scene.path("journal").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    (scene, line)
}

#[test]
fn a_journal_is_of_one_run() {
    let (scene, line) = half_done();
    let refused = |line: &str, said: &str| {
        let (store, journal) = (scene.read("store.jsonl"), scene.read("journal"));
        let run = scene.run(line);
        assert_eq!(run.exit, 2, "{line}\n{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
        assert!(scene.read("store.jsonl") == store && scene.read("journal") == journal);
    };
    scene.write("other.yaml", format!("{}# other\n", scene.text("policy.yaml")));
    refused(
        &line.replace("policy.yaml", "other.yaml"),
        "no journal of a run with this policy and these files",
    );
    refused(&line.replace(" store.jsonl -o", " plain.jsonl -o"), "these files");
    refused(&line.replace("-o store.jsonl", "-o else.jsonl"), "these files");
    refused(&line.replace(" --usage usage.json", ""), "from the beginning of a run to its end");
    // What the journal counts as written is not there: nothing may stand in its place.
    let partial = scene.read("store.jsonl.partial");
    scene.write("store.jsonl.partial", &partial[..partial.len() / 2]);
    refused(&line, "says more than the partial output holds");
    scene.write("store.jsonl.partial", partial);
    // A report and its warnings are of the whole run, however often it was begun.
    let run = scene.run(&format!("{line} --report report.json"));
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let report: Value = serde_json::from_str(&scene.text("report.json")).unwrap();
    assert_eq!(
        (&report["records"], &report["unmatched"]),
        (&1_500.into(), &serde_json::json!(["$.card.number"]))
    );
    assert!(scene.ok(&format!("decrypt {RING} store.jsonl")) == scene.text("plain.jsonl"));
}

/// Killed between its last step and the last but one: the result is in its place, and only the journal is left.
#[test]
fn a_run_that_was_killed_at_its_very_end_is_done() {
    let (scene, line) = half_done();
    let mut journal: Value = serde_json::from_str(&scene.text("journal")).unwrap();
    scene.ok(&line);
    let store = scene.read("store.jsonl");
    journal["done"] = true.into();
    for (name, is) in [("read", scene.read("plain.jsonl").len()), ("written", store.len())] {
        journal[name] = is.into();
    }
    scene.write("journal", journal.to_string());
    scene.ok(&line);
    assert!(scene.read("store.jsonl") == store);
    assert!(!scene.names().iter().any(|name| name == "journal" || name.ends_with(".partial")));
}
