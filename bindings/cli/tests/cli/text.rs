//! `mask --text`: plain text, and what the detectors find in it.

use crate::scene::Scene;

const POLICY: &str = "
version: 1
detectors:
  staff_id: { pattern: 'EMP-[0-9]{6}' }
";

#[test]
fn plain_text_is_masked_by_the_detectors() {
    let scene = Scene::empty();
    scene.write("policy.yaml", POLICY);
    let text = "maria@example.org paid 4111 1111 1111 1111\nEMP-123456 \u{2713} \"order 42\"\n";
    let run = scene.feed("mask -p policy.yaml --text", text.as_bytes());
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let shown = "[email] paid [card]\n[staff_id] \u{2713} \"order 42\"\n";
    assert_eq!(String::from_utf8(run.stdout).unwrap(), shown);
}

#[test]
fn plain_text_needs_no_policy_and_a_record_does() {
    let scene = Scene::empty();
    let run = scene.feed("mask --text", b"maria@example.org is EMP-123456");
    assert_eq!((run.exit, run.stdout.as_slice()), (0, b"[email] is EMP-123456".as_slice()), "{}", run.stderr);
    let run = scene.feed("mask", b"{\"mail\": \"maria@example.org\"}");
    assert_eq!((run.exit, run.stdout.len()), (2, 0));
    assert!(run.stderr.contains("--policy"), "{}", run.stderr);
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let scene = Scene::empty();
    scene.write("policy.yaml", POLICY);
    let run = scene.feed("mask -p policy.yaml --text", b"ab\ncd\xFFmaria@example.org");
    assert_eq!((run.exit, run.stdout.len()), (4, 0));
    assert!(run.stderr.contains("not UTF-8") && run.stderr.contains("line 2"), "{}", run.stderr);
    assert!(!run.stderr.contains("maria"));
}
