//! The life of records: encrypt, mask, decrypt, one by one and in lines.

use crate::scene::{RECORD, Scene};

const RING: &str = "-p policy.yaml -k ring.json --kek-file kek";

#[test]
fn a_record_comes_back_and_each_view_sees_its_part() {
    let scene = Scene::new();
    scene.ok(&format!("encrypt {RING} record.json -o stored.json"));
    let stored = scene.text("stored.json");
    assert!(!stored.contains("Ada") && !stored.contains("4111") && stored.contains("\"sum\":1.10"));
    assert_eq!(scene.ok(&format!("decrypt {RING} stored.json")), RECORD);
    insta::assert_snapshot!(scene.transcript(&[
        "mask -p policy.yaml record.json",
        "mask -p policy.yaml stored.json",
        "mask -p policy.yaml -k ring.json --kek-file kek stored.json",
        "mask -p policy.yaml -k ring.json --kek-file kek --view support stored.json",
        "mask -p policy.yaml -k ring.json --kek-file kek --view fraud stored.json",
        "mask -p policy.yaml -k ring.json --kek-file kek --view fraud --context tenant=acme stored.json",
    ]));
}

#[test]
fn a_context_is_needed_to_get_back() {
    let scene = Scene::new();
    scene.ok(&format!(
        "encrypt {RING} --context tenant=acme --context table=orders record.json -o stored.json"
    ));
    let both = "--context table=orders --context tenant=acme";
    assert_eq!(scene.ok(&format!("decrypt {RING} {both} stored.json")), RECORD);
    assert_eq!(scene.run(&format!("decrypt {RING} --context tenant=acme stored.json")).exit, 6);
    assert_eq!(scene.run(&format!("decrypt {RING} stored.json")).exit, 6);
}

#[test]
fn existing_tokens_are_refused_kept_or_sealed() {
    let scene = Scene::new();
    scene.ok(&format!("encrypt {RING} record.json -o stored.json"));
    assert_eq!(scene.run(&format!("encrypt {RING} stored.json")).exit, 4);
    assert_eq!(scene.run(&format!("encrypt {RING} --existing seal stored.json")).exit, 4);
    assert_eq!(scene.ok(&format!("encrypt {RING} --existing keep stored.json")), scene.text("stored.json"));
    assert_eq!(scene.run(&format!("encrypt {RING} --existing keep --context a=b stored.json")).exit, 6);
    // A string that only looks like a token is data, if the caller says so.
    let card = serde_json::from_str::<serde_json::Value>(&scene.text("stored.json")).unwrap();
    let token = &card["card"]["number"];
    let looks = format!("{{\"name\":{token}}}");
    scene.write("looks.json", &looks);
    assert_eq!(scene.run(&format!("encrypt {RING} looks.json")).exit, 4);
    scene.ok(&format!("encrypt {RING} --existing seal looks.json -o sealed.json"));
    assert_eq!(scene.ok(&format!("decrypt {RING} sealed.json")), looks);
}

#[test]
fn a_part_of_a_record_is_decrypted_only_if_asked_for() {
    let scene = Scene::new();
    scene.ok(&format!("encrypt {RING} record.json -o stored.json"));
    let mut stored: serde_json::Value = serde_json::from_str(&scene.text("stored.json")).unwrap();
    stored.as_object_mut().unwrap().remove("email");
    scene.write("part.json", stored.to_string());
    assert_eq!(scene.run(&format!("decrypt {RING} part.json")).exit, 6);
    assert!(scene.ok(&format!("decrypt {RING} --partial part.json")).contains("Ada Lovelace"));
}

#[test]
fn lines_keep_their_order_their_blanks_and_their_ends() {
    let scene = Scene::new();
    let lines: String = (0..1000)
        .map(|n| format!("{{\"id\":{n},\"name\":\"n{n}\"}}{}", ["\n", "\r\n", "\n\n"][n % 3]))
        .chain(["{\"id\":1000}".to_owned()])
        .collect();
    scene.write("plain.jsonl", &lines);
    scene.write("plain.txt", &lines);
    scene.ok(&format!("encrypt {RING} plain.jsonl -o stored.ndjson"));
    assert_eq!(scene.ok(&format!("decrypt {RING} stored.ndjson")), lines);
    assert_eq!(scene.run(&format!("encrypt {RING} plain.txt")).exit, 4);
    scene.ok(&format!("encrypt {RING} --lines plain.txt -o stored.txt"));
    assert_eq!(scene.ok(&format!("decrypt {RING} --lines stored.txt")), lines);
}

#[test]
fn a_bad_line_is_replaced_by_mask_and_stops_the_others() {
    let scene = Scene::new();
    scene.write("bad.jsonl", format!("{RECORD}\n{{\"name\":\n\n{RECORD}\n"));
    insta::assert_snapshot!(scene.transcript(&[
        "mask -p policy.yaml bad.jsonl",
        "encrypt -p policy.yaml -k ring.json --kek-file kek bad.jsonl -o out.jsonl",
    ]));
    assert!(!scene.names().contains(&"out.jsonl".to_owned()));
}

