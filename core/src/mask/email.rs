//! `email`: the beginning of the local part and the domain.

use crate::Result;
use crate::document::Call;

use super::option::count;
use super::pen::Pen;

/// What stands for the hidden part, whatever its length.
const HIDDEN: &[u8] = b"***";

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
        let (local, domain) = text.split_at_checked(text.bytes().position(|byte| byte == b'@')?)?;
        let domain = domain.strip_prefix('@')?;
        if !is_local(local) || !is_domain(domain) {
            return None;
        }
        let mut pen = Pen::open(out);
        pen.plain(self.shown(local).as_bytes());
        pen.plain(HIDDEN);
        pen.plain(b"@");
        pen.plain(if self.keep_domain { domain.as_bytes() } else { HIDDEN });
        pen.close();
        Some(())
    }

    /// The beginning of a local part, never the whole.
    fn shown<'t>(&self, local: &'t str) -> &'t str {
        let last = local.char_indices().next_back().map_or(0, |(at, _)| at);
        let end = match local.is_ascii() {
            true => self.keep_local,
            false => local.char_indices().nth(self.keep_local).map_or(last, |(at, _)| at),
        };
        local.get(..end.min(last)).unwrap_or_default()
    }
}

/// Not empty, and without what would make it more than a local part: white space, brackets, quotes. Nothing in it is
/// escaped in JSON.
fn is_local(local: &str) -> bool {
    let known = |byte| class(byte) & (LABEL | LOCAL) != 0;
    let stranger = |c: char| !c.is_ascii() && (c.is_whitespace() || c.is_control());
    !local.is_empty() && local.bytes().all(known) && (local.is_ascii() || !local.contains(stranger))
}

/// A host name, in any script: what is shown may not be able to carry anything else.
fn is_domain(domain: &str) -> bool {
    // RFC 1035 section 2.3.4: 253 octets of text, 63 a label.
    let mut length = 0;
    let labels = domain.bytes().all(|byte| {
        let inside = byte != b'.';
        let fits = if inside { class(byte) & LABEL != 0 && length < 63 } else { length > 0 };
        length = if inside { length + 1 } else { 0 };
        fits
    });
    labels && length > 0 && domain.len() <= 253 && (domain.is_ascii() || domain.chars().all(is_of_a_name))
}

/// Of the characters that are not ASCII, the letters and digits.
fn is_of_a_name(c: char) -> bool {
    c.is_ascii() || c.is_alphanumeric()
}

/// What may stand in a label of a domain; of a byte beyond ASCII its character decides.
const LABEL: u8 = 1;
/// What else may stand in a local part.
const LOCAL: u8 = 2;

/// What a byte of UTF-8 may be a part of.
fn class(byte: u8) -> u8 {
    #[expect(clippy::indexing_slicing, reason = "what is beyond the end does not compile")]
    const CLASSES: [u8; 256] = {
        let mut classes = [0; 256];
        let mut byte = 0_u8;
        loop {
            classes[byte as usize] = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | 0x80.. => LABEL,
                b'<' | b'>' | b'(' | b')' | b'[' | b']' | b'"' | b'\\' | b',' | b';' | b':' | b'@' => 0,
                b'!'..=b'~' => LOCAL,
                _ => 0,
            };
            if byte == u8::MAX {
                break classes;
            }
            byte += 1;
        }
    };
    CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
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
