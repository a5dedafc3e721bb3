//! Every refusal, with its place in the text.

use super::refusal;

fn refusals(texts: &[&str]) -> String {
    let line = |text: &&str| {
        let error = refusal(text);
        assert!(error.position().is_some(), "no position: {error}");
        format!("{}\n    {}: {error}\n", text.trim_end().replace('\n', "\n    | "), error.code())
    };
    texts.iter().map(line).collect()
}

#[test]
fn of_the_document() {
    insta::assert_snapshot!(refusals(&[
        "verson: 1",
        "views: []",
        "rules: {}",
        "id: ''",
        "id: 12",
        "extends: owasp-logging",
        "extends: [owasp-loging]",
        "defaults: { layot: record }",
        "defaults: { layout: row }",
        "defaults: { record_set: pii }",
        "defaults: { header: '' }",
        "defaults: { container: recursive }",
        "defaults: { duplicate_names: first }",
        "defaults: { limits: { depth: 0 } }",
        "defaults: { limits: { depth: 2000 } }",
        "defaults: { limits: { document: 5000000000 } }",
        "defaults: { limits: { size: 5 } }",
        "subject: $..id",
        "subject: $.a[",
    ]));
}

#[test]
fn of_the_version() {
    let versions = ["{}", "version: 2", "version: '1'", "version:", "rules: []"];
    let refused = versions.map(|text| crate::Policy::parse(text).unwrap_err().to_string());
    insta::assert_snapshot!(refused.join("\n"));
}

#[test]
fn of_classes_and_operators() {
    insta::assert_snapshot!(refusals(&[
        "classes: { open: { show: redact } }",
        "classes: { c: { kid: card } }",
        "classes: { c: { kind: cards } }",
        "classes: { c: { show: emial } }",
        "classes: { c: { show: encrypt } }",
        "classes: { c: { show: { encrypt: pii } } }",
        "classes: { c: { store: reveal } }",
        "classes: { c: { store: { custom: f } } }",
        "classes: { c: { store: encrpt } }",
        "classes: { c: { store: encrypt } }",
        "classes: { c: { store: { encrypt: { sett: pii } } } }",
        "classes: { c: { store: { encrypt: { set: pii, pad: 17 } } } }",
        "classes: { c: { store: { encrypt: { set: pii, nulls: drop } } } }",
        "classes: { c: { store: { encrypt: 5 } } }",
        "classes: { c: { store: { encrypt: 'a\"b' } } }",
        "classes: { c: { store: { encrypt: { set: pii, index: { set: i } } } } }",
        "classes: { c: { store: { encrypt: { set: pii, index: { set: i, into: '' } } } } }",
        "classes: { c: { store: { encrypt: { set: pii, index: { set: i, into: x, bits: 6 } } } } }",
        "classes: { c: { store: { encrypt: { set: pii, index: { set: i, into: x, normalize: [upper] } } } } }",
        "classes: { c: { store: { encrypt: { set: pii, index: { set: pii, into: x } } } } }",
        "classes: { c: { store: { encrypt: pii } }, d: { store: { deterministic: pii } } }",
        "classes: { c: { store: { encrypt: p }, show: { pseudonym: p } } }",
        "classes: { c: { store: { deterministic: { scope: [a] } } } }",
        "classes: { c: { store: { remove: now } } }",
        "classes: { c: { store: { keep: {}, remove: {} } } }",
        "classes: { c: { show: reveal } }",
        "classes: { c: redact }",
        "classes: [c]",
    ]));
}

#[test]
fn of_rules() {
    insta::assert_snapshot!(refusals(&[
        "rules: [ { pth: $.a } ]",
        "rules: [ { class: c } ]",
        "rules: [ {} ]",
        "rules: [ $.a ]",
        "rules: [ { path: $.a, names: [a] } ]",
        "rules: [ { path: a.b } ]",
        "rules: [ { path: '$[?count(@.a)]' } ]",
        "rules: [ { path: 5 } ]",
        "rules: [ { names: [] } ]",
        "rules: [ { names: email } ]",
        "rules: [ { names: [a, '/(/'] } ]",
        "rules: [ { names: [1] } ]",
        "rules: [ { path: $.a, class: contct } ]\nclasses: { contact: {} }",
        "rules: [ { path: $.a, class: c, show: redact } ]\nclasses: { c: {} }",
        "rules: [ { path: $.a, types: [strings] } ]",
        "rules: [ { path: $.a, types: [] } ]",
        "rules: [ { path: $.a, required: yes } ]",
        "rules: [ { path: $.a, migrating: true } ]",
        "rules: [ { path: $.a, bind_index: true, store: remove } ]",
        "rules: [ { path: $.a, container: keep } ]",
        "rules: [ { path: $.a, id: x }, { path: $.b, id: x } ]",
        "rules: [ { path: $.a, decode: json } ]",
        "rules: [ { path: $.a, rules: [] } ]",
        "rules: [ { path: $.a, decode: xml, rules: [] } ]",
        "rules: [ { path: $.a, decode: json, rules: [], show: redact } ]",
        "rules: [ { path: $.a, decode: json, rules: [ { path: $.b, shw: redact } ] } ]",
        "rules: [ { path: $.a, decode: json, rules: [ { path: $.b, decode: json, rules: [ { path: $.c, decode: json, rules: [ { path: $.d, decode: json, rules: [] } ] } ] } ] } ]",
        "rules: [ { path: $.a, show: reveal } ]",
        "rules: [ { path: '$.a[0]', store: { encrypt: { set: p, index: { set: i, into: x } } } } ]",
        "rules: [ { path: $.a, store: { encrypt: { set: p, index: { set: i, into: _fv } } } } ]",
    ]));
}

