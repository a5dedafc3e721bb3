//! The closing table: what ran, what it counted, what did not run and why.

use std::time::Duration;

use crate::counts::Counts;
use crate::suite::Outcome;

/// One finished suite.
pub(crate) struct Row {
    pub(crate) suite: &'static str,
    pub(crate) language: &'static str,
    pub(crate) outcome: Outcome,
    pub(crate) took: Duration,
}

/// The sum over all rows; a suite that could not run counts as one skipped.
pub(crate) fn total(rows: &[Row]) -> Counts {
    rows.iter().fold(Counts::default(), |sum, row| match row.outcome {
        Outcome::Ran(counts) => sum + counts,
        Outcome::Missing(_) => Counts { skipped: sum.skipped + 1, ..sum },
    })
}

/// The table as text.
pub(crate) fn render(rows: &[Row]) -> String {
    let wide = rows.iter().map(|row| row.suite.len()).max().unwrap_or_default().max(5);
    let mut text = format!(
        "{:wide$} | {:8} | {:>6} | {:>6} | {:>7} | {:>7}\n",
        "suite", "language", "passed", "failed", "skipped", "seconds"
    );
    text += &format!("{:-<wide$}-|----------|--------|--------|---------|--------\n", "");
    for row in rows {
        let seconds = format!("{:.1}", row.took.as_secs_f64());
        text += &match &row.outcome {
            Outcome::Ran(c) => format!(
                "{:wide$} | {:8} | {:>6} | {:>6} | {:>7} | {seconds:>7}\n",
                row.suite, row.language, c.passed, c.failed, c.skipped
            ),
            Outcome::Missing(why) => {
                format!("{:wide$} | {:8} | did not run: {why}\n", row.suite, row.language)
            }
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_did_not_run() {
        let ran = Outcome::Ran(Counts { passed: 3, failed: 0, skipped: 1 });
        let rows = [
            Row { suite: "core", language: "rust", outcome: ran, took: Duration::from_millis(1500) },
            Row {
                suite: "swift",
                language: "swift",
                outcome: Outcome::Missing("no compiler".to_owned()),
                took: Duration::ZERO,
            },
        ];
        let text = render(&rows);
        assert!(text.contains("core  | rust     |      3 |      0 |       1 |     1.5"), "{text}");
        assert!(text.contains("swift | swift    | did not run: no compiler"), "{text}");
        assert_eq!(total(&rows), Counts { passed: 3, failed: 0, skipped: 2 });
    }
}
