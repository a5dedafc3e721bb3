//! `regex`: what a pattern matches is replaced; where it matches nothing, the value is redacted.

use crate::detect::{self, UserDetector};
use crate::document::{Call, Node, invalid};

use super::input::Input;
use super::keys::Keys;
use super::operator::{Operator, Strength};
use super::pen::Pen;

/// A pattern of the crate `regex` (linear time, no backtracking) and what stands for each match.
#[derive(Clone, Debug)]
pub(crate) struct Regex {
    pub(super) pattern: regex::Regex,
    pub(super) replace: Replacement,
    /// What happens to a value without a match, if not the usual redaction.
    pub(super) on_no_match: Option<Box<Operator>>,
}

/// A text with `$1` or `${name}` for what a group of the pattern matched, and `$$` for a dollar sign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Replacement(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Group(usize),
}

impl Regex {
    pub(super) fn parse(call: &Call<'_>, own: &[UserDetector]) -> crate::Result<Self> {
        let options = call.options(&["pattern", "replace", "on_no_match"], None)?;
        let (pattern, replace) = (options.require("pattern")?, options.require("replace")?);
        let compiled = detect::compile(pattern)?;
        let replacement = Replacement::parse(replace.as_str()?, &compiled);
        Ok(Self {
            replace: replacement.map_err(|message| invalid(message, replace.position()))?,
            pattern: compiled,
            on_no_match: options.read("on_no_match", |node| otherwise(node, own))?.map(Box::new),
        })
    }

    pub(super) fn write(&self, input: Input<'_>, keys: &dyn Keys, out: &mut Vec<u8>) -> Option<()> {
        let start = out.len();
        let replaced = input.text().and_then(|text| self.replace(&text, out));
        match &self.on_no_match {
            Some(otherwise) if replaced.is_none() => {
                out.truncate(start);
                otherwise.write(input, keys, out)
            }
            _ => replaced,
        }
    }

    /// Returns `None` unless the pattern took something out: a match of nothing, or a replacement that puts
    /// back what it found, would show the whole value.
    fn replace(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let mut pen = Pen::open(out);
        let mut changed = false;
        let mut rest = 0;
        for captures in self.pattern.captures_iter(text) {
            let found = captures.get(0)?;
            pen.text(text.get(rest..found.start())?);
            changed |= !found.is_empty() && !self.replace.equals(&captures, found.as_str());
            self.replace.parts(&captures).for_each(|part| pen.text(part));
            rest = found.end();
        }
        pen.text(text.get(rest..)?);
        pen.close();
        changed.then_some(())
    }
}

/// What a value without a match may become: nothing that shows a part of it.
fn otherwise(node: &Node, own: &[UserDetector]) -> crate::Result<Operator> {
    let operator = super::parse(node, own)?;
    match operator.strength() {
        Strength::Redacted => Ok(operator),
        _ => Err(node.expected("`redact`, `nullify` or `type_mask`")),
    }
}

impl Replacement {
    /// Reads a replacement for a pattern; the error says what is wrong with it.
    pub(super) fn parse(text: &str, pattern: &regex::Regex) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            parts.push(Part::Text(before.to_owned()));
            if let Some(after) = after.strip_prefix('$') {
                parts.push(Part::Text("$".to_owned()));
                rest = after;
                continue;
            }
            let (name, after) = match after.strip_prefix('{') {
                Some(braced) => braced.split_once('}').ok_or("a `${` in `replace` is not closed by `}`")?,
                None => after.split_at(after.bytes().take_while(u8::is_ascii_digit).count()),
            };
            let named = || pattern.capture_names().position(|known| known == Some(name));
            let group = name.parse().ok().filter(|index| *index < pattern.captures_len()).or_else(named);
            parts.push(Part::Group(group.ok_or_else(|| {
                match name {
                    "" => "a `$` in `replace` names no group; write `$1`, `${name}`, or `$$` for the sign"
                        .to_owned(),
                    _ => format!("`replace` names the group `{name}`, which the pattern does not have"),
                }
            })?));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        parts.retain(|part| *part != Part::Text(String::new()));
        Ok(Self(parts))
    }

    fn parts<'a>(&'a self, captures: &'a regex::Captures<'_>) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|part| match part {
            Part::Text(text) => text,
            Part::Group(index) => captures.get(*index).map_or("", |group| group.as_str()),
        })
    }

    /// Whether the replacement is the text that it replaces.
    fn equals(&self, captures: &regex::Captures<'_>, found: &str) -> bool {
        let mut rest = found;
        let same =
            self.parts(captures).all(|part| rest.strip_prefix(part).map(|after| rest = after).is_some());
        same && rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pattern: &str, replace: &str, text: &str) -> Option<String> {
        let pattern = regex::Regex::new(pattern).unwrap();
        let replace = Replacement::parse(replace, &pattern).unwrap();
        let mut out = Vec::new();
        Regex { pattern, replace, on_no_match: None }.replace(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn every_match_is_replaced() {
        assert_eq!(shown(r"\d{4}-(\d{2})", "****-$1", "1984-05 and 2001-09").unwrap(), "****-05 and ****-09");
        assert_eq!(shown(r"(?<area>\w+) \w+", "${area}$$0", "EC1A 1BB").unwrap(), "EC1A$0");
        assert_eq!(shown("o+", "\"\\", "zoom\n").unwrap(), "z\"\\m\n");
    }

    #[test]
    fn no_match_does_not_fit() {
        assert_eq!(shown(r"\d{16}", "*", "4111 1111 1111 1111"), None);
        assert_eq!(shown(r"\d{16}", "*", ""), None);
    }

    #[test]
    fn a_replacement_that_shows_the_whole_value_does_not_fit() {
        assert_eq!(shown(r"\d+", "$0", "4111"), None, "puts back what it found");
        assert_eq!(shown(r"(\d)(\d+)", "$1$2", "4111"), None);
        assert_eq!(shown("x*", "-", "4111"), None, "matches nothing, between all characters");
        assert_eq!(shown("^", "masked: ", "4111"), None);
    }

    #[test]
    fn a_replacement_must_name_groups_that_exist() {
        let pattern = regex::Regex::new(r"(\d)(?<last>\d)").unwrap();
        for text in ["$3", "${lost}", "$", "a$b", "${1"] {
            assert!(Replacement::parse(text, &pattern).is_err(), "{text}");
        }
        for text in ["", "$1", "${1}0", "${last}", "$$", "$1$2"] {
            assert!(Replacement::parse(text, &pattern).is_ok(), "{text}");
        }
    }
}
