//! Patterns over member names: folded exact, glob, regular expression.

use regex::Regex;

use crate::{Error, ErrorCode, Result};

/// One entry of a rule's `names`.
#[derive(Clone, Debug)]
pub(crate) struct NamePattern {
    pub(super) form: Form,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    /// Equal after folding.
    Exact(String),
    /// `*` stands for any characters; the rest is compared folded.
    Glob(Vec<String>),
    /// Between slashes; sees the name as it is.
    Regex(Regex),
}

impl NamePattern {
    /// Parses `name`, `*_glob` or `/regex/`.
    ///
    /// # Errors
    /// `invalid_policy` if the pattern is empty or the regular expression is not one.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let refuse = |why: String| Error::new(ErrorCode::InvalidPolicy, why);
        if let Some(inner) =
            text.strip_prefix('/').and_then(|t| t.strip_suffix('/')).filter(|t| !t.is_empty())
        {
            let regex = Regex::new(inner).map_err(|_| {
                refuse(format!("`{text}` is no regular expression: mend what stands between the slashes"))
            })?;
            return Ok(Self { form: Form::Regex(regex) });
        }
        let parts: Vec<String> = text.split('*').map(fold).collect();
        let form = match parts.as_slice() {
            [one] if !one.is_empty() => Form::Exact(one.clone()),
            [] | [_] => {
                return Err(refuse(format!(
                    "the name pattern `{text}` matches nothing: write at least one letter"
                )));
            }
            _ => Form::Glob(parts),
        };
        Ok(Self { form })
    }

    /// Whether a decoded member name matches, as it is and [folded](fold).
    pub(crate) fn matches(&self, name: &str, folded: &str) -> bool {
        self.form.matches(name, folded)
    }

    /// The folded name, if this pattern stands for one name alone.
    pub(crate) fn exact(&self) -> Option<&str> {
        if let Form::Exact(name) = &self.form { Some(name) } else { None }
    }
}

/// Lower case without the separators `-`, `_`, `.` and space: `API-Key`, `api_key` and `apiKey` are one name.
pub(crate) fn fold(name: &str) -> String {
    let separates = |c: char| matches!(c, '-' | '_' | '.' | ' ');
    let mut folded = String::with_capacity(name.len());
    if name.is_ascii() {
        folded.extend(name.chars().filter(|c| !separates(*c)).map(|c| c.to_ascii_lowercase()));
    } else {
        folded.extend(name.chars().filter(|c| !separates(*c)).flat_map(char::to_lowercase));
    }
    folded
}
