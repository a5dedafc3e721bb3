//! What a policy makes of a sample: which rule takes which place, which takes none, and what looks sensitive and is
//! taken by none.

mod explainer;
mod normalized;

use std::collections::HashSet;

pub(super) use explainer::explain;

/// What a policy makes of one document.
///
/// # Security
/// Paths hold the names of the document's members. They are meant for whoever owns the sample, not for a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The places that rules take, in the order of the document.
    pub places: Vec<Explained>,
    /// The ids of the rules that take none, in the order of the policy.
    pub unmatched: Vec<String>,
    /// Strings and numbers that no rule takes, in which a detector finds something, in the order of their paths.
    pub suspects: Vec<Suspect>,
}

impl Explanation {
    /// Adds what was said of another document of the same policy.
    ///
    /// A rule stays unmatched if it takes nothing in either.
    pub fn add(&mut self, other: Self) {
        self.places.extend(other.places);
        let other_unmatched: HashSet<String> = other.unmatched.into_iter().collect();
        self.unmatched.retain(|rule| other_unmatched.contains(rule));
        other.suspects.into_iter().for_each(|suspect| self.suspect(suspect));
    }

    fn suspect(&mut self, suspect: Suspect) {
        let found = self.suspects.binary_search_by(|there| there.path.cmp(&suspect.path));
        match found.map(|index| self.suspects.get_mut(index)) {
            Ok(Some(there)) => there.add(suspect),
            Ok(None) => {}
            Err(index) => self.suspects.insert(index, suspect),
        }
    }
}

/// One place, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explained {
    /// The normalized path (RFC 9535 section 2.7); inside a decoded string, the path there behind the string's.
    pub path: String,
    /// The id of the rule that takes it.
    pub rule: String,
    /// The rule's class, if it has one.
    pub class: Option<String>,
    /// The JSON type of the value.
    pub kind: &'static str,
    /// The operator that `encrypt` applies.
    pub store: &'static str,
    /// The operator that the view `default` applies.
    pub show: &'static str,
    /// What the rule goes back to, if it is a preset's: a requirement of a standard, a paragraph of a law.
    pub source: Option<String>,
}

/// Values of one place that no rule takes and that look sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suspect {
    /// The path, with `[*]` for every element of an array, and for a member in whose name a detector finds something.
    pub path: String,
    /// The detectors that find something, each once, by name.
    pub detectors: Vec<String>,
    /// How many values there are.
    pub count: usize,
}

impl Suspect {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.detectors.extend(other.detectors);
        self.detectors.sort();
        self.detectors.dedup();
    }
}

#[cfg(test)]
mod tests {
    use crate::Policy;

    #[test]
    fn says_which_rule_takes_what() {
        let policy = Policy::parse(crate::policy::tests::EVERYTHING).unwrap();
        let sample = r#"{"tenant_id":"t","customer":{"email":"m@example.org","id":7},"cards":[{"card":{"number":"4111"}}],
            "people":[{"kind":"person","ssn":"1"},{"kind":"firm","ssn":"2"}],"events":[{"payload":"{\"a\":{\"ssn\":\"3\"}}"},{"payload":"{"}],
            "it's\n\u0001":"call maria@example.org","api-key":"k","note":{"b":"4111 1111 1111 1111"}}"#;
        let explanation = policy.explain(sample.as_bytes()).unwrap();
        let mut lines: Vec<String> = explanation
            .places
            .iter()
            .map(|p| format!("{} {} {}: {:?} {} -> {}", p.path, p.kind, p.rule, p.class, p.store, p.show))
            .collect();
        let suspects = explanation.suspects.iter();
        lines.extend(suspects.map(|s| format!("suspect {} {:?} {}", s.path, s.detectors, s.count)));
        lines.push(format!(
            "unmatched {:?}",
            explanation.unmatched.iter().filter(|id| !id.contains('/')).collect::<Vec<_>>()
        ));
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn suspects_of_one_place_are_counted_together() {
        let policy = Policy::parse("version: 1\nrules: [{ path: $.known, show: redact }]\n").unwrap();
        let say = |sample: &str| policy.explain(sample.as_bytes()).unwrap();
        let mut explanation = say(r#"{"known":"a@b.org","lines":[{"note":"a@b.org"},{"note":"nothing"}],
            "by mail":{"maria@example.org":{"pan":4111111111111111}}}"#);
        explanation.add(say(r#"{"lines":[{"note":"4111 1111 1111 1111"}]}"#));
        let suspects = explanation.suspects.iter().map(|s| (s.path.as_str(), s.detectors.join(" "), s.count));
        let expected = [
            ("$['by mail'][*]['pan']", "card".to_owned(), 1),
            ("$['lines'][*]['note']", "card email".to_owned(), 2),
        ];
        assert_eq!(suspects.collect::<Vec<_>>(), expected);
        assert!(explanation.unmatched.is_empty());
    }

    #[test]
    fn refuses_what_is_no_document() {
        let policy = Policy::parse("version: 1\n").unwrap();
        assert_eq!(policy.explain(b"{").unwrap_err().code().as_str(), "invalid_json");
        assert!(policy.explain(b"5").unwrap().places.is_empty());
    }
}
