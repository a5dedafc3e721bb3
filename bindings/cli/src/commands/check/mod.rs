//! `fieldveil check`: lints a policy, and explains what it does to a sample.

mod reports;
mod text;

use std::io::BufReader;
use std::path::Path;

use fieldveil::{Explained, Explanation, Finding, Policy, Severity, Suspect};
use serde_json::{Map, Value, json};

use crate::args::Check;
use crate::failure::{Done, Result};
use crate::{input, output, ring};
use reports::Reports;

/// Everything that was found out.
struct Answer {
    policy: Policy,
    findings: Vec<Finding>,
    sample: Option<Explanation>,
    reports: Option<Reports>,
}

/// Runs it. Findings are its answer, so they go to standard output; an error among them is the exit code.
///
/// # Errors
/// As the policy, the sample and the reports are read.
pub(crate) fn run(args: &Check) -> Result<Done> {
    let policy = ring::policy(&args.policy)?;
    let mut findings = policy.lint();
    findings.extend(args.population.map(|size| policy.lint_population(size)).unwrap_or_default());
    let sample = args.sample.as_deref().map(|path| explain(&policy, path)).transpose()?;
    let reports = args.reports.as_deref().map(|folder| Reports::read(folder, &policy)).transpose()?;
    let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
    let answer = Answer { policy, findings, sample, reports };
    if args.json {
        output::json(None, &answer.document())?;
    } else {
        output::whole(None, text::of(&answer).as_bytes())?;
    }
    Ok(if failed { Done::Findings } else { Done::Whole })
}

/// What the policy does to a sample: one record, or lines, taken together.
fn explain(policy: &Policy, path: &Path) -> Result<Explanation> {
    let (path, limits) = (Some(path), policy.limits());
    if !input::is_lines(path) {
        return Ok(policy.explain(&input::document(path, limits)?)?);
    }
    let mut reader = BufReader::new(input::open(path)?.reader);
    let mut all = None;
    for number in 1.. {
        let line = input::line(&mut reader, limits).map_err(|error| input::cannot_read(path, &error))?;
        let Some(line) = line else { break };
        if line.trim_ascii().is_empty() {
            continue;
        }
        let said = policy.explain(&line).map_err(|error| error.of_line(number))?;
        match &mut all {
            Some(all) => Explanation::add(all, said),
            None => all = Some(said),
        }
    }
    Ok(all.unwrap_or_default())
}

impl Answer {
    fn document(&self) -> Value {
        let finding = |finding: &Finding| {
            json!({
                "code": finding.code,
                "severity": finding.severity.as_str(),
                "message": finding.message,
                "line": finding.position.line,
                "column": finding.position.column,
            })
        };
        let mut document = Map::new();
        document.insert("policy".to_owned(), self.policy.sha256().into());
        document.insert("findings".to_owned(), self.findings.iter().map(finding).collect());
        if let Some(sample) = &self.sample {
            let place = |place: &Explained| {
                json!({
                    "path": place.path,
                    "rule": place.rule,
                    "class": place.class,
                    "type": place.kind,
                    "store": place.store,
                    "show": place.show,
                })
            };
            let suspect =
                |it: &Suspect| json!({ "path": it.path, "detectors": it.detectors, "count": it.count });
            document.insert(
                "sample".to_owned(),
                json!({
                    "places": sample.places.iter().map(place).collect::<Vec<_>>(),
                    "suspects": sample.suspects.iter().map(suspect).collect::<Vec<_>>(),
                    "unmatched": sample.unmatched,
                }),
            );
        }
        if let Some(Reports { read, unmatched }) = &self.reports {
            document.insert("reports".to_owned(), json!({ "read": read, "unmatched": unmatched }));
        }
        document.into()
    }
}
