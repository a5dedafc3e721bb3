//! The ratios of a contest as a page of Markdown.

use std::fmt::Write as _;

use crate::rounds::Times;
use crate::{Contest, Goal};

/// What the rounds say of the candidates, and of the goals.
pub(crate) fn render(contest: &Contest, times: &Times) -> String {
    let mut out = format!("\n### {}\n\nMedians of {} rounds.\n\n", contest.title, times.rounds());
    let sized = contest.candidates.iter().any(|candidate| candidate.units != 1.0);
    let first = contest.candidates.first().map_or("", |candidate| &candidate.name);
    let _ = writeln!(out, "| candidate | time | {} |", if sized { "per unit" } else { "speed" });
    let _ = writeln!(out, "|---|---|---|");
    for (who, candidate) in contest.candidates.iter().enumerate() {
        let last = if sized {
            format!("{:.3} ns", times.median(who) / candidate.units * 1e9)
        } else {
            format!("{:.2}×", times.ratio(0, who))
        };
        let _ = writeln!(out, "| {} | {} | {last} |", candidate.name, shown(times.median(who)));
    }
    if !sized && contest.candidates.len() > 1 {
        let _ = writeln!(out, "\nSpeed as a multiple of that of {first}.");
    }
    for goal in &contest.goals {
        let _ = writeln!(out, "\n{}", verdict(goal, contest, times));
    }
    out
}

fn verdict(goal: &Goal, contest: &Contest, times: &Times) -> String {
    let find = |name: &str| {
        let found = contest.candidates.iter().position(|candidate| candidate.name == name);
        found.unwrap_or_else(|| panic!("a goal names the candidate `{name}`, and there is none"))
    };
    let units = |who: usize| contest.candidates[who].units;
    let (text, met) = match *goal {
        Goal::Faster { what, than, times: wanted } => {
            let speed = times.ratio(find(than), find(what));
            (format!("{what}: {speed:.2} times as fast as {than}; goal {wanted}"), speed >= wanted)
        }
        Goal::Costs { what, of, times: most } => {
            let cost = times.ratio(find(what), find(of));
            (format!("{what}: {cost:.2} times the time of {of}; goal at most {most}"), cost <= most)
        }
        Goal::Grows { what, from, times: most } => {
            let (what_at, from_at) = (find(what), find(from));
            let cost = times.ratio(what_at, from_at) * units(from_at) / units(what_at);
            (format!("{what}: {cost:.2} times as much a unit as {from}; goal at most {most}"), cost <= most)
        }
        Goal::Within { what, limit } => {
            let median = times.median(find(what));
            let text = format!("{what}: {}; goal at most {}", shown(median), shown(limit.as_secs_f64()));
            (text, median <= limit.as_secs_f64())
        }
    };
    format!("- {} {text}", if met { "met:" } else { "**missed:**" })
}

/// A time in the unit that suits it.
fn shown(seconds: f64) -> String {
    match seconds {
        s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
        s if s < 1e-3 => format!("{:.2} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}
