//! Input that is meant to hurt: an answer or `limit_exceeded`, and work that grows with the input alone. What is counted
//! is states and places, for a clock on a busy machine proves nothing.

use super::tests::{Paths, target};
use super::*;
use crate::testing::long_run;
use crate::{ErrorCode, Limits};

fn found(selection: &Selection, doc: &str) -> usize {
    let limits = Limits { depth: 1024, ..Limits::default() };
    let mut paths = Paths::default();
    walk(doc.as_bytes(), selection, &WalkOptions { limits, ..WalkOptions::default() }, &mut paths).unwrap();
    paths.places.len()
}

fn compile(paths: &[&str]) -> Selection {
    Selection::compile(&paths.iter().map(|path| target(path)).collect::<Vec<_>>(), &[], &[]).unwrap()
}

#[test]
fn a_million_brackets() {
    let limits = Limits { depth: 1024, ..Limits::default() };
    for selection in [compile(&["$..a", "$[?@..[?@.b]]"]), compile(&["$.a.b"]), compile(&["$..a"])] {
        for bracket in ["[", r#"{"a":"#] {
            let options = WalkOptions { limits, ..WalkOptions::default() };
            let deep = bracket.repeat(1_000_000);
            let error = walk(deep.as_bytes(), &selection, &options, &mut Paths::default()).unwrap_err();
            assert_eq!(error.code(), ErrorCode::LimitExceeded);
        }
    }
    let small = WalkOptions { limits: Limits { document: 3, depth: 128 }, ..WalkOptions::default() };
    let error = walk(b"[1,2]", &compile(&["$..a"]), &small, &mut Paths::default()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::LimitExceeded);
}

#[test]
fn a_name_of_ten_megabytes() {
    let name = "n".repeat(10_000_000);
    let doc = format!(r#"{{"{name}":{{"a":1}},"\u006e{}":2}}"#, &name[1..]);
    assert_eq!(found(&compile(&["$.*.a"]), &doc), 1);
    assert_eq!(found(&compile(&["$..a"]), &doc), 1);
    assert_eq!(found(&compile(&["$.nothing"]), &doc), 0);
    // Written with an escape it is the same name.
    assert_eq!(found(&compile(&[&format!("$.{name}")]), &doc), 2);
    let patterns = vec![NamePattern::parse("n*n").unwrap()];
    let by_name = Target {
        selector: std::borrow::Cow::Owned(Selector::Names(patterns)),
        types: crate::json::TypeSet::ALL,
    };
    assert_eq!(found(&Selection::compile(&[by_name], &[], &[]).unwrap(), &doc), 2);
}

/// Ten times as long in the long run, which takes half a gigabyte of memory.
#[test]
fn a_string_of_many_megabytes() {
    let long = "s".repeat(20_000_000 * long_run(10));
    let doc = format!(r#"["{long}",{{"a":"{long}"}}]"#);
    for path in ["$..a", "$[1].a", "$[?@.a].a", "$[0]"] {
        assert_eq!(found(&compile(&[path]), &doc), 1, "{path}");
    }
}

/// Rules as a generator would write them: by name, at any depth, under a wildcard.
fn many(rules: usize) -> Vec<Target<'static>> {
    let path = |number: usize| match number % 10 {
        0 => format!("$..item_{number}.number"),
        1 => format!("$.list_{number}[*].text"),
        _ => format!("$.customer.field_{number}"),
    };
    (0..rules).map(|number| target(&path(number))).collect()
}

fn states(targets: &[Target<'_>]) -> usize {
    let machine = Selection::compile(targets, &[], &[]).unwrap().machine;
    machine.states.iter().map(|state| 1 + state.members.len() + state.conditions.len()).sum()
}

#[test]
fn states_grow_with_the_rules() {
    let (few, ten_times) = (states(&many(1_000)), states(&many(10_000)));
    assert!(ten_times < few * 12, "1,000 rules: {few}; 10,000 rules: {ten_times}");
    let anywhere = |rules: usize| (0..rules).map(|n| target(&format!("$..a{n}..b{n}"))).collect::<Vec<_>>();
    let (few, ten_times) = (states(&anywhere(100)), states(&anywhere(1_000)));
    assert!(ten_times < few * 12, "100 rules: {few}; 1,000 rules: {ten_times}");
}

/// A hundred thousand in the long run.
#[test]
fn very_many_rules() {
    let rules = 10_000 * long_run(10);
    let targets = many(rules);
    let selection = Selection::compile(&targets, &[], &[]).unwrap();
    assert!(states(&targets) < 20 * rules);
    let doc = format!(
        r#"{{"customer":{{"field_{}":1,"field_{rules}":2}},"x":[{{"item_5000":{{"number":3}}}}]}}"#,
        rules - 1
    );
    assert_eq!(found(&selection, &doc), 2);
}

#[test]
fn a_filter_nested_fifty_deep() {
    let mut filter = "@.a".to_owned();
    for _ in 0..50 {
        filter = format!("@[?{filter}]");
    }
    let selection = compile(&[&format!("$[?{filter}]")]);
    let nested = |depth: usize| format!("{}{{\"a\":1}}{}", "[0,".repeat(depth), "]".repeat(depth));
    let counts = [50, 51, 52].map(|depth| found(&selection, &nested(depth)));
    assert_eq!(counts, [0, 1, 0]);
    // Wide as well: each level is looked at from the level above it, once.
    let wide = format!("[{}]", vec![nested(50); 20].join(","));
    assert_eq!(found(&selection, &wide), 20);
    let calls = format!("$[?{}@.a{} == 1]", "length(".repeat(50), ")".repeat(50));
    assert_eq!(Path::parse(&calls).unwrap_err().code(), ErrorCode::LimitExceeded);
}

#[test]
fn a_path_of_more_segments_than_a_document_has_levels() {
    for segment in [".a", "[0]", "[?@.a]"] {
        let path = |count: usize| format!("${}", segment.repeat(count));
        Path::parse(&path(1_024)).unwrap();
        for count in [1_025, 10_000] {
            assert_eq!(Path::parse(&path(count)).unwrap_err().code(), ErrorCode::LimitExceeded);
        }
        let inside = format!("$[?@{}]", segment.repeat(1_025));
        assert_eq!(Path::parse(&inside).unwrap_err().code(), ErrorCode::LimitExceeded);
    }
    // The deepest document, and the longest path that selects something in it.
    let selection = compile(&[&format!("${}", "[0]".repeat(1_024))]);
    let doc = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!([1_023, 1_024].map(|depth| found(&selection, &doc(depth))), [0, 1]);
}
