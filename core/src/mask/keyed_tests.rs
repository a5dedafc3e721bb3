//! Operators under a key: the known answers of the format, and what happens without one.

use std::borrow::Cow;

use super::{Input, Keys, NoKeys, Outcome, apply, parse};
use crate::context::Context;
use crate::document;
use crate::json::Kind;
use crate::seal::Material;
use crate::secret::Secret;
use crate::token::Family;

/// One key for every set, a tenant, one subject, one function.
struct Call(Material, Context);

impl Call {
    fn new() -> Self {
        let key = Secret::copied(&[0x5A; 32]).unwrap();
        let context = Context::new().with("tenant", "acme").unwrap();
        Self(Material::new(7, Family::HmacSha256, key).unwrap(), context)
    }
}

impl Keys for Call {
    fn pseudonym_key(&self, set: &str) -> Option<&Material> {
        (set == "people").then_some(&self.0)
    }

    fn scope(&self, names: &[String]) -> Option<Cow<'_, [u8]>> {
        self.1.encode_scope(names).ok().map(Cow::Owned)
    }

    fn watched(&self, path: &str) -> Option<&str> {
        (path == "$.id").then_some("patient-1")
    }

    fn custom(&self, name: &str, text: &str) -> Option<String> {
        (name == "shout").then(|| text.to_uppercase())
    }
}

fn masked(operator: &str, value: &str, keys: &dyn Keys) -> (String, Outcome) {
    let operator = parse(&document::parse(operator).unwrap(), &[]).unwrap();
    let kind = Kind::of(value.as_bytes()[0]).unwrap();
    let mut out = Vec::new();
    let outcome = apply(&operator, Input { kind, source: value.as_bytes() }, keys, &mut out);
    (String::from_utf8(out).unwrap(), outcome)
}

fn redacted() -> (String, Outcome) {
    ("\"[REDACTED]\"".into(), Outcome::Redacted)
}

#[test]
fn equal_texts_have_equal_pseudonyms() {
    let call = Call::new();
    let shown = |operator: &str, value: &str| masked(operator, value, &call).0;
    let people = "{ pseudonym: { set: people, prefix: p_, normalize: [trim, lower] } }";
    let maria = shown(people, "\"maria\"");
    assert_eq!(maria.len(), "\"p_\"".len() + 22);
    assert_eq!(maria, shown(people, r#"" M\u0061ria ""#));
    assert_ne!(maria, shown(people, "\"mario\""));
    assert_eq!(shown("{ pseudonym: people }", "1001"), shown("{ pseudonym: people }", "\"1001\""));
    for other in ["domain: other", "scope: [tenant]", "length: 10"] {
        assert_ne!(
            shown(&format!("{{ pseudonym: {{ set: people, {other} }} }}"), "1"),
            shown("{ pseudonym: people }", "1")
        );
    }
}

#[test]
fn a_container_a_lone_surrogate_or_a_missing_key_redacts() {
    let call = Call::new();
    for value in ["[1]", "{}", r#""\ud800""#] {
        assert_eq!(masked("{ pseudonym: people }", value, &call), redacted(), "{value}");
    }
    assert_eq!(masked("{ pseudonym: strangers }", "1", &call), redacted());
    assert_eq!(masked("{ pseudonym: { set: people, scope: [region] } }", "1", &call), redacted());
    assert_eq!(masked("{ pseudonym: people }", "1", &NoKeys), redacted());
}

#[test]
fn dates_of_one_subject_move_together() {
    let call = Call::new();
    let shift = "{ date: { shift: { set: people, subject: $.id, days: 30 } } }";
    let day = |value: &str| {
        let (shown, outcome) = masked(shift, value, &call);
        assert_eq!(outcome, Outcome::Written);
        shown.trim_matches('"').get(..10).unwrap().parse::<jiff::civil::Date>().unwrap()
    };
    let (first, second) = (day("\"2024-03-01\""), day("\"2024-03-08T10:00:00Z\""));
    assert_eq!(first.until(second).unwrap().get_days(), 7);
    let moved = first.since(jiff::civil::date(2024, 3, 1)).unwrap().get_days();
    assert!(moved != 0 && moved.abs() <= 30);
    assert_eq!(masked(&shift.replace("$.id", "$.lost"), "\"2024-03-01\"", &call), redacted());
    assert_eq!(masked(shift, "\"2024-03-01\"", &NoKeys), redacted());
}

#[test]
fn a_function_is_called_by_its_name() {
    let call = Call::new();
    assert_eq!(masked("{ custom: shout }", r#""m\u0061ria\n""#, &call).0, r#""MARIA\n""#);
    assert_eq!(masked("{ custom: shout }", "[true]", &call).0, "\"[TRUE]\"");
    assert_eq!(masked("{ custom: other }", "1", &call), redacted());
}
