use super::ALL;
use crate::Policy;

#[test]
fn every_rule_says_where_it_comes_from() {
    for (name, _) in ALL {
        let policy = Policy::parse(&format!("version: 1\nextends: [{name}]\n")).unwrap();
        let rules = &policy.compiled().rules.rules;
        assert!(rules.len() > 3, "{name}");
        for rule in rules {
            assert!(rule.source.as_ref().is_some_and(|source| source.len() > 10), "{}", rule.id);
            assert!(rule.id.starts_with(&format!("{name}/")), "{}", rule.id);
            assert_eq!(rule.preset, Some(name));
            assert!(
                rule.class.is_some() && !rule.store.changes(),
                "{}: a preset shows and does not store",
                rule.id
            );
        }
        assert_eq!(policy.lint(), [], "{name}");
    }
}

#[test]
fn presets_go_together() {
    let all: Vec<_> = ALL.iter().map(|(name, _)| *name).collect();
    let policy = Policy::parse(&format!("version: 1\nextends: [{}]\n", all.join(", "))).unwrap();
    assert!(policy.lint().iter().all(|finding| finding.severity != crate::Severity::Error));
}

#[test]
fn a_preset_masks_what_it_names() {
    let shown = |preset: &str, document: &str| {
        let policy = Policy::parse(&format!("version: 1\nextends: [{preset}]\n")).unwrap();
        let veil = crate::Veil::new(policy);
        String::from_utf8(veil.mask(document.as_bytes(), &crate::MaskOptions::default()).unwrap()).unwrap()
    };
    let login = r#"{"user":"maria","userPassword":"x","Access-Token":"y","email":"maria@example.org","n":1}"#;
    let card = r#"{"cardNumber":"4111 1111 1111 1111","cvv2":"123","holder":"M"}"#;
    let patient = r#"{"zip":"60614","age":93,"dob":"1931-02-01","admitted":"2024-03-04T10:00:00Z","given":["Ma"],"ward":3}"#;
    insta::assert_snapshot!(
        [shown("owasp-logging", login), shown("pci-dss-display", card), shown("hipaa-safe-harbor", patient)]
            .join("\n")
    );
}
