//! Runs the suites in their order, prepares the later ones meanwhile, and closes with the table.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Instant;

use crate::Result;
use crate::counts::Counts;
use crate::step::Log;
use crate::suite::{Outcome, Suite};
use crate::table::{self, Row};
use crate::workshop::Workshop;

/// What a failed suite shows of its log.
const SHOWN_OF_A_FAILURE: usize = 80;

/// Prints the suites.
pub(crate) fn list() -> Result<bool> {
    for suite in crate::suites::ALL {
        let long = if suite.long() { " (with --all)" } else { "" };
        println!("{:10} {:8} {}{long}", suite.name(), suite.language(), suite.about());
    }
    Ok(true)
}

/// Runs the named suites; without a name those that are not long, or `all`. Returns whether the run is a success.
pub(crate) fn run(names: &[String], all: bool) -> Result<bool> {
    let suites = chosen(names, all)?;
    let shop = Workshop::for_tests()?;
    match &shop.data {
        Some(_) => println!("test data: found"),
        None => {
            println!("test data: not there (see FIELDVEIL_TEST_DATA); the tests that read it are skipped")
        }
    }
    let rows = run_all(&suites, &shop)?;
    let total = table::total(&rows);
    print!("\n{}", table::render(&rows));
    println!("\n{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped);
    if names.is_empty() && !all {
        let long: Vec<_> =
            crate::suites::ALL.iter().filter(|suite| suite.long()).map(|suite| suite.name()).collect();
        println!("not in this run: {}; `cargo xtask test --all` runs them too", long.join(", "));
    }
    let missing = rows.iter().filter(|row| matches!(row.outcome, Outcome::Missing(_))).count();
    if shop.ci && missing > 0 {
        println!("under CI every suite must run, and {missing} did not");
    }
    Ok(total.failed == 0 && !(shop.ci && missing > 0))
}

fn chosen(names: &[String], all: bool) -> Result<Vec<&'static dyn Suite>> {
    if names.is_empty() {
        return Ok(crate::suites::ALL.iter().copied().filter(|suite| all || !suite.long()).collect());
    }
    let find = |name: &String| {
        let found = crate::suites::ALL.iter().copied().find(|suite| suite.name() == name);
        found.ok_or_else(|| {
            format!("no suite is called `{name}`; `cargo xtask test --list` names them").into()
        })
    };
    names.iter().map(find).collect()
}

fn run_all(suites: &[&'static dyn Suite], shop: &Workshop) -> Result<Vec<Row>> {
    let logs =
        suites.iter().map(|suite| Log::create(shop.scratch.join(format!("logs/{}.log", suite.name()))));
    let logs = logs.collect::<Result<Vec<_>>>()?;
    thread::scope(|scope| {
        let mut ready = make_ready(scope, suites, &logs, shop);
        let mut rows = Vec::new();
        for (suite, log) in suites.iter().zip(&logs) {
            print!("{:10} …", suite.name());
            std::io::stdout().flush()?;
            let started = Instant::now();
            let outcome = ready
                .pop_front()
                .and_then(|ready| ready.recv().ok())
                .unwrap_or_else(|| Err("its set-up was lost".into()))
                .and_then(|()| suite.run(shop, log));
            let row = Row {
                suite: suite.name(),
                language: suite.language(),
                outcome: settle(outcome, log),
                took: started.elapsed(),
            };
            report(&row, log);
            rows.push(row);
        }
        Ok(rows)
    })
}

/// One thread installs what suite after suite needs, mostly waiting for the network, a second one compiles it, and the first
/// suites run meanwhile: where one of the three waits, another works.
fn make_ready<'scope>(
    scope: &'scope thread::Scope<'scope, '_>,
    suites: &'scope [&'static dyn Suite],
    logs: &'scope [Log],
    shop: &'scope Workshop,
) -> VecDeque<Receiver<Result<()>>> {
    let (senders, receivers): (Vec<_>, VecDeque<_>) = suites.iter().map(|_| mpsc::channel()).unzip();
    let (installed, to_compile) = mpsc::channel();
    // Nobody listens any more only if the run itself has ended.
    scope.spawn(move || {
        for (suite, log) in suites.iter().zip(logs) {
            let _ = installed.send(suite.prepare(shop, log));
        }
    });
    scope.spawn(move || {
        for (((suite, log), sender), installed) in suites.iter().zip(logs).zip(senders).zip(to_compile) {
            let _ = sender.send(installed.and_then(|()| suite.build(shop, log)));
        }
    });
    receivers
}

/// An error is a failed check, with its text in the log.
fn settle(outcome: Result<Outcome>, log: &Log) -> Outcome {
    outcome.unwrap_or_else(|error| {
        // The log cannot be written to: the failure itself still counts and is printed.
        let _ = log.say(&format!("error: {error}"));
        Outcome::Ran(Counts { failed: 1, ..Counts::default() })
    })
}

fn report(row: &Row, log: &Log) {
    match &row.outcome {
        Outcome::Ran(c) if c.failed == 0 => {
            println!(
                "\r{:10} {} passed, {} skipped in {:.1} s",
                row.suite,
                c.passed,
                c.skipped,
                row.took.as_secs_f64()
            );
        }
        Outcome::Ran(_) => {
            println!(
                "\r{:10} FAILED; the end of {}:\n{}",
                row.suite,
                log.path().display(),
                log.tail(SHOWN_OF_A_FAILURE)
            );
        }
        Outcome::Missing(why) => println!("\r{:10} did not run: {why}", row.suite),
    }
}
