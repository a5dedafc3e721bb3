//! No message holds a byte of what is secret: a canary is put everywhere, and nothing may sing.

use std::process::Stdio;

use crate::scene::{POLICY, Run, Scene, run};

const CANARY: &str = "Kanarienvogel4711";

fn silent(what: &str, run: &Run) {
    assert!(!run.stderr.contains(CANARY), "{what} sang: {}", run.stderr);
    for piece in ["Kanari", "vogel4711"] {
        assert!(!run.stderr.contains(piece), "{what} sang in part: {}", run.stderr);
    }
}

#[test]
fn payloads_are_never_repeated() {
    let scene = Scene::new();
    let documents = [
        format!(r#"{{"name":"{CANARY}"#),
        format!(r#"{{"name":{CANARY}}}"#),
        format!(r#"{{"{CANARY}":1,"{CANARY}":2,"name":"a","name":"b"}}"#),
        format!(r#"{{"name":"fv1.{CANARY}"}}"#),
        format!(r#"{{"name":"fv9.{CANARY}"}}"#),
        format!(r#"{{"_fv":"{CANARY}","name":"x"}}"#),
        format!(r#"{{"name":"{CANARY}"}}"#),
        format!(r#"["{CANARY}", {CANARY}]"#),
        CANARY.to_owned(),
    ];
    for document in documents {
        for verb in ["mask", "encrypt", "decrypt"] {
            let ring = "-p policy.yaml -k ring.json --kek-file kek";
            silent(verb, &scene.feed(&format!("{verb} {ring}"), document.as_bytes()));
            silent(verb, &scene.feed(&format!("{verb} {ring} --lines"), document.as_bytes()));
            silent(
                verb,
                &scene.feed(&format!("{verb} {ring} --context tenant={CANARY}"), document.as_bytes()),
            );
        }
        silent("inspect", &scene.feed("inspect", document.as_bytes()));
        scene.write("sample.json", document);
        silent("check", &scene.run("check -p policy.yaml --sample sample.json"));
    }
}

#[test]
fn contexts_are_never_repeated() {
    let scene = Scene::new();
    scene.write("context.yaml", format!("context: {{ tenant: \"$.id\" }}{POLICY}"));
    for pair in
        [CANARY.to_owned(), format!("={CANARY}"), format!("fv-ring={CANARY}"), format!("tenant={CANARY}")]
    {
        for policy in ["policy.yaml", "context.yaml"] {
            let line =
                format!("encrypt -p {policy} -k ring.json --kek-file kek --context {pair} record.json");
            silent("a context", &scene.run(&line));
            silent("a context, twice", &scene.run(&format!("{line} --context tenant=acme --context {pair}")));
        }
    }
}

#[test]
fn keys_and_passphrases_are_never_repeated() {
    let scene = Scene::new();
    scene.write("passphrase", CANARY);
    scene.write("secret", [CANARY.as_bytes(), b"\xff"].concat());
    for flag in ["--passphrase-file", "--kek-file", "--hpke-private"] {
        for file in ["passphrase", "secret"] {
            silent(flag, &scene.run(&format!("key add -k ring.json {flag} {file} --set more")));
            silent(flag, &scene.run(&format!("key create -k new-{file}{flag}.json {flag} {file}")));
        }
    }
    for name in ["FIELDVEIL_PASSPHRASE", "FIELDVEIL_KEK"] {
        let mut command = scene.command();
        command
            .env(name, CANARY)
            .args(["key", "add", "-k", "ring.json", "--set", "more"])
            .stdin(Stdio::null());
        silent(name, &run(&mut command));
    }
    let mut command = scene.command();
    command.env("FIELDVEIL_KEYRING", format!("{{\"{CANARY}\":1}}")).env("FIELDVEIL_KEK", "11".repeat(32));
    silent("FIELDVEIL_KEYRING", &run(command.args(["mask", "-p", "policy.yaml", "record.json"])));
}
