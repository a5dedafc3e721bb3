//! What the verbs read of a policy.

use super::{EVERYTHING, policy};
use crate::mask::Operator;
use crate::policy::{Container, DuplicateNames, Layout, Policy, Rule, ShadowRole, Source, Store};

fn rule<'a>(policy: &'a Policy, id: &str) -> &'a Rule {
    policy.compiled().rules.all().into_iter().find(|rule| rule.id == id).unwrap()
}

fn is_field(policy: &Policy, id: &str) -> bool {
    policy.compiled().is_field(rule(policy, id))
}

#[test]
fn everything_is_resolved() {
    let policy = Policy::parse(EVERYTHING).unwrap();
    let all = policy.compiled();
    assert_eq!(policy.id(), Some("orders"));
    assert_eq!(policy.sha256().len(), 64);
    assert_eq!(all.record_set.as_deref(), Some("pii"));
    assert_eq!((all.layout, all.duplicate_names), (Layout::Record, DuplicateNames::All));
    assert_eq!((all.limits.depth, all.limits.document), (64, 1 << 20));
    assert_eq!(all.watches, ["$.tenant_id", "$.subject_id"]);
    assert_eq!(all.subject, Some(1));
    let pair = |name: &str, source| (name.to_owned(), source);
    assert_eq!(
        all.context,
        [pair("tenant", Source::Watch(0)), pair("table", Source::Value("orders".into()))]
    );

    assert!(rule(&policy, "email").required && is_field(&policy, "email"));
    assert!(!is_field(&policy, "$.born"), "another set than the record's");
    assert_eq!(rule(&policy, "$..card.number").bind_index, Some(true));
    assert_eq!(rule(&policy, "cvv, cvc, *_pin, /^api[-_]?key$/").container, Container::Error);
    let Store::Encrypt(card) = &*rule(&policy, "$..card.number").store else { panic!() };
    assert_eq!((card.pad, card.nulls_keep), (16, true));
    assert_eq!(card.index.as_ref().unwrap().into, "number_index");
    assert_eq!(all.rules.shadows, [ShadowRole::Header, ShadowRole::Index(1)]);

    let numbers: Vec<_> = all.rules.all().iter().map(|rule| rule.number).collect();
    assert_eq!(numbers, (0..all.rule_count).collect::<Vec<_>>());
    assert!(is_field(&policy, "$..ssn"), "fields inside decoded strings count");
}

#[test]
fn a_view_shows_its_own_then_what_it_extends_then_the_class() {
    let policy = Policy::parse(EVERYTHING).unwrap();
    let all = policy.compiled();
    let shown = |view: Option<&str>, id: &str| all.view(view).unwrap().operator(rule(&policy, id)).name();
    assert_eq!(shown(None, "email"), "email");
    assert_eq!(shown(Some("default"), "email"), "email");
    assert_eq!(shown(Some("support"), "email"), "email");
    assert_eq!(shown(Some("fraud"), "email"), "reveal");
    assert_eq!(shown(Some("fraud"), "$.customer.id"), "pseudonym");
    assert_eq!(shown(Some("partner"), "$.born"), "date");
    assert!(all.view(Some("fraud")).unwrap().open, "inherited");
    assert!(all.view(Some("partner")).unwrap().unmatched_redact);
    assert!(!all.view(None).unwrap().open);
    let unknown = all.view(Some("suport")).unwrap_err();
    insta::assert_snapshot!(unknown, @"unknown view `suport`, the policy has `support`, `fraud`, `partner`, `default`");
    assert_eq!(unknown.code().as_str(), "unknown_view");
}

#[test]
fn a_rule_that_says_nothing_keeps_and_redacts() {
    let policy = policy("rules:\n  - path: $.a\n");
    let rule = rule(&policy, "$.a");
    assert!(matches!(*rule.store, Store::Keep));
    assert!(matches!(policy.compiled().view(None).unwrap().operator(rule), Operator::Redact(_)));
    assert_eq!(policy.compiled().record_set, None);
}

#[test]
fn the_record_set_is_the_first_that_a_rule_encrypts_to() {
    let policy = policy(
        "classes: { unused: { store: { encrypt: never } } }\n\
         rules: [ { path: $.d, store: { deterministic: d } }, { path: $.s, decode: json, rules: [ { path: $.x, store: { encrypt: first } } ] }, { path: $.b, store: { encrypt: second } } ]",
    );
    assert_eq!(policy.compiled().record_set.as_deref(), Some("first"));
    assert!(!is_field(&policy, "$.b"));
}

#[test]
fn value_layout_has_no_fields() {
    let policy = policy("defaults: { layout: value }\nrules: [ { path: $.a, store: { encrypt: pii } } ]");
    assert_eq!(policy.compiled().record_set, None);
    assert!(!is_field(&policy, "$.a"));
}

#[test]
fn json_is_a_policy_too() {
    let json = r#"{"version":1,"rules":[{"path":"$.a","store":{"encrypt":"pii"},"show":"email"}]}"#;
    assert!(is_field(&Policy::parse(json).unwrap(), "$.a"));
}

#[test]
fn a_class_of_the_policy_stands_for_the_presets() {
    let mine = "extends: [owasp-logging]\nclasses: { owasp_secret: { show: { redact: mine } } }\n";
    let policy = policy(mine);
    let classes = &policy.compiled().classes;
    assert_eq!(classes.iter().filter(|class| class.name == "owasp_secret").count(), 1);
    assert!(policy.compiled().rules.rules.iter().all(|rule| rule.preset == Some("owasp-logging")));
}

#[test]
fn a_kept_place_may_be_read_although_a_later_rule_would_store_it() {
    policy(
        "context: { tenant: $.tenant }\n\
         rules: [ { path: $.tenant, store: keep, show: keep }, { path: '$.*', store: { encrypt: pii } } ]",
    );
    policy(
        "rules: [ { path: '$.people[*].kind', store: keep, show: keep }, { path: '$.*[*].kind', store: remove }, \
                  { path: \"$.people[?@.kind=='x'].ssn\", store: { encrypt: pii } } ]",
    );
    policy(
        "context: { t: $.a.b }\nrules: [ { path: $.a.c, store: remove }, { path: $.x, types: [boolean], store: remove } ]",
    );
    policy("context: { t: $.a }\nrules: [ { path: $.a, types: [boolean], store: remove } ]");
}
#[test]
fn the_hash_is_of_the_text() {
    let expected = "09bfcc6a14b83e2192b8673677725c84883ee9cd0c70e45c9ec09daa8f2b2847";
    assert_eq!(Policy::parse("version: 1\n").unwrap().sha256(), expected);
}
