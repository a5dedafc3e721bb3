//! `scan`: what the detectors find inside a text is replaced, the rest stays.

use std::borrow::Cow;
use std::sync::Arc;

use crate::detect::{self, Detector, Detectors, Hit, UserDetector};
use crate::document::{Call, Node, unknown};
use crate::json::{Kind, text};
use crate::{Error, Result};

use super::input::Input;
use super::keys::Keys;
use super::operator::{NAMES, Operator};
use super::redact;
use super::source_map::SourceMap;

/// What a template says for the name of the detector.
const TYPE: &str = "{type}";

/// Replaces what is found inside a string. The one operator that lets text through.
#[derive(Clone, Debug)]
pub(crate) struct Scan {
    detectors: Arc<Detectors>,
    on_hit: OnHit,
    allowed: Vec<String>,
    allowed_patterns: Vec<regex::Regex>,
}

/// What stands for a finding.
#[derive(Clone, Debug)]
enum OnHit {
    /// A text, in which `{type}` is the name of the detector.
    Template(String),
    /// What an operator makes of it.
    Operator(Box<Operator>),
}

impl Scan {
    /// All strong forms, and the policy's own detectors, replaced by their names in brackets.
    pub(crate) fn usual(own: &[UserDetector]) -> Self {
        let mut detectors = Detectors::default();
        own.iter().for_each(|detector| detectors.add_user(detector.clone()));
        Self {
            detectors: Arc::new(detectors),
            on_hit: OnHit::Template(format!("[{TYPE}]")),
            allowed: Vec::new(),
            allowed_patterns: Vec::new(),
        }
    }

    pub(super) fn parse(call: &Call<'_>, own: &[UserDetector]) -> Result<Self> {
        let options = call.options(&["for", "on_hit", "allow"], Some("for"))?;
        let mut scan = Self::usual(own);
        if let Some(detectors) = options.read("for", |node| chosen(node, own))? {
            scan.detectors = Arc::new(detectors);
        }
        if let Some(on_hit) = options.read("on_hit", |node| OnHit::parse(node, own))? {
            scan.on_hit = on_hit;
        }
        if let Some(allow) = options.get("allow") {
            let allow = allow.members(&["values", "patterns"], "allow")?;
            scan.allowed =
                allow.strings("values")?.unwrap_or_default().into_iter().map(str::to_owned).collect();
            let patterns = allow.read("patterns", |node| node.as_sequence()?.iter().map(whole).collect())?;
            scan.allowed_patterns = patterns.unwrap_or_default();
        }
        Ok(scan)
    }

    /// The names of the detectors that find something in a text, each once.
    pub(crate) fn found_in(&self, text: &str) -> Vec<String> {
        let mut hits = Vec::new();
        self.find(text, &mut hits);
        let mut names: Vec<String> =
            hits.iter().map(|hit| self.detectors.name(hit.found).to_owned()).collect();
        names.sort();
        names.dedup();
        names
    }

    /// A plain text with every finding replaced.
    pub(crate) fn mask_text<'t>(&self, text: &'t str, keys: &dyn Keys) -> Cow<'t, str> {
        let mut hits = Vec::new();
        self.find(text, &mut hits);
        if hits.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for hit in &hits {
            out.push_str(text.get(at..hit.range.start).unwrap_or_default());
            let mut shown = Vec::new();
            self.replace(hit, text, keys, &mut shown);
            out.push_str(&text::decode_utf8(&shown).unwrap_or_default());
            at = hit.range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// Source bytes outside findings stay as they are, escapes and all.
    pub(super) fn write(&self, input: Input<'_>, keys: &dyn Keys, out: &mut Vec<u8>) -> Option<()> {
        let decoded = input.string_or_number()?;
        let mut hits = Vec::new();
        self.find(&decoded, &mut hits);
        if hits.is_empty() {
            out.extend_from_slice(input.source);
            return Some(());
        }
        let inside = match input.kind {
            Kind::String => input.source.strip_prefix(b"\"")?.strip_suffix(b"\"")?,
            _ => input.source,
        };
        let mut map = SourceMap::new(inside);
        let mut at = 0;
        out.push(b'"');
        for hit in &hits {
            out.extend_from_slice(inside.get(at..map.offset(hit.range.start)?)?);
            self.replace(hit, &decoded, keys, out);
            at = map.offset(hit.range.end)?;
        }
        out.extend_from_slice(inside.get(at..)?);
        out.push(b'"');
        Some(())
    }

    /// The findings that no list allows.
    fn find(&self, text: &str, hits: &mut Vec<Hit>) {
        self.detectors.find(text, hits);
        if self.allowed.is_empty() && self.allowed_patterns.is_empty() {
            return;
        }
        hits.retain(|hit| {
            let found = text.get(hit.range.clone()).unwrap_or_default();
            let listed = self.allowed.iter().any(|value| value == found);
            !listed && !self.allowed_patterns.iter().any(|pattern| pattern.is_match(found))
        });
    }

    /// Appends what stands for a finding, as the inside of a JSON string.
    fn replace(&self, hit: &Hit, text: &str, keys: &dyn Keys, out: &mut Vec<u8>) {
        let mut shown = Vec::new();
        match &self.on_hit {
            OnHit::Template(template) => {
                text::escape_into(&template.replace(TYPE, self.detectors.name(hit.found)), &mut shown);
            }
            OnHit::Operator(operator) => {
                let mut source = Vec::new();
                text::escape_into(text.get(hit.range.clone()).unwrap_or_default(), &mut source);
                super::apply(operator, Input { kind: Kind::String, source: &source }, keys, &mut shown);
            }
        }
        // Whatever is no string hides nothing less than the redaction.
        let inside = shown.strip_prefix(b"\"").and_then(|shown| shown.strip_suffix(b"\""));
        out.extend_from_slice(inside.unwrap_or(redact::TEXT));
    }
}

