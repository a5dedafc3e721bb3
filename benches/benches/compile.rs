//! S10: a policy compiled.

use std::time::Duration;

use fieldveil::Policy;
use fieldveil_benches::{Contest, Goal, policy, run};

fn main() {
    let compiled = |contest: Contest, name: &str, rules: usize| {
        let text = policy::written(rules);
        contest.sized(name, rules as f64, move || Policy::parse(&text).expect("the policy is valid"))
    };
    let contest = compiled(Contest::new("compile a policy"), "100 rules", 100);
    let contest = compiled(contest, "2,000 rules", 2_000);
    run(vec![
        contest.goal(Goal::Within { what: "100 rules", limit: Duration::from_millis(1) }).goal(Goal::Grows {
            what: "2,000 rules",
            from: "100 rules",
            times: 2.0,
        }),
    ]);
}
