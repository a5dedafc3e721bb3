use crate::Policy;

fn findings(texts: &[&str]) -> String {
    let report = |text: &&str| {
        let policy =
            Policy::parse(&format!("version: 1\n{text}")).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let lines: String = policy.lint().iter().map(|finding| format!("    {finding}\n")).collect();
        format!("{}\n{lines}", text.replace('\n', "\n  | "))
    };
    texts.iter().map(report).collect()
}

#[test]
fn of_rules_that_hide_each_other() {
    insta::assert_snapshot!(findings(&[
        "rules: [ { path: $.a, show: keep }, { path: $.a, show: redact } ]",
        "rules: [ { path: $.a, show: redact }, { path: $.a, show: keep } ]",
        "rules: [ { names: [email], show: email }, { path: $.customer.email, show: redact } ]",
        "rules: [ { path: $.customer.email, show: email }, { names: [e-mail], show: redact } ]",
        "rules: [ { path: $.customer.email, show: email }, { path: $..phone, show: redact } ]",
        "rules: [ { path: '$.items[?@.x].n', show: keep }, { path: '$.items[*].n', show: redact } ]",
        "rules: [ { path: '$.items[*].n', show: keep }, { path: '$.items[0].n', required: true } ]",
        "rules: [ { path: $.a, types: [number], show: keep }, { path: $.a, types: [string], show: redact } ]",
        "rules: [ { path: $..ssn, show: redact }, { path: $.people..ssn, store: remove, show: redact } ]",
        "rules: [ { path: $.card, store: { encrypt: pii } }, { path: $.card.cvv, store: remove } ]",
        "rules: [ { path: $.card.cvv, store: remove }, { path: $.card, store: { encrypt: pii }, container: recurse, required: true } ]\ncontext: { t: $.t }",
        "rules: [ { path: '$.s', decode: json, rules: [ { path: $.a, show: keep }, { path: $.a } ] } ]",
        "classes: { a: { show: redact }, b: { show: redact } }\nviews: { v: { a: keep } }\nrules: [ { path: $.x, class: a }, { path: $.x, class: b } ]",
    ]));
}

#[test]
fn of_what_is_shown_and_stored() {
    insta::assert_snapshot!(findings(&[
        "classes: { c: { kind: card, store: { encrypt: p }, show: redact } }\nviews: { f: { open: true, c: reveal } }\nrules: [ { path: $.c, class: c, required: true } ]\ncontext: { t: { value: x } }",
        "classes: { c: { kind: email, show: keep } }\nrules: [ { path: $.c, class: c } ]",
        "classes: { c: { kind: email, show: email } }\nrules: [ { path: $.c, class: c } ]",
        "classes: { c: { kind: email, show: email } }\nrules: [ { path: $.c, class: c }, { path: $.d, store: { encrypt: p }, required: true } ]\ncontext: { t: { value: x } }",
        "classes: { c: { kind: secret, show: { keep_ends: { last: 4 } } } }\nrules: [ { path: $.c, class: c } ]",
        "classes: { c: { kind: boolean, store: { encrypt: p } } }\nrules: [ { path: $.c, class: c, required: true } ]\ncontext: { t: { value: x } }",
        "classes: { c: { kind: secret } }",
        "rules: [ { path: $.a, store: { encrypt: p } } ]",
        "rules: [ { path: $.a, store: { encrypt: p }, migrating: true, required: true } ]\ncontext: { t: { value: x } }",
        "views: { default: { unmatched: redact }, v: {}, w: { extends: default } }",
    ]));
}

#[test]
fn of_what_leaks() {
    insta::assert_snapshot!(findings(&[
        "rules: [ { path: $.a, store: { deterministic: d } }, { path: $.b, store: { deterministic: { set: d, scope: [tenant] } } } ]\ncontext: { tenant: { value: x } }\ndefaults: { layout: value }",
        "rules: [ { path: $.a, store: { encrypt: { set: p, index: { set: i, into: a_index } } }, required: true } ]\ncontext: { tenant: { value: x } }",
        "classes: { c: { show: { pseudonym: people } } }\nviews: { v: { c: { pseudonym: partner } } }\nrules: [ { path: $.c, class: c } ]",
        "rules: [ { path: $.c, show: scan }, { path: $.d, show: { custom: f } } ]",
    ]));
}

#[test]
fn of_the_number_of_values() {
    let bits = |bits: u32, size: u64| {
        let text = format!(
            "version: 1\nrules: [ {{ path: $.a, store: {{ encrypt: {{ set: p, index: {{ set: i, into: x, bits: {bits} }} }} }} }} ]"
        );
        let found = Policy::parse(&text).unwrap().lint_population(size);
        found.first().map_or_else(|| "fine".to_owned(), |finding| finding.message.clone())
    };
    insta::assert_snapshot!(
        [bits(64, 1_000_000), bits(16, 1_000_000), bits(4, 1_000_000), bits(12, 1_000_000), bits(4, 3)]
            .join("\n")
    );
}

#[test]
fn of_the_policy_of_the_design() {
    insta::assert_snapshot!(findings(&[crate::policy::tests::EVERYTHING.trim_start_matches("version: 1\n")]));
}

#[test]
fn every_code_is_in_the_list() {
    let known: Vec<_> = super::CHECKS.iter().map(|(code, _)| *code).collect();
    for file in [
        include_str!("leaks.rs"),
        include_str!("overlap.rs"),
        include_str!("record.rs"),
        include_str!("treatment.rs"),
        include_str!("views.rs"),
        include_str!("population.rs"),
    ] {
        for call in file.split("findings.").skip(1) {
            let Some(code) = call.split('"').nth(1) else { continue };
            assert!(known.contains(&code), "{code}");
        }
    }
}
