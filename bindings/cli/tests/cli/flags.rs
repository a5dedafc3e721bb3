//! The ways to name and open a ring, and what the other flags do.

use std::process::{Command, Stdio};

use crate::scene::{RECORD, Scene, run};

const ENCRYPT: [&str; 5] = ["encrypt", "-p", "policy.yaml", "record.json", "-o"];

#[test]
fn a_passphrase_opens_from_a_file_a_descriptor_and_the_environment() {
    let scene = Scene::new();
    scene.write("passphrase", "correct horse\n");
    scene.ok("key create -k own.json --passphrase-file passphrase");
    scene.ok("key add -k own.json --passphrase-file passphrase --set pii");
    scene.ok("key add -k own.json --passphrase-file passphrase --set bank");
    opens(scene.command().args(ENCRYPT).args(["1", "-k", "own.json", "--passphrase-file", "passphrase"]));
    opens(
        scene
            .command()
            .args(ENCRYPT)
            .args(["2", "-k", "own.json"])
            .env("FIELDVEIL_PASSPHRASE", "correct horse"),
    );
    let from_file = [("FIELDVEIL_PASSPHRASE_FILE", "passphrase"), ("FIELDVEIL_KEYRING", "own.json")];
    opens(scene.command().args(ENCRYPT).arg("3").envs(from_file));
    let wrong =
        run(scene.command().args(ENCRYPT).args(["4", "-k", "own.json"]).env("FIELDVEIL_PASSPHRASE", "no"));
    assert_eq!(wrong.exit, 5, "{}", wrong.stderr);
    shell(&scene, "encrypt -p policy.yaml -k own.json record.json -o 5 --passphrase-fd 3 3<passphrase");
}

#[test]
fn a_key_opens_from_a_file_a_descriptor_and_the_environment() {
    let scene = Scene::new();
    let hex = "11".repeat(32);
    opens(scene.command().args(ENCRYPT).args(["1", "-k", "ring.json"]).env("FIELDVEIL_KEK", &hex));
    opens(scene.command().args(ENCRYPT).args(["2", "-k", "ring.json"]).env("FIELDVEIL_KEK_FILE", "kek"));
    shell(&scene, "encrypt -p policy.yaml -k ring.json record.json -o 3 --kek-fd 3 3<kek");
    let whole = [("FIELDVEIL_KEYRING", scene.text("ring.json")), ("FIELDVEIL_KEK", hex)];
    opens(scene.command().args(ENCRYPT).arg("4").envs(whole));
    scene.write("raw", [0x11; 32]);
    scene.ok("decrypt -p policy.yaml -k ring.json --kek-file raw 4");
}

#[test]
fn a_program_wraps_and_unwraps() {
    let scene = Scene::new();
    // The worst of all key services: it turns over the first bit of every byte, and back again.
    let turn = r"base64 -d | LC_ALL=C tr '\000-\177\200-\377' '\200-\377\000-\177' | base64 -w0";
    scene.write("kms.sh", format!("test -n \"$FIELDVEIL_RING_ID\" && {turn}\n"));
    let opener = ["--kek-command", "sh kms.sh", "--kek-name", "turner"];
    for line in ["key create -k own.json", "key add -k own.json --set pii", "key add -k own.json --set bank"]
    {
        opens(scene.command().args(line.split(' ')).args(opener));
    }
    opens(scene.command().args(ENCRYPT).args(["stored", "-k", "own.json"]).args(opener));
    let other = ["--kek-command", "sh kms.sh", "--kek-name", "other"];
    let run = run(scene.command().args(ENCRYPT).args(["2", "-k", "own.json"]).args(other));
    assert_eq!(run.exit, 5, "{}", run.stderr);
}

