//! `--subjects FILE`: the keys of single persons, and whose a record is.

use std::collections::BTreeMap;
use std::path::Path;

use fieldveil::{Policy, Subject};
use serde_json::Value;

use crate::args::Document;
use crate::failure::{Failure, Result};
use crate::input;

/// Stored keys by the subject's name.
#[derive(Default)]
pub(crate) struct Subjects(BTreeMap<String, String>);

impl Subjects {
    /// The keys of a file of lines `{"subject": …, "key": …}`; none without a file.
    ///
    /// # Errors
    /// `io`; usage for a line of another form, and for records in lines, which may be of different persons.
    pub(crate) fn of(given: &Document) -> Result<Self> {
        let Some(path) = given.subjects.as_deref() else { return Ok(Self::default()) };
        if given.lines || input::is_lines(given.files.input.as_deref()) {
            return Err(Failure::Usage("`--subjects` works on one record a run, not on lines".to_owned()));
        }
        let bytes = input::whole(Some(path))?;
        let lines =
            (1..).zip(bytes.split(|byte| *byte == b'\n')).filter(|(_, line)| !line.trim_ascii().is_empty());
        lines
            .map(|(number, line)| parse(line).ok_or_else(|| malformed(path, number)))
            .collect::<Result<_>>()
            .map(Self)
    }

    /// The subject that the policy finds in a record, if its key is here.
    ///
    /// # Errors
    /// Those of reading the record.
    pub(crate) fn of_record(&self, policy: &Policy, record: &[u8]) -> fieldveil::Result<Option<Subject>> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let name = policy.subject_of(record)?;
        Ok(name.and_then(|name| self.0.get(&name).map(|key| Subject { name, key: key.clone() })))
    }
}

fn parse(line: &[u8]) -> Option<(String, String)> {
    let row: Value = serde_json::from_slice(line).ok()?;
    let text = |member: &str| row.get(member).and_then(Value::as_str).map(str::to_owned);
    Some((text("subject")?, text("key")?))
}

fn malformed(path: &Path, number: u64) -> Failure {
    let path = path.display();
    Failure::Usage(format!("line {number} of `{path}` is not of the form {{\"subject\": …, \"key\": …}}"))
}
