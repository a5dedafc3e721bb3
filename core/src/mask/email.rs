//! `email`: the beginning of the local part and the domain.

use crate::Result;
use crate::document::Call;

use super::option::count;
use super::pen::Pen;

/// What stands for the hidden part, whatever its length.
const HIDDEN: &str = "***";

/// `m***@example.org`. A mailbox alone, not one with a display name, and never the whole local part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Email {
    /// How many characters of the local part to show; at least one is hidden.
    pub(super) keep_local: usize,
    /// Whether to show the domain.
    pub(super) keep_domain: bool,
}

impl Default for Email {
    fn default() -> Self {
        Self { keep_local: 1, keep_domain: true }
    }
}

impl Email {
    pub(super) fn parse(call: &Call<'_>) -> Result<Self> {
        let options = call.options(&["keep_local", "keep_domain"], None)?;
        let usual = Self::default();
        Ok(Self {
            keep_local: options.read("keep_local", |node| count(node, 0))?.unwrap_or(usual.keep_local),
            keep_domain: options.bool("keep_domain")?.unwrap_or(usual.keep_domain),
        })
    }

    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) -> Option<()> {
        let (local, domain) = text.split_once('@')?;
        if !is_local(local) || !is_domain(domain) {
            return None;
        }
        let length = local.chars().count();
        let mut pen = Pen::open(out);
        local.chars().take(self.keep_local.min(length - 1)).for_each(|c| pen.char(c));
        pen.text(HIDDEN);
        pen.char('@');
        pen.text(if self.keep_domain { domain } else { HIDDEN });
        pen.close();
        Some(())
    }
}

/// Not empty, and without what would make it more than a local part: white space, brackets, quotes.
fn is_local(local: &str) -> bool {
    let bracket = |c| matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '"' | '\\' | ',' | ';' | ':' | '@');
    let stranger = |c: char| c.is_whitespace() || c.is_control() || bracket(c);
    !local.is_empty() && !local.contains(stranger)
}

/// A host name, in any script: what is shown may not be able to carry anything else.
fn is_domain(domain: &str) -> bool {
    // RFC 1035 section 2.3.4: 253 octets of text, 63 a label.
    domain.len() <= 253 && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let known =
        |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || (!c.is_ascii() && c.is_alphanumeric());
    !label.is_empty() && label.len() <= 63 && label.chars().all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(operator: Email, text: &str) -> Option<String> {
        let mut out = Vec::new();
        operator.write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn the_local_part_is_never_whole() {
        let email = Email::default();
        assert_eq!(shown(email, "maria@example.org").unwrap(), "m***@example.org");
        assert_eq!(shown(email, "m@example.org").unwrap(), "***@example.org");
        assert_eq!(shown(Email { keep_local: 9, ..email }, "ab@x.org").unwrap(), "a***@x.org");
        assert_eq!(shown(Email { keep_domain: false, ..email }, "maria@example.org").unwrap(), "m***@***");
    }

    #[test]
    fn what_is_no_mailbox_does_not_fit() {
        let strange = [
            "",
            "@",
            "a@",
            "@b.org",
            "maria",
            "a@b@c",
            "a b@c.org",
            "Maria <maria@c.org>",
            "a@b..org",
            "a@.org",
            "a@b.org ",
            "a@b.org/4111111111111111 x",
            "\"a b\"@c.org",
            "a@[192.0.2.1]",
            "a\u{a0}b@c.org",
            "a@c.org\n",
        ];
        for text in strange {
            assert_eq!(shown(Email::default(), text), None, "{text:?}");
        }
    }

    #[test]
    fn any_script_may_stand_on_both_sides() {
        assert_eq!(shown(Email::default(), "дарья@пример.рф").unwrap(), "д***@пример.рф");
        assert_eq!(shown(Email::default(), "מיכל@דוגמה.קום").unwrap(), "מ***@דוגמה.קום");
    }
}
