//! What the benches of Fieldveil share: documents, rules, rivals, and a way to time them that holds on a busy machine.
//!
//! A bench is a list of [`Contest`]s, handed to [`run`]. `cargo bench` times each candidate by itself with criterion;
//! with `--ratios` all candidates of a contest take turns and the table of ratios is printed, which is what
//! `cargo xtask bench` does for every bench.

pub mod backend;
mod contest;
pub mod data;
pub mod policy;
pub mod ring;
pub mod rivals;
mod rounds;
mod table;

pub use contest::{Contest, Goal};

use criterion::Criterion;

/// Times the contests as the command line asks.
pub fn run(contests: Vec<Contest>) {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == "--ratios") {
        for mut contest in contests {
            let times = rounds::interleaved(&mut contest);
            print!("{}", table::render(&contest, &times));
        }
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    for contest in contests {
        contest.bench(&mut criterion);
    }
    criterion.final_summary();
}
