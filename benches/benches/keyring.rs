//! S10: a ring opened by a key; a passphrase would add its KDF, which is meant to be slow.

use std::time::Duration;

use fieldveil::Keyring;
use fieldveil_benches::backend::NAME;
use fieldveil_benches::{Contest, Goal, ring, run};

fn main() {
    let opened = |contest: Contest, name: &str, keys: usize| {
        let names: Vec<String> = (0..keys).map(|number| format!("set-{number}")).collect();
        let document = ring::of_sets(names.iter().map(String::as_str)).document();
        let providers = [ring::provider()];
        contest.sized(name, keys as f64, move || {
            Keyring::parse(document.as_bytes(), &providers).expect("the ring opens")
        })
    };
    let contest = opened(Contest::new(format!("open a ring, {NAME}")), "100 keys", 100);
    let contest = opened(contest, "1,000 keys", 1_000);
    run(vec![
        contest.goal(Goal::Within { what: "100 keys", limit: Duration::from_millis(1) }).goal(Goal::Grows {
            what: "1,000 keys",
            from: "100 keys",
            times: 2.0,
        }),
    ]);
}
