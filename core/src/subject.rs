//! One person, whose data can be erased by itself; and the keys of many.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::error::{Error, ErrorCode, Result};

/// One person, whose data is sealed under a key of their own.
#[derive(Clone)]
pub struct Subject {
    /// The subject's name, as given when its key was made.
    pub name: String,
    /// The stored form of the subject's key: a token of the subject set.
    pub key: String,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject([REDACTED])")
    }
}

/// The keys of many people, by their names. Which of them a record belongs to, the policy's `subject` says.
#[derive(Clone, Default)]
pub struct Subjects(BTreeMap<String, String>);

/// A line of a file of subjects.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    subject: String,
    key: String,
}

impl Subjects {
    /// The keys of these people.
    ///
    /// ```
    /// use fieldveil::{ErrorCode, Subject, Subjects};
    ///
    /// let of = |key: &str| Subject { name: "7".to_owned(), key: key.to_owned() };
    /// assert!(Subjects::new([of("fv1.AQ")]).is_ok());
    /// let error = Subjects::new([of("fv1.AQ"), of("fv1.Ag")]).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::UnsupportedValue);
    /// ```
    ///
    /// # Errors
    /// `unsupported_value` if one of them has two keys: which of the two is out of date is not for this library to
    /// guess.
    pub fn new(subjects: impl IntoIterator<Item = Subject>) -> Result<Self> {
        let mut keys = BTreeMap::new();
        for Subject { name, key } in subjects {
            if keys.insert(name, key).is_some() {
                let message = "a subject has one key; leave out the one that is out of date";
                return Err(Error::new(ErrorCode::UnsupportedValue, message));
            }
        }
        Ok(Self(keys))
    }

    /// The keys that JSON lines of `{"subject": …, "key": …}` name; blank lines are passed over.
    ///
    /// ```
    /// use fieldveil::{ErrorCode, Subjects};
    ///
    /// let twice = b"{\"subject\":\"7\",\"key\":\"fv1.AQ\"}\n{\"subject\":\"7\",\"key\":\"fv1.Ag\"}\n";
    /// let error = Subjects::parse(twice).unwrap_err();
    /// assert_eq!((error.code(), error.line()), (ErrorCode::InvalidJson, Some(2)));
    /// # Ok::<(), fieldveil::Error>(())
    /// ```
    ///
    /// # Errors
    /// `invalid_json` with the number of a line that is no such object, or whose subject had a key before.
    pub fn parse(lines: &[u8]) -> Result<Self> {
        let mut subjects = Self::default();
        for (number, line) in (1..).zip(lines.split(|byte| *byte == b'\n')) {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let refused = |message: &str| Error::new(ErrorCode::InvalidJson, message).of_line(number);
            let row: Row = serde_json::from_slice(line).map_err(|_| {
                refused("a line of subjects has the texts `subject` and `key`, and nothing else")
            })?;
            if subjects.0.insert(row.subject, row.key).is_some() {
                return Err(refused("a subject has one key; remove the line that is out of date"));
            }
        }
        Ok(subjects)
    }

    /// The subject of this name, unless it was erased or never had a key.
    pub(crate) fn named(&self, name: String) -> Option<Subject> {
        let key = self.0.get(&name)?.clone();
        Some(Subject { name, key })
    }
}

impl fmt::Debug for Subjects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subjects({})", self.0.len())
    }
}