#[test]
fn a_report_counts_and_names_what_never_matched() {
    let scene = Scene::new();
    scene.write("part.json", r#"{"name":"Ada"}"#);
    let run = scene.run("mask -p policy.yaml part.json --report report.json");
    assert_eq!(run.exit, 0);
    insta::assert_snapshot!(format!("{}\n{}", run.stderr, without_hash(&scene.text("report.json"))));
}

#[test]
fn of_a_stored_record_no_rule_is_missed_that_finds_nothing_there() {
    let scene = Scene::new();
    let policy = r#"
version: 1
rules:
  - { path: "$.name", store: { encrypt: pii }, show: redact }
  - { path: "$.cvv",  store: remove,           show: redact }
  - { path: "$.age",  types: [number], store: redact, show: redact }
  - { path: "$.note", store: remove,           show: redact }
"#;
    scene.write("policy.yaml", policy);
    scene.write("record.json", r#"{"name":"Ada","cvv":"123","age":36}"#);
    let missed = |line: &str| {
        let run = scene.run(line);
        assert_eq!(run.exit, 0, "{line}: {}", run.stderr);
        run.stderr
    };
    let note = "warning: rule `$.note` matched nothing; check its path\n";
    // Whoever writes the records hears of the rule that finds nothing in them; whoever reads them has no part in it.
    assert_eq!(missed(&format!("encrypt {RING} record.json -o stored.json --report encrypted.json")), note);
    assert_eq!(missed(&format!("decrypt {RING} stored.json --report decrypted.json")), "");
    assert_eq!(missed(&format!("encrypt {RING} --existing keep stored.json")), "");
    assert_eq!(missed("mask -p policy.yaml record.json"), note);
    assert_eq!(missed("mask -p policy.yaml stored.json"), "");
    assert_eq!(missed(&format!("mask {RING} stored.json")), "");
    let reencrypted = missed(&format!("reencrypt {RING} stored.json -o new.json"));
    assert!(!reencrypted.contains("warning"), "{reencrypted}");
    // One plain record among them, and the rule could have matched.
    scene.write("both.jsonl", format!("{}\n{}\n", scene.text("stored.json"), scene.text("record.json")));
    assert_eq!(missed("mask -p policy.yaml both.jsonl"), note);
    // Reports of both runs together still say which rule never matched.
    let said = scene.ok("check -p policy.yaml --reports .");
    assert!(said.contains("2 reports") && said.contains("rule `$.note` matched in none"), "{said}");
    assert!(!said.contains("`$.cvv` matched"), "{said}");
}

#[test]
fn a_view_that_opens_says_what_did_not_open() {
    let scene = Scene::new();
    scene.ok(&format!("encrypt {RING} --context a=b record.json -o stored.json"));
    let said = |line: &str| scene.run(line).stderr;
    let no_key = "warning: 3 values were redacted: no keyring that was given opens them\n";
    assert_eq!(said("mask -p policy.yaml --view fraud stored.json"), no_key);
    let altered = said(&format!("mask {RING} --view fraud stored.json"));
    assert!(
        altered.contains("values were redacted: what is stored stands in another place or context"),
        "{altered}"
    );
    assert_eq!(said(&format!("mask {RING} --view fraud --context a=b stored.json")), "");
    // A view that opens nothing has nothing to say of it; nor has a run over nothing of its rules.
    assert_eq!(said("mask -p policy.yaml stored.json"), "");
    scene.write("nothing.jsonl", "\n");
    assert_eq!(said("mask -p policy.yaml nothing.jsonl"), "");
}

#[test]
fn of_many_rules_that_matched_nothing_a_few_are_named() {
    let scene = Scene::empty();
    let rules: String = (0..1000).map(|n| format!("  - {{ path: $.m{n}, show: redact }}\n")).collect();
    scene.write("policy.yaml", format!("version: 1\nrules:\n{rules}"));
    scene.write("record.json", "{}");
    let warned = scene.run("mask -p policy.yaml record.json --report report.json").stderr;
    assert_eq!(warned.lines().count(), 11);
    assert!(warned.starts_with("warning: rule `$.m0` matched nothing; check its path\n"), "{warned}");
    assert!(
        warned.ends_with("warning: 990 more rules matched nothing; the report names all of them\n"),
        "{warned}"
    );
    let report: serde_json::Value = serde_json::from_str(&scene.text("report.json")).unwrap();
    assert_eq!(report["unmatched"].as_array().unwrap().len(), 1000);
    assert!(
        scene.run("mask -p policy.yaml record.json").stderr.contains("`--report FILE` names all of them")
    );
}

fn without_hash(report: &str) -> String {
    let mut report: serde_json::Value = serde_json::from_str(report).unwrap();
    assert_eq!(report["policy"].as_str().unwrap().len(), 64);
    report["policy"] = "[SHA-256]".into();
    serde_json::to_string_pretty(&report).unwrap()
}
