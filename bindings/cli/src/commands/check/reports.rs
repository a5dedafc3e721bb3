//! `--reports DIR`: which rules never matched in any of the runs that wrote a report there.

use std::fs;
use std::path::Path;

use fieldveil::Policy;
use serde_json::Value;

use crate::failure::{Failure, Result};

/// What the reports of a folder say together.
pub(super) struct Reports {
    /// How many of this policy were read.
    pub(super) read: usize,
    /// The rules that matched in none of them.
    pub(super) unmatched: Vec<String>,
}

impl Reports {
    /// Reads every `.json` file of a folder; those that are no report of this policy are passed over.
    ///
    /// # Errors
    /// `io` if the folder or a file cannot be read.
    pub(super) fn read(folder: &Path, policy: &Policy) -> Result<Self> {
        let fail = |error| Failure::io("read", folder, &error);
        let mut reports = Self { read: 0, unmatched: Vec::new() };
        for entry in fs::read_dir(folder).map_err(fail)? {
            let path = entry.map_err(fail)?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
            reports.add(&serde_json::from_slice(&bytes).unwrap_or_default(), policy);
        }
        Ok(reports)
    }

    fn add(&mut self, report: &Value, policy: &Policy) {
        let unmatched = report.get("unmatched").and_then(Value::as_array);
        let own = report.get("policy").and_then(Value::as_str) == Some(policy.sha256());
        let Some(unmatched) = unmatched.filter(|_| own) else { return };
        let unmatched: Vec<&str> = unmatched.iter().filter_map(Value::as_str).collect();
        if self.read == 0 {
            self.unmatched = unmatched.into_iter().map(str::to_owned).collect();
        } else {
            self.unmatched.retain(|rule| unmatched.contains(&rule.as_str()));
        }
        self.read += 1;
    }
}