#[test]
fn of_context() {
    insta::assert_snapshot!(refusals(&[
        "context: [tenant]",
        "context: { tenant: '$..id' }",
        "context: { tenant: '$.a[*]' }",
        "context: { tenant: tenant }",
        "context: { tenant: { val: x } }",
        "context: { tenant: { value: 1.5 } }",
        "context: { fv-x: { value: a } }",
        "context: { '': { value: a } }",
        "context: { tenant: $.tenant }\nrules: [ { path: $.tenant, store: { encrypt: pii } } ]",
        "context: { tenant: $.a.b }\nrules: [ { path: $.a, store: remove } ]",
        "context: { tenant: $.a.b }\nrules: [ { names: [B], store: { pseudonym: people } } ]",
        "context: { tenant: $.a.b }\nrules: [ { path: '$.*', container: recurse, store: nullify } ]",
        "context: { tenant: $.a.b }\nrules: [ { path: '$[?@.x]', store: redact } ]",
        "context: { tenant: $.a.b }\nrules: [ { path: $, store: { encrypt: pii } } ]",
        "context: { tenant: $.a }\nrules: [ { path: $.a, types: [string], store: keep }, { path: $.a, store: redact } ]",
        "subject: $.who\nrules: [ { path: $..who, store: { deterministic: d } } ]",
        "rules: [ { path: $.who, store: redact }, { path: $.day, show: { date: { shift: { set: p, subject: $.who, days: 9 } } } } ]",
        "rules: [ { path: $.day, show: { date: { shift: { set: p, subject: $..who, days: 9 } } } } ]",
        "context: { t: $.s }\nrules: [ { path: $.s, decode: json, rules: [ { path: $.x, store: remove } ] } ]",
    ]));
}

#[test]
fn of_filters_and_counting() {
    insta::assert_snapshot!(refusals(&[
        "rules: [ { path: \"$.p[?@.kind=='x'].ssn\", store: { encrypt: pii } }, { names: [kind], store: redact } ]",
        "rules: [ { path: '$.p[?@.ssn].ssn', store: { encrypt: pii } } ]",
        "rules: [ { path: \"$.p[?@=='x']\", store: { encrypt: pii } } ]",
        "rules: [ { path: '$.p[?$.mode==1].a', show: redact }, { path: $.mode, store: remove } ]",
        "rules: [ { path: '$.p[?length(@.tags)>2].a', show: redact }, { path: '$.p[*].tags[*]', store: remove } ]",
        "rules: [ { path: '$.p[?@.q[?@.z==1]].a', show: redact }, { path: $..z, store: remove } ]",
        "rules: [ { path: \"$.p[?match(@.k, 'a')].b\", show: redact }, { path: '$.p[*].k', store: redact } ]",
        "rules: [ { path: '$.a[*]', store: remove }, { path: '$.a[0].b', show: redact } ]",
        "rules: [ { path: '$.a[0]', store: remove } ]",
        "rules: [ { path: '$.a[?@.x]', store: remove }, { path: '$.a[1:]', show: redact } ]",
        "rules: [ { path: '$..*', store: remove, types: [boolean] }, { path: '$.b.a[-1]', show: redact } ]",
        "rules: [ { names: [x], store: remove, container: recurse }, { path: '$.x[1]', show: redact } ]",
        "context: { t: '$.a[0].id' }\nrules: [ { path: '$.a[?@.gone==true]', store: remove } ]",
    ]));
}

#[test]
fn of_views_and_moves() {
    insta::assert_snapshot!(refusals(&[
        "views: { v: { opn: true } }",
        "views: { v: { open: 1 } }",
        "views: { v: { unmatched: drop } }",
        "views: { v: { extends: w } }",
        "views: { v: { extends: [v] } }",
        "views: { v: { extends: w }, w: { extends: v } }",
        "classes: { c: {} }\nviews: { v: { c: reveal } }",
        "classes: { c: {} }\nviews: { v: { open: true, c: reveal }, w: { extends: v, open: false } }",
        "classes: { c: {} }\nviews: { v: { c: { encrypt: pii } } }",
        "classes: { card: {} }\nviews: { v: { crad: redact } }",
        "moved: { from: $.a, to: $.b }",
        "moved: [ { from: $.a } ]",
        "moved: [ { from: $.a, to: $.a } ]",
        "moved: [ { from: '$.a[*]', to: $.b } ]",
        "moved: [ { from: '$.a[0]', to: $.b } ]",
        "moved: [ { from: $, to: $.b } ]",
        "moved: [ { from: $..a, to: $..b } ]",
    ]));
}

#[test]
fn of_a_file_that_is_not_utf8_where_it_ceases_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.yaml");
    std::fs::write(&path, b"version: 1\nid: \xc3\xa4\xff\n").unwrap();
    let refused = crate::Policy::load(&path).unwrap_err();
    assert_eq!(refused.code(), crate::ErrorCode::InvalidPolicy);
    assert!(refused.to_string().ends_with("(line 2, column 6, byte 17)"), "{refused}");
}
