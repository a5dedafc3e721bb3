//! S11: what masking costs as documents and policies grow; a unit is a byte, a field, a level or a rule.

use fieldveil::{MaskOptions, Policy, Veil};
use fieldveil_benches::{Contest, Goal, data, policy, run};

/// More than this is no line any more: caches alone account for less.
const LINEAR: f64 = 2.5;

fn main() {
    run(vec![size(), fields(), depth(), rules()]);
}

fn masked(contest: Contest, name: &str, units: usize, veil: &Veil, doc: Vec<u8>) -> Contest {
    let (veil, options) = (veil.clone(), MaskOptions::default());
    contest.sized(name, units as f64, move || veil.mask(&doc, &options).expect("the document is valid"))
}

fn size() -> Contest {
    let paths = ["$[*].customer.email", "$..card.number", "$[*].customer.name", "$[*].notes[*].text"];
    let veil = Veil::new(policy::redacting(&paths));
    let mut contest = Contest::new("size: an array of records, a unit is a byte");
    for (name, count) in
        [("1 kB", 1), ("100 kB", 105), ("1 MB", 1_045), ("10 MB", 10_450), ("100 MB", 104_500)]
    {
        let doc = data::orders(count);
        contest = masked(contest, name, doc.len(), &veil, doc);
    }
    contest.goal(Goal::Grows { what: "100 MB", from: "1 kB", times: LINEAR })
}

fn fields() -> Contest {
    let mut contest = Contest::new("fields: an object all of whose members are masked, a unit is a field");
    let veil = Veil::new(policy::redacting(&["$.*"]));
    for (name, count) in [("1", 1), ("100", 100), ("10,000", 10_000)] {
        let members: Vec<String> = (0..count).map(|n| format!("\"field_{n:05}\":\"value {n:05}\"")).collect();
        contest = masked(contest, name, count, &veil, format!("{{{}}}", members.join(",")).into_bytes());
    }
    contest.goal(Goal::Grows { what: "10,000", from: "100", times: LINEAR })
}

fn depth() -> Contest {
    let mut contest = Contest::new("depth: objects in each other under `$..`, a unit is a level");
    let text = "{version: 1, defaults: {limits: {depth: 1024}}, rules: [{path: $..secret, show: redact}]}";
    let veil = Veil::new(Policy::parse(text).expect("the policy is valid"));
    for (name, levels) in [("1", 1), ("100", 100), ("1,000", 1_000)] {
        let doc = format!("{}0{}", "{\"secret\":1,\"in\":".repeat(levels), "}".repeat(levels));
        contest = masked(contest, name, levels, &veil, doc.into_bytes());
    }
    contest.goal(Goal::Grows { what: "1,000", from: "100", times: LINEAR })
}

fn rules() -> Contest {
    let mut contest = Contest::new("rules: 1 MB by ever more rules that select nothing, a unit is the whole");
    let doc = data::orders(1_045);
    for (name, count) in [("4", 0), ("100 rules", 96), ("1,000 rules", 996), ("10,000 rules", 9_996)] {
        let more = policy::paths(count);
        let paths: Vec<&str> =
            data::RECORD_PATHS.iter().copied().chain(more.iter().map(String::as_str)).collect();
        contest = masked(contest, name, 1, &Veil::new(policy::redacting(&paths)), doc.clone());
    }
    contest.goal(Goal::Costs { what: "10,000 rules", of: "4", times: 1.5 })
}
