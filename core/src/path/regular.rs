//! Regular expressions of RFC 9485, as `match` and `search` take them.

use std::cell::RefCell;

use regex::{Error, Regex, RegexBuilder};

/// The most that an expression of a policy may take, in bytes once compiled.
const WRITTEN: usize = 1 << 20;
/// The same of an expression that a document brings along: who sends it is not trusted with much work.
const COMPUTED: usize = 1 << 16;

/// A regular expression of a policy, or none if it is not one or is too large.
pub(super) fn written(pattern: &str, whole: bool) -> Option<Regex> {
    made(pattern, whole, WRITTEN).ok()
}

/// What came of an expression that stands in a document.
#[derive(Clone, Debug)]
pub(super) enum Computed {
    Made(Regex),
    /// It is none, and so nothing matches it (RFC 9535 section 2.4.6).
    Malformed,
    /// Nobody looks: it may match or not.
    TooLarge,
}

/// The expression of a document that was made last: most often every node is held against the same.
#[derive(Debug, Default)]
pub(super) struct Last(RefCell<Option<(String, bool, Computed)>>);

impl Last {
    /// The expression `pattern`, made anew only if it is another one than before.
    pub(super) fn get(&self, pattern: &str, whole: bool) -> Computed {
        let mut last = self.0.borrow_mut();
        if let Some((_, _, known)) =
            last.as_ref().filter(|(text, how, _)| (text.as_str(), *how) == (pattern, whole))
        {
            return known.clone();
        }
        let computed = match made(pattern, whole, COMPUTED) {
            Ok(regex) => Computed::Made(regex),
            Err(Error::CompiledTooBig(_)) => Computed::TooLarge,
            Err(_) => Computed::Malformed,
        };
        *last = Some((pattern.to_owned(), whole, computed.clone()));
        computed
    }
}

fn made(pattern: &str, whole: bool, limit: usize) -> Result<Regex, Error> {
    // Its text alone can be as much work as what comes of it.
    if pattern.len() > limit {
        return Err(Error::CompiledTooBig(limit));
    }
    let translated = translate(pattern);
    let text = if whole { format!("^(?:{translated})$") } else { translated };
    RegexBuilder::new(&text).size_limit(limit).build()
}

/// `.` is any character but a line feed or carriage return (RFC 9485 section 5.3).
fn translate(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let (mut escaped, mut class) = (false, 0_usize);
    for c in pattern.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => class += 1,
            ']' => class = class.saturating_sub(1),
            '.' if class == 0 => {
                out.push_str("[^\\n\\r]");
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}
