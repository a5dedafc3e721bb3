//! JSON lines of any number in constant memory.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::process::Stdio;

use crate::scene::{RECORD, Scene};

/// Two hundred megabytes of lines, of which a few blocks at a time are in memory.
const BYTES: usize = 200 << 20;
const MOST_MEMORY: u64 = 96 << 20;

#[cfg(target_os = "linux")]
#[test]
fn masking_two_hundred_megabytes_takes_constant_memory() {
    let scene = Scene::new();
    let line = format!("{RECORD}\n");
    let mut file = BufWriter::new(File::create(scene.path("many.jsonl")).unwrap());
    let count = BYTES / line.len();
    for _ in 0..count {
        file.write_all(line.as_bytes()).unwrap();
    }
    drop(file.into_inner().unwrap());
    let mut command = scene.command();
    command.args(["mask", "-p", "policy.yaml", "many.jsonl", "-o", "/dev/null", "--report", "report.json"]);
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_memory(child.id()).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    assert!(status.success());
    assert!(0 < peak && peak < MOST_MEMORY, "{} MiB at the peak", peak >> 20);
    let report: serde_json::Value = serde_json::from_slice(&scene.read("report.json")).unwrap();
    assert_eq!(report["records"], count);
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_too_large_is_not_read_to_its_end() {
    let scene = Scene::new();
    let policy = format!("{}defaults: {{ limits: {{ document: 1000 }} }}\n", crate::scene::POLICY);
    scene.write("policy.yaml", policy);
    for name in ["large.json", "large.jsonl"] {
        // Larger than any memory, and nothing on the disk.
        File::create(scene.path(name)).unwrap().set_len(1 << 43).unwrap();
    }
    let ring = "-p policy.yaml -k ring.json --kek-file kek";
    for line in [
        "mask -p policy.yaml large.json",
        "mask -p policy.yaml --text large.json",
        &format!("encrypt {ring} large.json"),
        &format!("decrypt {ring} large.json"),
        &format!("reencrypt {ring} large.json"),
        "check -p policy.yaml --sample large.json",
        "check -p policy.yaml --sample large.jsonl",
        "mask -p policy.yaml /dev/zero",
    ] {
        let run = scene.run(line);
        assert!(run.exit == 4 && run.stderr.contains("error[limit_exceeded]"), "{line}: {}", run.stderr);
    }
    // As much as there may be is no byte too many.
    let longest = format!("{{}}{}", " ".repeat(998));
    scene.write("longest.json", &longest);
    assert_eq!(scene.ok("mask -p policy.yaml longest.json"), longest);
    scene.write("longest.jsonl", format!("{longest}\n{longest}\n"));
    scene.ok("check -p policy.yaml --sample longest.jsonl");
    assert_eq!(scene.run("mask -p policy.yaml longest.json --lines").exit, 0);
    scene.write("longest.json", format!("{longest} "));
    assert_eq!(scene.run("mask -p policy.yaml longest.json").exit, 4);
}

#[cfg(target_os = "linux")]
#[test]
fn a_sealed_file_of_any_size_is_inspected_by_its_beginning() {
    let scene = Scene::new();
    scene.ok("seal -k ring.json --kek-file kek --set pii record.json -o sealed");
    let whole = scene.ok("inspect sealed");
    File::options().write(true).open(scene.path("sealed")).unwrap().set_len(1 << 43).unwrap();
    assert_eq!(scene.ok("inspect sealed"), whole);
}

/// The most memory that a process has had so far, in bytes.
fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
}
