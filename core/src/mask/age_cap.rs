//! `age_cap`: ages above a limit become one group.

use std::fmt::Write as _;

use crate::Result;
use crate::document::Call;

use super::decimal::Floor;
use super::input::Input;
use super::pen::Pen;

/// The longest text that may be shown as an age; a longer one carries something else.
const MAX_LENGTH: usize = 6;

/// Ages over 89 are one group under the Safe Harbor method of HIPAA (45 CFR 164.514(b)(2)(i)(C)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AgeCap {
    /// The highest age that shows.
    pub(super) over: u32,
}

impl Default for AgeCap {
    fn default() -> Self {
        Self { over: 89 }
    }
}

impl AgeCap {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let over = call.options(&["over"], Some("over"))?.read("over", |node| node.as_u64_within(1, 150))?;
        Ok(over.and_then(|over| u32::try_from(over).ok()).map_or_else(Self::default, |over| Self { over }))
    }

    pub(super) fn write(self, input: Input<'_>, out: &mut Vec<u8>) -> Option<()> {
        let text = input.string_or_number()?;
        let age = Floor::parse(&text, 0)?;
        let over = i128::from(self.over);
        if age.units > over || (age.units == over && !age.exact) {
            let mut pen = Pen::open(out);
            write!(pen, "{}+", over + 1).ok()?;
            pen.close();
        } else if age.units >= 0 && text.len() <= MAX_LENGTH {
            out.extend_from_slice(input.source);
        } else {
            return None;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Kind;

    fn shown(kind: Kind, source: &str) -> Option<String> {
        let mut out = Vec::new();
        AgeCap::default().write(Input { kind, source: source.as_bytes() }, &mut out)?;
        Some(String::from_utf8(out).unwrap())
    }

    #[test]
    fn above_the_limit_is_one_group() {
        assert_eq!(shown(Kind::Number, "89").unwrap(), "89");
        assert_eq!(shown(Kind::Number, "89.5").unwrap(), "\"90+\"");
        assert_eq!(shown(Kind::Number, "90").unwrap(), "\"90+\"");
        assert_eq!(shown(Kind::Number, "1e400").unwrap(), "\"90+\"");
        assert_eq!(shown(Kind::String, "\"104\"").unwrap(), "\"90+\"");
        assert_eq!(shown(Kind::String, "\"7\"").unwrap(), "\"7\"");
    }

    #[test]
    fn what_is_no_age_does_not_fit() {
        let strange = ["\"\"", "\"abc\"", "\"-1\"", "\"45.4111111111111111\"", "\"forty\""];
        for source in strange {
            assert_eq!(shown(Kind::String, source), None, "{source}");
        }
        assert_eq!(shown(Kind::Number, "-3"), None);
        assert_eq!(shown(Kind::Bool, "true"), None);
    }
}
