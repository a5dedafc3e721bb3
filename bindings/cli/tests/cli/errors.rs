//! Every error code that the command line can reach: its message and its exit code.

use fieldveil::ErrorCode;

use crate::scene::{POLICY, RECORD, Scene};

/// Ids, sizes of the day and the like are no part of a message's wording.
fn snapshot(name: &str, transcript: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"\b[0-9]{7,10}\b", "[ID]");
    settings.add_filter(r"wait [0-9]+ more", "wait [SECONDS] more");
    settings.add_filter(r"fv1\.[A-Za-z0-9_-]+", "[TOKEN]");
    settings.bind(|| insta::assert_snapshot!(name, transcript));
}

const ENCRYPT: &str = "encrypt -p policy.yaml -k ring.json --kek-file kek record.json";
const DECRYPT: &str = "decrypt -p policy.yaml -k ring.json --kek-file kek stored.json";

#[test]
fn usage() {
    let scene = Scene::new();
    snapshot(
        "usage",
        &scene.transcript(&[
            "mask record.json",
            "mask -p policy.yaml --context tenant record.json",
            "encrypt -p policy.yaml record.json",
            "encrypt -p policy.yaml -k ring.json record.json",
            "encrypt -p policy.yaml -k ring.json --passphrase hunter2 record.json",
            "encrypt -p policy.yaml -k ring.json --kek-file kek --existing perhaps record.json",
            "key destroy -k ring.json --kek-file kek --set pii --id 1",
            "key rewrap -k ring.json --kek-file kek",
        ]),
    );
}

#[test]
fn policy() {
    let scene = Scene::new();
    scene.write("typo.yaml", POLICY.replace("classes:", "clases:"));
    scene.write("path.yaml", POLICY.replace("$.name", "$.name["));
    snapshot(
        "policy",
        &scene.transcript(&[
            "mask -p typo.yaml record.json",
            "mask -p path.yaml record.json",
            "mask -p policy.yaml --view nobody record.json",
            "encrypt -p policy.yaml -k ring.json --kek-file kek --context fv-ring=x record.json",
            "encrypt -p policy.yaml -k ring.json --kek-file kek --context a=x --context a=y record.json",
        ]),
    );
}

