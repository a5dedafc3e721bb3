//! The life of keys, from the command line.

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
fn a_ring_changes_hands_without_touching_a_record() {
    let scene = Scene::new();
    scene.ok(&format!("encrypt {RING} record.json -o stored.json"));
    scene.write("kek2", "22".repeat(32));
    scene.ok(&format!("key rewrap {KEY} --add-kek-file kek2"));
    scene.ok("decrypt -p policy.yaml -k ring.json --kek-file kek2 stored.json");
    scene.ok(&format!("key rewrap -k ring.json --kek-file kek2 --remove 0 --new-ring-key"));
    assert_eq!(scene.run(&format!("decrypt {RING} stored.json")).exit, 5);
    assert_eq!(scene.ok("decrypt -p policy.yaml -k ring.json --kek-file kek2 stored.json"), RECORD);
}

#[test]
fn every_purpose_and_suite_can_be_added_once() {
    let scene = Scene::new();
    for purpose in ["data", "deterministic", "index", "pseudonym", "subject"] {
        scene.ok(&format!("key add {KEY} --set {purpose} --purpose {purpose}"));
    }
    scene.ok(&format!("key add {KEY} --set chacha --suite chacha20-poly1305"));
    assert_eq!(scene.run(&format!("key add {KEY} --set chacha")).exit, 5);
    let list = scene.ok("key list -k ring.json --kek-file kek");
    for word in ["pseudonym", "chacha20-poly1305", "aes-256-siv", "hmac-sha-256", "fv1."] {
        assert!(list.contains(word), "{word} is not in\n{list}");
    }
}

#[test]
fn a_file_is_sealed_and_opened() {
    let scene = Scene::new();
    let big: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    for size in [0, 1, 16_384, big.len()] {
        scene.write("plain", &big[..size]);
        scene.ok(&format!("seal {KEY} --set pii plain -o sealed --context file=plain"));
        scene.ok(&format!("open {KEY} sealed -o opened --context file=plain"));
        assert!(scene.read("opened") == big[..size]);
        assert_eq!(scene.run(&format!("open {KEY} sealed -o elsewhere")).exit, 6);
        let mut cut = scene.read("sealed");
        cut.pop();
        scene.write("cut", cut);
        let run = scene.run(&format!("open {KEY} cut -o elsewhere --context file=plain"));
        assert!(run.exit == 6 || run.exit == 4, "{}", run.stderr);
        assert!(!scene.names().contains(&"elsewhere".to_owned()));
    }
}
