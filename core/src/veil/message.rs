//! A message of a log: words, and documents between them.

use std::borrow::Cow;

use super::Veil;
use super::options::MaskOptions;
use super::session::Session;
use crate::error::Result;
use crate::json::{self, Beginning};

/// What stands for a document that could not be masked.
const REDACTED: &str = "[REDACTED]";
/// How often the bytes of a text may be read in search of documents, in vain.
const MOST_TRIES: usize = 16;

impl Veil {
    /// A text of a log with the documents in it masked as [`mask`](Self::mask) does, and then everything replaced that
    /// the detectors find, as [`mask_text`](Self::mask_text) does. A text that is one document goes by the policy alone.
    ///
    /// Every JSON object and array is a document, wherever it stands: behind a few words, behind a byte order mark.
    ///
    /// ```
    /// # use fieldveil::{MaskOptions, Policy, Veil};
    /// let veil = Veil::new(Policy::parse("{version: 1, rules: [{names: [password], show: redact}]}")?);
    /// let shown = veil.mask_message(r#"refused: {"password":"x"}"#, &MaskOptions::default())?;
    /// assert_eq!(shown, r#"refused: {"password":"[REDACTED]"}"#);
    /// # Ok::<(), fieldveil::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_view`, and `invalid_keyring` if two rings have a set of the same name since a reload.
    ///
    /// # Security
    /// What cannot be masked is redacted: a document that the policy refuses, and everything behind the beginning of one
    /// that the text cuts off. What only looks like JSON, as a `dict` that Python prints, is text to the detectors.
    pub fn mask_message(&self, text: &str, options: &MaskOptions) -> Result<String> {
        let session = Session::begin(self)?;
        let policy = self.policy.compiled();
        policy.view(options.view.as_deref())?;
        let masked = |document: &str| {
            let shown = session.mask(document.as_bytes(), options).ok();
            shown.and_then(|(shown, _)| String::from_utf8(shown).ok()).unwrap_or_else(|| REDACTED.to_owned())
        };
        let mut out = String::new();
        let (mut at, mut tried) = (0, 0);
        // What has been tried in vain is text, up to the next bracket.
        let mut next = 0;
        while let Some(start) = bracket(text, next) {
            match json::beginning(text, start, &policy.limits) {
                Beginning::Whole(end) => {
                    let around = [text.get(..start), text.get(end..)].map(Option::unwrap_or_default);
                    let shown = masked(text.get(start..end).unwrap_or_default());
                    if around.iter().all(|part| part.chars().all(is_nothing)) {
                        return Ok(around.join(&shown));
                    }
                    out.push_str(text.get(at..start).unwrap_or_default());
                    out.push_str(&shown);
                    (at, next) = (end, end);
                }
                Beginning::Other(end) if tried <= MOST_TRIES * text.len() => {
                    tried += in_vain(end - start);
                    next = start + 1;
                }
                Beginning::Other(_) | Beginning::CutOff => {
                    out.push_str(text.get(at..start).unwrap_or_default());
                    out.push_str(REDACTED);
                    at = text.len();
                    break;
                }
            }
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Ok(match policy.free_text.mask_text(&out, &crate::mask::NoKeys) {
            Cow::Borrowed(_) => out,
            Cow::Owned(shown) => shown,
        })
    }
}

/// Says how many bytes were read in vain. Tests count them: that the work grows with the text and not with its square is
/// then no matter of a clock.
fn in_vain(bytes: usize) -> usize {
    #[cfg(test)]
    IN_VAIN.with(|all| all.set(all.get() + bytes));
    bytes
}

#[cfg(test)]
thread_local! {
    static IN_VAIN: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Where the next document may begin.
fn bracket(text: &str, from: usize) -> Option<usize> {
    memchr::memchr2(b'{', b'[', text.as_bytes().get(from..)?).map(|found| from + found)
}

/// What may stand around the one document of a text: white space, and a byte order mark.
fn is_nothing(character: char) -> bool {
    character.is_whitespace() || character == '\u{FEFF}'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn shown(text: &str) -> String {
        let policy = "{version: 1, rules: [{names: [password], show: redact}, {path: $.mail, show: email}]}";
        let veil = Veil::new(Policy::parse(policy).unwrap());
        veil.mask_message(text, &MaskOptions::default()).unwrap()
    }

    #[test]
    fn a_document_goes_by_the_policy_wherever_it_stands() {
        for (text, expected) in [
            (r#"{"password":"x"}"#, r#"{"password":"[REDACTED]"}"#),
            (" {\"password\":\"x\"}\n", " {\"password\":\"[REDACTED]\"}\n"),
            ("\u{FEFF}{\"password\":\"x\"}", "\u{FEFF}{\"password\":\"[REDACTED]\"}"),
            (r#"no: {"password":"x"}"#, r#"no: {"password":"[REDACTED]"}"#),
            (
                r#"[1] {a} [{"password":"x"}], {"password":"y"}."#,
                r#"[1] {a} [{"password":"[REDACTED]"}], {"password":"[REDACTED]"}."#,
            ),
            (r#"{"a {"b" {"password":"x"} [oops"#, r#"{"a {"b" {"password":"[REDACTED]"} [REDACTED]"#),
            (r#"["{", oops {"password":"x"}"#, r#"["{", oops {"password":"[REDACTED]"}"#),
            ("nothing [ here {", "nothing [ here {"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn the_detectors_look_at_all_of_a_message_and_at_no_document_alone() {
        assert_eq!(
            shown(r#"{"mail":"maria@example.org","to":"bob@example.org"}"#),
            r#"{"mail":"m***@example.org","to":"bob@example.org"}"#
        );
        assert_eq!(
            shown(r#"bob@example.org sent {"to":"eve@example.org"}"#),
            r#"[email] sent {"to":"[email]"}"#
        );
    }

    #[test]
    fn what_a_text_cuts_off_is_redacted() {
        let text = r#"sent {"a":[true,{"password":"secret\u0041","n":-1.5e3}],"b":false}"#;
        for end in "sent {\"".len()..text.len() {
            assert_eq!(shown(&text[..end]), "sent [REDACTED]", "{}", &text[..end]);
        }
        let deep = format!("a {}{{\"password\":\"secret\"}}", "[".repeat(128));
        assert_eq!(shown(&deep), "a [REDACTED]");
    }

    #[test]
    fn what_the_policy_refuses_is_redacted_and_a_view_must_be_known() {
        let policy =
            "{version: 1, defaults: {duplicate_names: reject}, rules: [{names: [password], show: redact}]}";
        let veil = Veil::new(Policy::parse(policy).unwrap());
        let text = r#"a {"n":"secret","n":2} b {"n":1}"#;
        assert_eq!(veil.mask_message(text, &MaskOptions::default()).unwrap(), r#"a [REDACTED] b {"n":1}"#);
        let options = MaskOptions { view: Some("nobody".to_owned()), ..MaskOptions::default() };
        assert_eq!(veil.mask_message("a", &options).unwrap_err().code().as_str(), "unknown_view");
    }

    /// Every bracket begins something that is long and is no document.
    #[test]
    fn a_text_that_is_made_to_be_read_often_is_given_up() {
        let strings = r#"["[\",""#.repeat(1 << 17);
        let arrays = format!("{}x", "[1,[1],".repeat(1 << 17));
        for text in [strings, arrays, "[".repeat(1 << 20), "{\"".repeat(1 << 19)] {
            IN_VAIN.with(|all| all.set(0));
            shown(&text);
            assert!(IN_VAIN.with(std::cell::Cell::get) <= (MOST_TRIES + 1) * text.len());
        }
    }
}
