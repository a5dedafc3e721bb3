//! Whose record it is.

use crate::json::{Kind, text};
use crate::path::{Answer, Enter, Place, Visit, WalkOptions, walk};
use crate::{Error, ErrorCode, Result};

use super::model::Compiled;

/// The text at the place that the policy's `subject` names; none if it names none.
///
/// # Errors
/// `missing_field` if the record has no string or number there, or two different ones: a name that stands twice in an
/// object names nobody; `invalid_json` and `limit_exceeded` as every verb.
pub(super) fn subject_of(policy: &Compiled, document: &[u8]) -> Result<Option<String>> {
    let Some(watch) = policy.subject else { return Ok(None) };
    let mut reader = Reader { watch, found: Named::Nobody };
    let options = WalkOptions { limits: policy.limits, unmatched: false };
    walk(document, &policy.rules.selection, &options, &mut reader)?;
    let path = policy.watches.get(watch).map(String::as_str).unwrap_or_default();
    let message = match reader.found {
        Named::One(name) => return Ok(Some(name)),
        Named::Nobody | Named::Nothing => {
            "the record does not say whose it is; write a string or number at the policy's `subject`"
        }
        Named::Several => {
            "the record says twice whose it is, and not the same; write one name at the policy's `subject`"
        }
    };
    Err(Error::new(ErrorCode::MissingField, message).under(path))
}

struct Reader {
    watch: usize,
    found: Named,
}

/// Whom a record names, as far as it was read.
enum Named {
    Nobody,
    /// Something that is no name.
    Nothing,
    One(String),
    /// A store may keep either of them.
    Several,
}

impl Visit for Reader {
    fn enter(&mut self, _rule: usize) -> Result<Enter> {
        Ok(Enter::Take)
    }

    fn place(&mut self, _place: &Place<'_>) -> Result<Answer> {
        Ok(Answer::Kept)
    }

    fn watch(&mut self, watch: usize, place: &Place<'_>) -> Result<()> {
        if watch == self.watch {
            let source = place.source();
            let name = match place.kind {
                Kind::String => {
                    source.strip_prefix(b"\"").and_then(|rest| text::decode_utf8(rest.strip_suffix(b"\"")?))
                }
                Kind::Number => String::from_utf8(source.to_vec()).ok().map(Into::into),
                _ => None,
            };
            self.found = match (std::mem::replace(&mut self.found, Named::Several), name) {
                (Named::Nobody, Some(name)) => Named::One(name.into_owned()),
                (Named::Nobody | Named::Nothing, None) => Named::Nothing,
                (Named::One(first), Some(name)) if first == name => Named::One(first),
                _ => Named::Several,
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Policy;

    #[test]
    fn is_read_from_the_record() {
        let policy =
            Policy::parse("version: 1\nsubject: $.person.id\nrules: [ { names: [id], show: redact } ]\n")
                .unwrap();
        let subject = |document: &str| policy.subject_of(document.as_bytes());
        assert_eq!(subject(r#"{"person":{"id":"m\u0061ria"}}"#).unwrap().as_deref(), Some("maria"));
        assert_eq!(subject(r#"{"person":{"id":7}}"#).unwrap().as_deref(), Some("7"));
        assert_eq!(subject("{}").unwrap_err().code().as_str(), "missing_field");
        assert_eq!(subject(r#"{"person":{"id":{}}}"#).unwrap_err().code().as_str(), "missing_field");
        assert_eq!(subject(r#"{"person":{"id":7,"id":"7"}}"#).unwrap().as_deref(), Some("7"));
        for ambiguous in [
            r#"{"person":{"id":"maria","id":"jo"}}"#,
            r#"{"person":{"id":"maria","i\u0064":"jo"}}"#,
            r#"{"person":{"id":"maria","id":null}}"#,
            r#"{"person":{"id":null,"id":"maria"}}"#,
            r#"{"person":{"id":"maria"},"person":{"id":"jo"}}"#,
            r#"{"person":{"id":"a","id":"b","id":"b"}}"#,
        ] {
            let refused = subject(ambiguous).unwrap_err();
            assert_eq!(refused.code().as_str(), "missing_field", "{ambiguous}");
            assert!(refused.message().contains("twice"), "{refused}");
        }
        assert_eq!(Policy::parse("version: 1\n").unwrap().subject_of(b"{}").unwrap(), None);
    }
}
