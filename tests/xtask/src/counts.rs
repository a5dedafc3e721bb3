//! Reads the closing lines of every test runner that this project uses.

/// How many checks passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    /// Adds up what the runners in this output say of themselves.
    ///
    /// A test that finds its data missing prints a line that begins with `skipped:` and passes; it counts as
    /// skipped here.
    pub(crate) fn read(output: &str) -> Self {
        let mut counts = Self::default();
        let mut said_so = 0;
        let mut running_sum = None;
        for line in output.lines().map(str::trim) {
            if line.starts_with("skipped:") {
                said_so += 1;
            }
            running_sum = xctest(line).or(running_sum);
            counts = counts + Self::of_line(line).unwrap_or_default();
        }
        counts = counts + running_sum.unwrap_or_default();
        counts.passed = counts.passed.saturating_sub(said_so);
        counts.skipped += said_so;
        counts
    }

    fn of_line(line: &str) -> Option<Self> {
        cargo(line)
            .or_else(|| node(line))
            .or_else(|| surefire(line))
            .or_else(|| swift_testing(line))
            .or_else(|| plain(line))
    }
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
fn cargo(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("test result: ")?;
    Some(Counts {
        passed: before(rest, " passed")?,
        failed: before(rest, " failed")?,
        skipped: before(rest, " ignored")?,
    })
}

/// `# pass 3` or, in colours' absence, `ℹ pass 3`: one line for each kind.
fn node(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
    let (kind, number) = rest.split_once(' ')?;
    let number = number.parse().ok()?;
    match kind {
        "pass" => Some(Counts { passed: number, ..Counts::default() }),
        "fail" | "cancelled" => Some(Counts { failed: number, ..Counts::default() }),
        "skipped" | "todo" => Some(Counts { skipped: number, ..Counts::default() }),
        _ => None,
    }
}

/// `[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1`, the sum alone: a class's line ends in its time.
fn surefire(line: &str) -> Option<Counts> {
    let at = line.find("Tests run: ")?;
    let rest = line.get(at..)?;
    if rest.contains("Time elapsed") {
        return None;
    }
    let number = |name: &str| after(rest, name);
    let failed = number("Failures: ")? + number("Errors: ")?;
    let skipped = number("Skipped: ")?;
    Some(Counts { passed: number("Tests run: ")?.saturating_sub(failed + skipped), failed, skipped })
}

/// `Executed 3 tests, with 1 test skipped and 2 failures (0 unexpected) in 0.1 seconds`: one line for each class,
/// bundle and run, each of which contains the ones before it, so that the last one counts.
fn xctest(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("Executed ")?;
    let ran = leading(rest)?;
    let failed = before(rest, " failure")?;
    let skipped =
        before(rest, " tests skipped").or_else(|| before(rest, " test skipped")).unwrap_or_default();
    Some(Counts { passed: ran.saturating_sub(failed + skipped), failed, skipped })
}

/// `Test run with 3 tests passed after 0.2 seconds`, with a sign before it.
fn swift_testing(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("✔ Test run with ")?;
    Some(Counts { passed: leading(rest)?, ..Counts::default() })
}

/// `3 passed, 0 failed, 1 skipped`, and pytest's `== 1 failed, 3 passed, 1 skipped in 0.10s ==`.
fn plain(line: &str) -> Option<Counts> {
    let framed = line.starts_with("==") && line.contains(" in ");
    let words = line.trim_matches('=').trim();
    let words = if framed { words.split_once(" in ").map_or(words, |(counts, _)| counts) } else { words };
    let mut counts = Counts::default();
    for part in words.split(", ") {
        let (number, kind) = part.split_once(' ')?;
        let number: u64 = number.parse().ok()?;
        match kind {
            "passed" | "xfailed" => counts.passed += number,
            "failed" | "error" | "errors" | "xpassed" => counts.failed += number,
            "skipped" | "deselected" => counts.skipped += number,
            "warning" | "warnings" => {}
            _ => return None,
        }
    }
    Some(counts)
}

/// The number that stands right before a word.
fn before(text: &str, word: &str) -> Option<u64> {
    let (head, _) = text.split_once(word)?;
    head.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The number that stands right after a word.
fn after(text: &str, word: &str) -> Option<u64> {
    leading(text.split_once(word)?.1)
}

/// The number that a text begins with.
fn leading(text: &str) -> Option<u64> {
    text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn reads_every_runner() {
        let cases = [
            ("test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out", counts(3, 0, 1)),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured", counts(3, 2, 0)),
            ("===== 1 failed, 3 passed, 1 skipped, 2 warnings in 0.10s =====", counts(3, 1, 1)),
            ("== 3 passed in 0.10s ==", counts(3, 0, 0)),
            ("# tests 5\n# pass 3\n# fail 1\n# skipped 1\n# duration_ms 12.5", counts(3, 1, 1)),
            (
                "Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in T",
                Counts::default(),
            ),
            ("[INFO] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1", counts(2, 2, 1)),
            ("✔ Test run with 7 tests passed after 0.2 seconds.", counts(7, 0, 0)),
            (
                "Executed 2 tests, with 0 failures (0 unexpected) in 0.1 (0.1) seconds\nExecuted 5 tests, with 1 test skipped and 1 failure (0 unexpected) in 0.1 (0.1) seconds",
                counts(3, 1, 1),
            ),
            ("12 passed, 0 failed, 4 skipped", counts(12, 0, 4)),
            ("nothing of the sort, 12 passed away", Counts::default()),
        ];
        for (line, expected) in cases {
            assert_eq!(Counts::read(line), expected, "{line}");
        }
    }

    #[test]
    fn counts_a_test_that_says_it_skipped_as_skipped() {
        let output = "skipped: no test data\ntest result: ok. 3 passed; 0 failed; 0 ignored;";
        assert_eq!(Counts::read(output), counts(2, 0, 1));
    }
}
