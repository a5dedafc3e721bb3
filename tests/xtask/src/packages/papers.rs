//! The licences, which every package brings with it: whoever passes it on must pass them on, too.

use std::path::Path;

use super::Job;
use crate::Result;

const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// Looks into every package.
///
/// # Errors
/// One lacks a licence.
pub(super) fn check(job: &Job<'_>) -> Result<()> {
    for package in job.packages()? {
        let list = list(job, &package)?;
        if let Some(licence) = LICENCES.iter().find(|licence| !holds(&list, licence)) {
            return Err(format!("{} lacks {licence}", package.display()).into());
        }
    }
    Ok(())
}

/// What is in an archive, as its own tool lists it: a line each, that begins or ends with the path.
fn list(job: &Job<'_>, package: &Path) -> Result<String> {
    let zipped = package.extension().is_some_and(|ends| ends == "whl" || ends == "jar");
    let mut tool = job.shop.command(if zipped { "python3" } else { "tar" });
    tool.args(if zipped { &["-m", "zipfile", "--list"][..] } else { &["--list", "--gzip", "--file"] });
    job.log.run(tool.arg(package))
}

fn holds(list: &str, file: &str) -> bool {
    list.split_whitespace().any(|word| word.rsplit('/').next() == Some(file))
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn finds_a_file_by_its_whole_name() {
        let wheel = "fieldveil.dist-info/licenses/LICENSE-MIT   2026-11-22 18:00:00   1068\n";
        assert!(holds(wheel, "LICENSE-MIT"));
        assert!(!holds(wheel, "LICENSE-APACHE"));
        assert!(!holds("fieldveil-0.1.0/LICENSE-MIT.txt\n", "LICENSE-MIT"));
    }
}