impl OnHit {
    /// A word that names an operator is one; every other string is a template.
    fn parse(node: &Node, own: &[UserDetector]) -> Result<Self> {
        match node.as_str() {
            Ok(text) if !NAMES.contains(&text) => Ok(Self::Template(text.to_owned())),
            _ => {
                let operator = super::parse(node, own)?;
                if operator.hides_text() {
                    return Ok(Self::Operator(Box::new(operator)));
                }
                Err(node.expected("a text such as `[{type}]`, or an operator that hides a text"))
            }
        }
    }
}

/// The detectors of a list of names: built in, of a group, or of the policy.
fn chosen(node: &Node, own: &[UserDetector]) -> Result<Detectors> {
    let mut detectors = Detectors::none();
    for entry in node.as_sequence()? {
        let name = entry.as_str()?;
        let mut known = false;
        for detector in Detector::named(name) {
            detectors.add(detector);
            known = true;
        }
        for detector in own.iter().filter(|detector| detector.name() == name) {
            detectors.add_user(detector.clone());
            known = true;
        }
        if !known {
            return Err(stranger(entry, name, own));
        }
    }
    Ok(detectors)
}

fn stranger(node: &Node, name: &str, own: &[UserDetector]) -> Error {
    let known =
        Detector::ALL.iter().map(|detector| detector.name()).chain(own.iter().map(UserDetector::name));
    unknown("detector", name, known, node.position())
}

/// A pattern that must match the whole of a finding.
fn whole(node: &Node) -> Result<regex::Regex> {
    let pattern = detect::compile(node)?;
    regex::Regex::new(&format!("^(?:{pattern})$"))
        .map_err(|_| node.expected("a pattern without unclosed flags"))
}

#[cfg(test)]
mod tests {
    use super::super::{NoKeys, Outcome, apply, parse};
    use super::*;
    use crate::document;

    fn scanned(operator: &str, source: &str) -> (String, Outcome) {
        let operator = parse(&document::parse(operator).unwrap(), &[]).unwrap();
        let kind = Kind::of(source.as_bytes()[0]).unwrap();
        let mut out = Vec::new();
        let outcome = apply(&operator, Input { kind, source: source.as_bytes() }, &NoKeys, &mut out);
        serde_json::from_slice::<serde_json::Value>(&out).unwrap();
        (String::from_utf8(out).unwrap(), outcome)
    }

    fn text_of(operator: &str, source: &str) -> String {
        scanned(operator, source).0
    }

    #[test]
    fn findings_are_replaced_and_the_rest_stays() {
        let source = r#""write to maria@example.org, pay 4111111111111111""#;
        assert_eq!(text_of("scan", source), r#""write to [email], pay [card]""#);
        assert_eq!(text_of("{ scan: [card] }", source), r#""write to maria@example.org, pay [card]""#);
        assert_eq!(text_of("{ scan: { on_hit: '***' } }", source), r#""write to ***, pay ***""#);
        assert_eq!(
            text_of("{ scan: { for: [card], on_hit: pan } }", source),
            r#""write to maria@example.org, pay 411111******1111""#
        );
        assert_eq!(
            text_of("{ scan: { on_hit: pan } }", source),
            r#""write to [REDACTED], pay 411111******1111""#
        );
    }

    #[test]
    fn escapes_are_decoded_first_and_those_outside_stay() {
        let source = r#""\u00e4 \"maria\u0040example.org\" \ud83d\ude00 \/ \u0034111111111111111\n""#;
        assert_eq!(text_of("scan", source), r#""\u00e4 \"[email]\" \ud83d\ude00 \/ [card]\n""#);
        assert_eq!(text_of("scan", r#""\u00e4 \/ nothing""#), r#""\u00e4 \/ nothing""#);
        assert_eq!(text_of("{ scan: { on_hit: '\"{type}\\' } }", r#""a@b.org""#), r#""\"email\\""#);
    }

    #[test]
    fn other_types() {
        assert_eq!(text_of("scan", "4111111111111111"), "\"[card]\"");
        assert_eq!(text_of("scan", "1.10"), "1.10");
        for source in ["null", "true", "[\"a@b.org\"]", "{}", r#""a\ud800""#] {
            assert_eq!(scanned("scan", source), ("\"[REDACTED]\"".into(), Outcome::Redacted), "{source}");
        }
    }

    #[test]
    fn what_is_allowed_stays() {
        let operator = "{ scan: { allow: { values: [help@example.org], patterns: ['.*@test\\.org'] } } }";
        let source = r#""help@example.org a@test.org a@test.org.evil.org xhelp@example.org""#;
        assert_eq!(text_of(operator, source), r#""help@example.org a@test.org [email] [email]""#);
    }

    #[test]
    fn a_policy_names_what_exists() {
        let error = |text: &str| parse(&document::parse(text).unwrap(), &[]).unwrap_err().to_string();
        assert!(error("{ scan: [crad] }").contains("did you mean `card`"));
        assert!(error("{ scan: { on_hit: keep } }").contains("that hides a text"));
        assert!(error("{ scan: { allow: { patterns: ['('] } } }").contains("no regular expression"));
        assert_eq!(
            text_of("{ scan: [national_id, ip] }", r#""078-05-1120 203.0.113.7""#),
            r#""[us_ssn] [ipv4]""#
        );
    }

    #[test]
    fn plain_text_is_masked_as_it_stands() {
        let scan = Scan::usual(&[]);
        assert_eq!(scan.mask_text("say \"maria@example.org\"\n", &NoKeys), "say \"[email]\"\n");
        assert!(matches!(scan.mask_text("nothing", &NoKeys), Cow::Borrowed("nothing")));
    }
}
