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

/// The most memory that a process has had so far, in bytes.
fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
}
