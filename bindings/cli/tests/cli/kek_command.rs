//! `--kek-command`: a real program wraps and unwraps the ring key.

use std::path::Path;

use crate::scene::{POLICY, RECORD, Scene};

/// Notes how it was called, and swaps two parts of the key.
const KMS: &str = r#"
printf '%s\n' "arguments: $*" "ring: $FIELDVEIL_RING_ID" >> calls
env >> environment
read -r line && echo "$line" >> lines
rest=${line#????????????????????}
printf '%s%.20s%s\n' "$(printf %.20s "$rest")" "$line" "${rest#????????????????????}"
"#;

const RING: &str = "-k ring.json --kek-command sh\u{a0}kms.sh --kek-name kms";

/// A folder with a policy, a record, and a ring that a program wraps.
fn scene() -> Scene {
    let scene = Scene::empty();
    scene.write("policy.yaml", POLICY);
    scene.write("record.json", RECORD);
    scene.write("kms.sh", KMS);
    scene.ok(&format!("key create {RING}"));
    scene.ok(&format!("key add {RING} --set pii"));
    scene.ok(&format!("key add {RING} --set bank"));
    scene
}

fn id(scene: &Scene) -> String {
    let ring: serde_json::Value = serde_json::from_str(&scene.text("ring.json")).unwrap();
    ring["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_program_opens_a_ring_and_is_asked_once_a_run() {
    let scene = scene();
    scene.ok(&format!("encrypt -p policy.yaml {RING} record.json -o stored.json"));
    let before = scene.text("calls").lines().count();
    assert_eq!(scene.ok(&format!("decrypt -p policy.yaml {RING} stored.json")), RECORD);
    let calls = scene.text("calls");
    let last: Vec<_> = calls.lines().skip(before).collect();
    assert_eq!(last, ["arguments: unwrap".to_owned(), format!("ring: {}", id(&scene))]);
    assert!(calls.starts_with("arguments: wrap\nring: kr_"), "{calls}");
}

#[test]
fn a_key_is_in_no_argument_and_in_no_variable() {
    let scene = scene();
    scene.ok(&format!("encrypt -p policy.yaml {RING} record.json -o stored.json"));
    // What went in by the pipe: the ring key, then what it became.
    let lines = scene.text("lines");
    let lines: Vec<_> = lines.lines().collect();
    assert_eq!(lines.len(), 4);
    for line in lines {
        assert!(line.len() >= 43, "{line}");
        for seen in ["calls", "environment"] {
            assert!(!scene.text(seen).contains(line), "{seen}");
        }
    }
}

#[test]
fn two_programs_open_one_ring_and_a_file_may_take_over() {
    let scene = scene();
    scene.ok(&format!("encrypt -p policy.yaml {RING} record.json -o stored.json"));
    scene.write("other.sh", "base64 -d | base64 | tr -d '\\n'");
    scene.write("kek", "11".repeat(32));
    scene.ok(&format!("key rewrap {RING} --add-kek-command sh\u{a0}other.sh --add-kek-name other"));
    scene.ok(&format!("key rewrap {RING} --add-kek-file kek"));
    for opener in ["--kek-command sh\u{a0}other.sh --kek-name other", "--kek-file kek"] {
        let opened = scene.ok(&format!("decrypt -p policy.yaml -k ring.json {opener} stored.json"));
        assert_eq!(opened, RECORD);
    }
    scene.ok("key rewrap -k ring.json --kek-file kek --remove 0 --remove 1 --new-ring-key");
    let refused = scene.run(&format!("decrypt -p policy.yaml {RING} stored.json"));
    assert!(refused.stderr.starts_with("error[wrong_passphrase]"), "{}", refused.stderr);
    assert_eq!(scene.ok("decrypt -p policy.yaml -k ring.json --kek-file kek stored.json"), RECORD);
}

#[test]
fn what_a_program_does_wrong_is_said_and_nothing_is_written() {
    let scene = scene();
    scene.ok(&format!("encrypt -p policy.yaml {RING} record.json -o stored.json"));
    let names = scene.names();
    for (program, said) in [
        ("exit 3", "ended with exit status: 3 on `unwrap`"),
        ("kill -9 $$", "ended with signal: 9"),
        ("true", "gave back something other than 32 bytes"),
        ("echo not base64", "did not answer with a line of base64 on `unwrap`"),
        ("head -c 31 /dev/zero | base64", "gave back something other than 32 bytes"),
        ("head -c 33 /dev/zero | base64", "gave back something other than 32 bytes"),
        ("head -c 200000 /dev/zero | base64 -w0", "`unwrap`"),
    ] {
        scene.write("kms.sh", program);
        for line in [
            format!("decrypt -p policy.yaml {RING} stored.json -o out.json"),
            format!("key rotate {RING} --set pii"),
        ] {
            let before = scene.text("ring.json");
            let run = scene.run(&line);
            assert_eq!(run.exit, 5, "{program}: {}", run.stderr);
            assert!(run.stderr.starts_with("error[provider_failed]: provider `kms` "), "{}", run.stderr);
            assert!(run.stderr.contains(said), "{program}: {}", run.stderr);
            assert_eq!(scene.text("ring.json"), before);
            assert_eq!(scene.names(), names, "{program}");
        }
    }
    // Thirty-two bytes, and not the key: the ring's own seal does not fit.
    scene.write("kms.sh", "head -c 32 /dev/zero | base64");
    let run = scene.run(&format!("decrypt -p policy.yaml {RING} stored.json"));
    assert!(run.exit == 5 && !run.stderr.contains("provider_failed"), "{}", run.stderr);

    let missing = "--kek-command no-such-program --kek-name kms";
    let run = scene.run(&format!("decrypt -p policy.yaml -k ring.json {missing} stored.json"));
    assert!(run.stderr.contains("could not be started (entity not found) on `unwrap`"), "{}", run.stderr);
}

#[test]
fn a_program_that_fails_to_wrap_leaves_no_ring() {
    let scene = Scene::empty();
    for program in ["exit 1", "true", "echo not base64"] {
        scene.write("kms.sh", program);
        let run = scene.run(&format!("key create {RING}"));
        assert!(run.stderr.starts_with("error[provider_failed]"), "{program}: {}", run.stderr);
        assert_eq!(scene.names(), ["kms.sh"], "{program}");
    }
}

#[test]
fn no_shell_reads_the_line() {
    let scene = scene();
    let line = "sh\u{a0}kms.sh\u{a0};\u{a0}touch\u{a0}owned\u{a0}$(touch\u{a0}owned)";
    scene.ok(&format!("key list -k ring.json --kek-command {line} --kek-name kms"));
    assert!(!Path::new(&scene.path("owned")).exists());
    assert!(scene.text("calls").contains("arguments: ; touch owned $(touch owned) unwrap\n"));
}
