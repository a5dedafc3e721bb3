//! Detectors of the policy: a pattern, perhaps a checksum by name, perhaps words that must stand beside it.

use std::ops::Range;

use aho_corasick::dfa::DFA;

use crate::Result;
use crate::document::{Member, Node, invalid};

use super::checksum::{luhn, mod_11_10, verhoeff};
use super::{Detector, bank, context};

/// A detector that a policy defines.
#[derive(Clone, Debug)]
pub(crate) struct UserDetector {
    name: String,
    pattern: regex::Regex,
    checksum: Option<Checksum>,
    words: Option<DFA>,
}

/// A check that the digits of a match must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Checksum {
    Luhn,
    Verhoeff,
    Mod11_10,
    Iban,
}

const CHECKSUMS: [(&str, Checksum); 4] = [
    ("luhn", Checksum::Luhn),
    ("verhoeff", Checksum::Verhoeff),
    ("mod_11_10", Checksum::Mod11_10),
    ("iban", Checksum::Iban),
];

impl UserDetector {
    /// Reads a member of the policy's `detectors`.
    ///
    /// # Errors
    /// `invalid_policy` for a name that is taken, an unknown member, or a pattern that is no regular expression.
    pub(crate) fn parse(member: &Member) -> Result<Self> {
        let name = &member.name;
        if Detector::named(name).next().is_some() {
            let message = format!("`{name}` is a detector that is built in; choose another name");
            return Err(invalid(message, member.position));
        }
        let options = member.value.members(&["pattern", "checksum", "words"], name)?;
        let pattern = options.require("pattern")?;
        let words = options.strings("words")?.unwrap_or_default();
        Ok(Self {
            name: name.clone(),
            pattern: compile(pattern)?,
            checksum: options.read("checksum", |node| node.as_choice(&CHECKSUMS))?,
            words: match words.as_slice() {
                [] => None,
                words => context::automaton(words.iter().copied()),
            },
        })
    }

    /// The name that the policy gives it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Reports every match that is not empty and passes.
    pub(super) fn find(&self, text: &str, mut report: impl FnMut(Range<usize>)) {
        let beside = |found: &regex::Match<'_>| {
            self.words.as_ref().is_none_or(|words| context::is_beside(text.as_bytes(), &found.range(), words))
        };
        for found in self.pattern.find_iter(text).filter(|found| !found.is_empty()) {
            if beside(&found) && self.checksum.is_none_or(|checksum| checksum.holds(found.as_str())) {
                report(found.range());
            }
        }
    }
}

impl Checksum {
    fn holds(self, text: &str) -> bool {
        let digits = || text.bytes().filter(u8::is_ascii_digit);
        match self {
            Self::Luhn => digits().count() > 1 && luhn(digits().collect::<Vec<_>>().into_iter()),
            Self::Verhoeff => verhoeff(&digits().collect::<Vec<_>>()),
            Self::Mod11_10 => mod_11_10(&digits().collect::<Vec<_>>()),
            Self::Iban => bank::iban(text).is_some(),
        }
    }
}

/// A pattern of the policy as a regular expression.
pub(crate) fn compile(pattern: &Node) -> Result<regex::Regex> {
    regex::Regex::new(pattern.as_str()?).map_err(|error| {
        let reason = match &error {
            regex::Error::CompiledTooBig(_) => "it is too large; use fewer or smaller repetitions".to_owned(),
            // The last line names the fault; those above it draw the pattern.
            other => {
                other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
            }
        };
        invalid(format!("`pattern` is no regular expression: {reason}"), pattern.position())
    })
}