#[test]
fn input() {
    let scene = Scene::new();
    scene.ok(&format!("{ENCRYPT} -o stored.json"));
    scene.write("broken.json", &RECORD[..40]);
    scene.write("deep.json", "[".repeat(5000));
    scene.write("token.json", r#"{"name":"fv1.not a token"}"#);
    scene.write("future.json", r#"{"name":"fv2.AgEAAAAB"}"#);
    scene.write("twice.json", r#"{"name":"Ada","name":"Eve"}"#);
    scene.write("required.yaml", POLICY.replace("class: name }", "class: name, required: true }"));
    scene.write("empty.json", "{}");
    snapshot(
        "input",
        &scene.transcript(&[
            "mask -p policy.yaml broken.json",
            "mask -p policy.yaml deep.json",
            "encrypt -p policy.yaml -k ring.json --kek-file kek stored.json",
            "encrypt -p policy.yaml -k ring.json --kek-file kek twice.json",
            "encrypt -p required.yaml -k ring.json --kek-file kek empty.json",
            "decrypt -p policy.yaml -k ring.json --kek-file kek token.json",
            "decrypt -p policy.yaml -k ring.json --kek-file kek future.json",
        ]),
    );
}

#[test]
fn keys() {
    let scene = Scene::new();
    scene.ok(&format!("{ENCRYPT} -o stored.json"));
    scene.write("kek2", "22".repeat(32));
    scene.write("edited.json", scene.text("ring.json").replace("\"pii\"", "\"pio\""));
    scene.write("elsewhere.yaml", POLICY.replace("encrypt: pii", "encrypt: nowhere"));
    scene.ok("key create -k other.json --kek-file kek2");
    scene.ok("key add -k other.json --kek-file kek2 --set pii");
    scene.ok("key add -k other.json --kek-file kek2 --set bank");
    scene.ok("key rotate -k ring.json --kek-file kek --set pii");
    scene.ok("key add -k ring.json --kek-file kek --set people --purpose subject");
    scene.write("people.yaml", POLICY.replace("encrypt: pii", "encrypt: people"));
    scene.write("kms.sh", "test $1 = wrap && cat || exit 9");
    scene.ok("key create -k kms.json --kek-command sh\u{a0}kms.sh --kek-name kms");
    snapshot(
        "keys",
        &scene.transcript(&[
            "encrypt -p elsewhere.yaml -k ring.json --kek-file kek record.json",
            "decrypt -p policy.yaml -k other.json --kek-file kek2 stored.json",
            "decrypt -p policy.yaml -k ring.json --kek-file kek2 stored.json",
            "decrypt -p policy.yaml -k edited.json --kek-file kek stored.json",
            "decrypt -p policy.yaml -k ring.json --kek-command false --kek-name kms stored.json",
            "decrypt -p policy.yaml -k kms.json --kek-command sh\u{a0}kms.sh --kek-name kms stored.json",
            "encrypt -p people.yaml -k ring.json --kek-file kek record.json",
            "key promote -k ring.json --kek-file kek --set pii",
            "key disable -k ring.json --kek-file kek --set pii --id 1",
        ]),
    );
}

/// Somebody else saves the ring between this run's reading and its saving: a program that opens it makes sure of that.
#[test]
fn a_ring_that_changed_meanwhile() {
    let scene = Scene::new();
    scene.write("kms.sh", "cat");
    scene.ok("key rewrap -k ring.json --kek-file kek --add-kek-command sh\u{a0}kms.sh --add-kek-name kms");
    let binary = env!("CARGO_BIN_EXE_fieldveil");
    scene.write(
        "kms.sh",
        format!("'{binary}' key add -k ring.json --kek-file kek --set meanwhile 2> said\ncat"),
    );
    snapshot(
        "changed",
        &scene.transcript(&["key rotate -k ring.json --kek-command sh\u{a0}kms.sh --kek-name kms --set pii"]),
    );
    let list = scene.ok("key list -k ring.json --kek-file kek");
    assert!(list.contains("meanwhile") && !list.contains("pending"), "{list}");
}

/// Codes that no run of this program ends with, and why.
const OUT_OF_REACH: [(ErrorCode, &str); 3] = [
    // The lowest epoch is an option of the library, for whoever remembers one. A run reads a ring once; when it reads
    // it again, for an unknown key, an older file leaves the answer at `unknown_key`.
    (ErrorCode::KeyringRolledBack, "a run remembers no epoch of an earlier one"),
    // A platform's key store says so through the library's callback; an exit code and a line of base64 cannot.
    (ErrorCode::ProviderKeyLost, "a program says only that it failed"),
    (ErrorCode::Internal, "a fault of the library, which would be mended rather than shown"),
];

#[test]
fn every_code_is_shown_here_or_is_out_of_reach() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/snapshots");
    let snapshots = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let ours = snapshots.filter(|path| path.to_string_lossy().contains("cli__errors__"));
    let shown: String = ours.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    for code in ErrorCode::ALL {
        let out_of_reach = OUT_OF_REACH.iter().any(|(other, _)| other == code);
        assert_ne!(shown.contains(&format!("error[{code}]")), out_of_reach, "{code}");
    }
}

#[test]
fn authentication() {
    let scene = Scene::new();
    scene.ok(&format!("{ENCRYPT} -o stored.json --context tenant=acme"));
    let stored = scene.text("stored.json");
    let salt = stored.find("fv1.").unwrap() + "fv1.AREAAAAB".len() + 3;
    let mut altered = stored.clone().into_bytes();
    altered[salt] = if altered[salt] == b'A' { b'B' } else { b'A' };
    scene.write("altered.json", altered);
    snapshot(
        "authentication",
        &scene.transcript(&[
            &format!("{DECRYPT} --context tenant=other"),
            "decrypt -p policy.yaml -k ring.json --kek-file kek altered.json",
            "decrypt -p policy.yaml -k ring.json --kek-file kek record.json",
        ]),
    );
}

#[test]
fn io() {
    let scene = Scene::new();
    snapshot(
        "io",
        &scene.transcript(&[
            "mask -p policy.yaml nowhere.json",
            "mask -p nowhere.yaml record.json",
            "mask -p policy.yaml -k nowhere.json --kek-file kek record.json",
            "mask -p policy.yaml -k ring.json --kek-file nowhere record.json",
            "mask -p policy.yaml record.json -o no/such/folder.json",
        ]),
    );
}
