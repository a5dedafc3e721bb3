//! The life of keys, from the command line.

use crate::scene::{RECORD, Scene};

const KEY: &str = "-k ring.json --kek-file kek";
const RING: &str = "-p policy.yaml -k ring.json --kek-file kek";

#[test]
fn a_ring_changes_hands_without_touching_a_record() {
    let scene = Scene::new();
    scene.ok(&format!("encrypt {RING} record.json -o stored.json"));
    scene.write("kek2", "22".repeat(32));
    scene.ok(&format!("key rewrap {KEY} --add-kek-file kek2"));
    scene.ok("decrypt -p policy.yaml -k ring.json --kek-file kek2 stored.json");
    scene.ok("key rewrap -k ring.json --kek-file kek2 --remove 0 --new-ring-key");
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
