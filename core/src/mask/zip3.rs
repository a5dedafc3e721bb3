//! `zip3`: the first three digits of a ZIP code where enough people share them.

use crate::Result;
use crate::document::{Call, Node};

use super::pen::Pen;

/// Three digits that the list allows, else `000`, as the Safe Harbor method of HIPAA has it
/// (45 CFR 164.514(b)(2)(i)(B): areas of more than 20,000 people by the current census).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Zip3 {
    /// Prefixes of three digits that may show, sorted.
    pub(super) allow: Vec<String>,
}

impl Zip3 {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["allow"], None)?;
        let prefix = |node: &Node| match node.as_str()? {
            text if text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit()) => Ok(text.to_owned()),
            _ => Err(node.expected("three digits in quotes")),
        };
        let allow = options
            .read("allow", |node| node.as_sequence()?.iter().map(prefix).collect::<Result<Vec<_>>>())?;
        let mut allow = allow.unwrap_or_default();
        allow.sort_unstable();
        Ok(Self { allow })
    }

    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let (code, plus_four) = text.split_at_checked(5)?;
        let plus_four = plus_four.strip_prefix('-').unwrap_or(plus_four);
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(code)
            || !is_digits(plus_four)
            || !matches!(text.len(), 5 | 9 | 10)
            || plus_four.len() % 4 != 0
        {
            return None;
        }
        let prefix = code.get(..3)?;
        let allowed = self.allow.binary_search_by(|allowed| allowed.as_str().cmp(prefix)).is_ok();
        let mut pen = Pen::open(out);
        pen.text(if allowed { prefix } else { "000" });
        pen.close();
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let mut out = Vec::new();
        Zip3 { allow: vec!["021".into(), "946".into()] }.write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn three_digits_where_the_list_allows() {
        for (text, expected) in
            [("94612", "946"), ("02139-4307", "021"), ("021394307", "021"), ("82001", "000")]
        {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_zip_code_does_not_fit() {
        for text in
            ["", "946", "2139", "9461", "94612-", "94612-12", "946123", "SW1A 1AA", "٩٤٦١٢", "94612 4307"]
        {
            assert_eq!(shown(text), None, "{text:?}");
        }
    }
}