#[test]
fn the_ring_itself_may_stand_in_the_environment() {
    let scene = Scene::new();
    let with_ring = |line: &str, ring: &str| {
        let mut command = scene.command();
        let given = [("FIELDVEIL_KEYRING", ring), ("FIELDVEIL_KEK_FILE", "kek")];
        run(command.args(line.split(' ')).envs(given).stdin(Stdio::null()))
    };
    let ring = scene.text("ring.json");
    for line in ["key list", "seal --set pii record.json -o sealed", "open sealed"] {
        let run = with_ring(line, &ring);
        assert_eq!(run.exit, 0, "{line}: {}", run.stderr);
    }
    // What would change it names no file; and a ring is never repeated in a message.
    for (line, exit) in [("key rotate --set pii", 7), ("key create", 2)] {
        let run = with_ring(line, &ring);
        assert_eq!(run.exit, exit, "{line}: {}", run.stderr);
        assert!(!run.stderr.contains("wrapped"), "{line}: {}", run.stderr);
    }
    // A variable that is set to nothing names none.
    for line in ["key list", "key rotate --set pii", "key create", "seal --set pii record.json"] {
        let run = with_ring(line, "");
        assert!(run.exit == 2 && run.stderr.contains("no keyring"), "{line}: {}", run.stderr);
    }
}

#[test]
fn a_file_of_the_environment_that_is_not_there_is_named() {
    let scene = Scene::new();
    for name in ["FIELDVEIL_KEK_FILE", "FIELDVEIL_PASSPHRASE_FILE"] {
        let mut command = scene.command();
        let run = run(command.args(ENCRYPT).args(["1", "-k", "ring.json"]).env(name, "nowhere"));
        assert_eq!(run.exit, 7);
        assert!(run.stderr.contains("`nowhere`"), "{}", run.stderr);
    }
}

#[test]
fn several_rings_serve_one_run() {
    let scene = Scene::new();
    scene.ok("key create -k people.json --kek-file kek");
    scene.ok("key add -k people.json --kek-file kek --set people");
    scene.write("two.yaml", crate::scene::POLICY.replace("encrypt: pii", "encrypt: people"));
    scene.ok("encrypt -p two.yaml -k ring.json -k people.json --kek-file kek record.json -o stored.json");
    let back = scene.ok("decrypt -p two.yaml -k people.json -k ring.json --kek-file kek stored.json");
    assert_eq!(back, RECORD);
}

#[test]
fn help_names_every_command_and_fits_a_terminal() {
    let scene = Scene::empty();
    insta::assert_snapshot!(scene.ok("help"));
    assert!(scene.ok("--version").starts_with("fieldveil "));
    for command in ["mask", "encrypt", "decrypt", "reencrypt", "check", "inspect", "seal", "open"] {
        assert!(scene.ok(&format!("help {command}")).lines().all(|line| line.chars().count() <= 110));
    }
}

#[test]
fn inspect_counts_tokens_by_suite_and_key() {
    let scene = Scene::new();
    scene.write("many.jsonl", format!("{RECORD}\n").repeat(3));
    scene.ok("encrypt -p policy.yaml -k ring.json --kek-file kek many.jsonl -o stored.jsonl");
    let counted: serde_json::Value = serde_json::from_str(&scene.ok("inspect --json stored.jsonl")).unwrap();
    let counts: Vec<_> =
        counted["tokens"].as_array().unwrap().iter().map(|row| row["count"].as_u64()).collect();
    assert_eq!(counts.iter().flatten().sum::<u64>(), 12, "{counted}");
    let list: serde_json::Value =
        serde_json::from_str(&scene.ok("key list -k ring.json --kek-file kek --json")).unwrap();
    let ids = list["sets"].as_array().unwrap().iter().map(|set| &set["versions"][0]["id"]);
    for id in ids {
        assert!(
            counted["tokens"].as_array().unwrap().iter().any(|row| row["id"] == *id),
            "{counted}\n{list}"
        );
    }
}

fn opens(command: &mut Command) {
    let run = run(command);
    assert_eq!(run.exit, 0, "{command:?}\n{}", run.stderr);
}

/// A line for the shell, because only it opens descriptors without unsafe code.
fn shell(scene: &Scene, line: &str) {
    let binary = env!("CARGO_BIN_EXE_fieldveil");
    let mut command = Command::new("sh");
    command.current_dir(scene.path(".")).stdin(Stdio::null()).args(["-c", &format!("'{binary}' {line}")]);
    opens(&mut command);
}
