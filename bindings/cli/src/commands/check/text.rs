//! What `check` found out, for people.

use std::fmt::Write as _;

use fieldveil::{Explained, Explanation, Severity, Suspect};

use super::Answer;

/// How many places of one rule are listed.
const LISTED: usize = 5;

/// The text of an answer.
pub(super) fn of(answer: &Answer) -> String {
    let mut text = String::new();
    for finding in &answer.findings {
        line(&mut text, format_args!("{finding}"));
    }
    let count = |severity: Severity| {
        let count = answer.findings.iter().filter(|finding| finding.severity == severity).count();
        format!("{count} {severity}{}", if count == 1 { "" } else { "s" })
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(count);
    line(&mut text, format_args!("{}", counts.join(", ")));
    if let Some(sample) = &answer.sample {
        explained(sample, &mut text);
    }
    if let Some(reports) = &answer.reports {
        line(&mut text, format_args!("\n{} reports of this policy", reports.read));
        for rule in &reports.unmatched {
            line(&mut text, format_args!("  rule `{rule}` matched in none of them; check its path"));
        }
    }
    text
}

fn explained(sample: &Explanation, text: &mut String) {
    let mut groups: Vec<Vec<&Explained>> = Vec::new();
    for place in &sample.places {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| first.rule == place.rule)) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    line(text, format_args!("\nin the sample"));
    for group in groups {
        let Some(first) = group.first() else { continue };
        let Explained { rule, store, show, .. } = first;
        let class = first.class.as_ref().map(|class| format!("class `{class}`, ")).unwrap_or_default();
        line(text, format_args!("  rule `{rule}` takes ({class}stored by `{store}`, shown by `{show}`)"));
        for place in group.iter().take(LISTED) {
            line(text, format_args!("    {}  {}", place.path, place.kind));
        }
        if let Some(more) = group.len().checked_sub(LISTED).filter(|more| *more > 0) {
            line(text, format_args!("    and {more} more"));
        }
    }
    for rule in &sample.unmatched {
        line(text, format_args!("  rule `{rule}` takes nothing; check its path"));
    }
    for Suspect { path, detectors, count, .. } in &sample.suspects {
        let values = if *count == 1 { String::new() } else { format!(" ({count} values)") };
        let looks = detectors.join(", ");
        line(text, format_args!("  no rule takes `{path}`{values}, which looks like {looks}"));
    }
}

fn line(text: &mut String, content: std::fmt::Arguments<'_>) {
    // A string takes what is written to it.
    let _ = writeln!(text, "{content}");
}
