//! The first thing anyone sees.

use crate::scene::{Scene, run};

/// Tokens, ids and the folder differ from run to run.
#[test]
fn the_tour_ends_with_the_bytes_that_it_began_with() {
    let scene = Scene::empty();
    let text = scene.ok("tour").replace(env!("CARGO_BIN_EXE_fieldveil"), "target/release/fieldveil");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    assert!(!text.contains('\u{1b}'), "colour without a terminal");
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"fv1\.[A-Za-z0-9_-]+…", "fv1.XXXXXXXXXXX…");
    settings.add_filter(r"\b[0-9]{7,10}\b", "[ID]");
    settings.bind(|| insta::assert_snapshot!(text));
    assert!(scene.names().is_empty(), "the tour left something behind");
}

#[test]
fn the_tour_needs_nothing_from_the_environment() {
    let scene = Scene::empty();
    let mut command = scene.command();
    command.env_clear().arg("tour");
    assert_eq!(run(&mut command).exit, 0);
}

#[test]
fn init_gives_a_policy_and_a_ring_that_work_and_overwrites_nothing() {
    let scene = Scene::empty();
    scene.ok("init demo");
    let ring = "-p demo/policy.yaml -k demo/ring.json --kek-file demo/ring.key";
    scene.ok("check -p demo/policy.yaml --sample demo/sample.json");
    scene.ok(&format!("encrypt {ring} demo/sample.json -o stored.json"));
    assert!(scene.ok(&format!("decrypt {ring} stored.json")).contains("Ada Lovelace"));
    let again = scene.run("init demo");
    assert_eq!(again.exit, 7, "{}", again.stderr);
    scene.ok(&format!("decrypt {ring} stored.json"));
}

#[test]
fn init_leaves_nothing_beside_a_file_that_is_there_already() {
    for taken in ["policy.yaml", "sample.json", "ring.json", "ring.key"] {
        let scene = Scene::empty();
        scene.write(taken, "mine");
        let refused = scene.run("init .");
        assert_eq!(refused.exit, 7, "{}", refused.stderr);
        assert!(refused.stderr.contains(&format!("{taken}` is there already")), "{}", refused.stderr);
        assert_eq!((scene.names(), scene.text(taken)), (vec![taken.to_owned()], "mine".to_owned()));
        scene.ok("init demo");
    }
}
