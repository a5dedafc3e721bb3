//! Where output goes, and what a failed run leaves behind.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Stdio;

use crate::scene::{RECORD, Scene, run};

#[test]
fn a_failed_run_leaves_the_target_and_the_folder_as_they_were() {
    let scene = Scene::new();
    let lines = format!("{RECORD}\n{RECORD}\n{{\n");
    scene.write("bad.json", &RECORD[..30]);
    scene.write("bad.jsonl", &lines);
    scene.write("old", "what was there");
    let before = scene.names();
    for input in ["bad.json", "bad.jsonl", "missing.json"] {
        for target in ["old", "new"] {
            let line = format!("encrypt -p policy.yaml -k ring.json --kek-file kek {input} -o {target}");
            let run = scene.run(&line);
            assert!(run.exit == 4 || run.exit == 7, "{line}: {}", run.stderr);
            assert!(run.stdout.is_empty());
        }
    }
    assert_eq!(scene.text("old"), "what was there");
    assert_eq!(scene.names(), before);
}

#[test]
fn a_failed_run_over_one_record_writes_nothing_to_standard_output() {
    let scene = Scene::new();
    for verb in ["mask", "encrypt", "decrypt"] {
        let run =
            scene.feed(&format!("{verb} -p policy.yaml -k ring.json --kek-file kek"), b"{\"name\":\"A\"} x");
        assert_eq!((run.exit, run.stdout.len()), (4, 0), "{}", run.stderr);
    }
}

#[test]
fn a_file_may_be_replaced_by_itself_and_keeps_its_mode() {
    let scene = Scene::new();
    fs::set_permissions(scene.path("record.json"), fs::Permissions::from_mode(0o640)).unwrap();
    scene.ok("encrypt -p policy.yaml -k ring.json --kek-file kek record.json -o record.json");
    scene.ok("decrypt -p policy.yaml -k ring.json --kek-file kek record.json -o record.json");
    assert_eq!(scene.text("record.json"), RECORD);
    assert_eq!(fs::metadata(scene.path("record.json")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_link_is_followed_and_a_target_that_is_no_file_is_written_directly() {
    let scene = Scene::new();
    scene.write("real.json", "");
    symlink("real.json", scene.path("link.json")).unwrap();
    scene.ok("mask -p policy.yaml record.json -o link.json");
    assert!(fs::symlink_metadata(scene.path("link.json")).unwrap().is_symlink());
    assert!(scene.text("real.json").contains("[REDACTED]"));
    assert_eq!(scene.ok("mask -p policy.yaml record.json -o /dev/stdout"), scene.text("real.json"));
    scene.ok("mask -p policy.yaml record.json -o /dev/null");
}

#[test]
fn a_dash_is_a_standard_stream() {
    let scene = Scene::new();
    let file = scene.ok("mask -p policy.yaml record.json");
    for line in ["mask -p policy.yaml", "mask -p policy.yaml -", "mask -p policy.yaml - -o -"] {
        assert_eq!(scene.feed(line, RECORD.as_bytes()).stdout, file.as_bytes());
    }
}

#[test]
fn a_closed_pipe_is_an_error_and_not_a_crash() {
    let scene = Scene::new();
    scene.write("many.jsonl", format!("{RECORD}\n").repeat(100_000));
    let mut command = scene.command();
    command.args(["mask", "-p", "policy.yaml", "many.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(7));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_not_a_crash() {
    let scene = Scene::new();
    let run = run(scene.command().args(["mask", "-p", "policy.yaml", "record.json", "-o", "/dev/full"]));
    assert_eq!(run.exit, 7, "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_killed_leaves_the_folder_as_it_was() {
    let scene = Scene::new();
    let before = scene.names();
    let mut command = scene.command();
    command.args(["mask", "-p", "policy.yaml", "--lines", "-o", "shown.jsonl", "--report", "report.json"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    // More than the run keeps in memory: what it has taken in it has begun to write.
    let lines = format!("{RECORD}\n").repeat(200_000);
    child.stdin.as_mut().unwrap().write_all(lines.as_bytes()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(scene.names(), before);
}

#[test]
fn a_new_file_has_the_mode_that_the_mask_of_the_process_leaves() {
    let scene = Scene::new();
    for (mask, mode) in [("022", 0o644), ("077", 0o600)] {
        let binary = env!("CARGO_BIN_EXE_fieldveil");
        let line = format!("umask {mask} && '{binary}' mask -p policy.yaml record.json -o {mask}");
        let mut shell = std::process::Command::new("sh");
        let run = run(shell.current_dir(scene.path(".")).args(["-c", &line]));
        assert_eq!(run.exit, 0, "{}", run.stderr);
        assert_eq!(fs::metadata(scene.path(mask)).unwrap().permissions().mode() & 0o777, mode);
    }
}

#[test]
fn a_run_replaces_nothing_that_it_needs() {
    let scene = Scene::new();
    symlink("ring.json", scene.path("link.json")).unwrap();
    let files = ["ring.json", "kek", "policy.yaml"];
    let before = files.map(|name| scene.read(name));
    let ring = "-k ring.json --kek-file kek";
    for target in ["ring.json", "./ring.json", "link.json", "kek", "policy.yaml"] {
        for line in [
            format!("encrypt -p policy.yaml {ring} record.json -o {target}"),
            format!("decrypt -p policy.yaml {ring} record.json --report {target}"),
            format!("mask -p policy.yaml {ring} record.json -o {target}"),
            format!("reencrypt -p policy.yaml {ring} record.json --usage {target}"),
        ] {
            let run = scene.run(&line);
            assert!(run.exit == 2 && run.stderr.contains("is needed by this run"), "{line}: {}", run.stderr);
        }
    }
    // The answer may take the place of its input; what is told beside it may not.
    for line in [
        format!("encrypt -p policy.yaml {ring} record.json -o stored.json --report record.json"),
        format!("reencrypt -p policy.yaml {ring} record.json --dry-run --usage ./record.json"),
    ] {
        let run = scene.run(&line);
        assert!(run.exit == 2 && run.stderr.contains("is needed by this run"), "{line}: {}", run.stderr);
    }
    for line in
        [format!("seal {ring} --set pii record.json -o kek"), format!("open {ring} record.json -o ring.json")]
    {
        assert_eq!(scene.run(&line).exit, 2, "{line}");
    }
    let mut command = scene.command();
    command.args(["encrypt", "-p", "policy.yaml", "record.json", "-o", "ring.json"]);
    command.env("FIELDVEIL_KEYRING", "ring.json").env("FIELDVEIL_KEK_FILE", "kek").stdin(Stdio::null());
    assert_eq!(run(&mut command).exit, 2);
    assert_eq!(files.map(|name| scene.read(name)), before);
    // Two outputs are two files; but what is no file may take both.
    assert_eq!(scene.run("mask -p policy.yaml record.json -o new.json --report ./new.json").exit, 2);
    scene.ok("mask -p policy.yaml record.json -o /dev/null --report /dev/null");
}
