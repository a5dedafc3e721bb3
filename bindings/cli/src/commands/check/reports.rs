//! `--reports DIR`: which rules never matched in any of the runs that wrote a report there.

use std::fs;
use std::path::Path;

use fieldveil::{Policy, Report};

use crate::failure::{Failure, Result};

/// What the reports of a folder say together.
pub(super) struct Reports {
    /// How many of this policy were read.
    pub(super) read: usize,
    /// The rules that could have matched in one of them, and matched in none.
    pub(super) unmatched: Vec<String>,
}

impl Reports {
    /// Reads every `.json` file of a folder; those that are no report of this policy are passed over.
    ///
    /// # Errors
    /// `io` if the folder or a file cannot be read.
    pub(super) fn read(folder: &Path, policy: &Policy) -> Result<Self> {
        let fail = |error| Failure::io("read", folder, &error);
        let (mut read, mut all) = (0, Report::default());
        for entry in fs::read_dir(folder).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
            let report = serde_json::from_slice::<Report>(&bytes).ok();
            if let Some(report) = report.filter(|report| report.policy == policy.sha256()) {
                all.merge(&report);
                read += 1;
            }
        }
        Ok(Self { read, unmatched: all.unmatched })
    }
}
