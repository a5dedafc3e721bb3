//! What a walk says where RFC 9535 says nothing: duplicates, priority, containers, shadows, watches, removal.

use std::borrow::Cow;

use super::tests::{Paths, normalized, target};
use super::*;
use crate::json::{Kind, TypeSet};
use crate::{ErrorCode, Result};

fn names(patterns: &[&str]) -> Target<'static> {
    let patterns = patterns.iter().map(|p| NamePattern::parse(p).unwrap()).collect();
    Target { selector: Cow::Owned(Selector::Names(patterns)), types: TypeSet::ALL }
}

fn walked(targets: &[Target<'_>], doc: &str, paths: Paths) -> Paths {
    let selection = Selection::compile(targets, &[], &[]).unwrap();
    with(&selection, doc, paths)
}

fn with(selection: &Selection, doc: &str, mut paths: Paths) -> Paths {
    walk(doc.as_bytes(), selection, &WalkOptions::default(), &mut paths).unwrap();
    paths
}

fn places(targets: &[Target<'_>], doc: &str) -> Vec<(usize, String)> {
    walked(targets, doc, Paths::default()).places
}

fn found(list: &[(usize, &str)]) -> Vec<(usize, String)> {
    list.iter().map(|(rule, path)| (*rule, (*path).to_owned())).collect()
}

#[test]
fn names_are_compared_decoded_and_duplicates_all_match() {
    let doc = r#"{"\u0065mail":1,"email":2,"\ud83d":3,"e":4,"email":5}"#;
    let expected = found(&[(0, r#"$["email"]"#), (0, r#"$["email"]"#), (0, r#"$["email"]"#)]);
    assert_eq!(places(&[target("$.email")], doc), expected);
    assert_eq!(places(&[names(&["E-Mail"])], doc), expected);
    assert_eq!(places(&[target("$['\u{FFFD}']")], doc), []);
    assert_eq!(places(&[target("$.*")], doc).len(), 5);
}

#[test]
fn places_are_found_wherever_the_scanner_rests() {
    // It reads 4 KiB at a time; each shift cuts another token in two, and parts others from what follows them.
    let record = r#"{"id":12,"\u0065mail":"m\"@x","tags":[1,"b",{}],"in":{"email":null,"e":1.5}}"#;
    let records = vec![record; 60].join(",");
    for shift in 0..=record.len() {
        let doc = format!("[{}{records}]", " ".repeat(shift));
        assert_eq!(places(&[target("$..email")], &doc).len(), 120, "{shift}");
        assert_eq!(places(&[target("$[*].tags[1]"), target("$[*]['in'].e")], &doc).len(), 120, "{shift}");
    }
}

#[test]
fn the_first_rule_that_takes_the_type_wins() {
    let strings = Target { types: TypeSet::NONE.with(Kind::String), ..target("$..a") };
    let rules = [strings, target("$.b.a"), target("$..a")];
    let doc = r#"{"a":1,"b":{"a":"x"},"c":{"a":{"a":2}},"d":{"a":"fv1.x"}}"#;
    let expected = [(2, r#"$["a"]"#), (0, r#"$["b"]["a"]"#), (2, r#"$["c"]["a"]"#), (0, r#"$["d"]["a"]"#)];
    assert_eq!(places(&rules, doc), found(&expected));
    // A token passes any types: what was stored has its type inside.
    let numbers = Target { types: TypeSet::NONE.with(Kind::Number), ..target("$.*") };
    assert_eq!(places(&[numbers], r#"{"a":"fv1.x","b":"x","c":3,"d":"\u0066v2.y"}"#).len(), 3);
}

#[test]
fn a_container_is_taken_whole_or_leaf_by_leaf() {
    let rules = [target("$.a"), target("$..b")];
    let doc = r#"{"a":{"b":1,"c":[2,{"d":[]}]},"x":{"b":[{"b":3}]}}"#;
    assert_eq!(places(&rules, doc), found(&[(0, r#"$["a"]"#), (1, r#"$["x"]["b"]"#)]));
    let recursed = walked(&rules, doc, Paths { recurse: true, ..Paths::default() }).places;
    let expected = [(1, r#"$["a"]["b"]"#), (0, r#"$["a"]["c"][0]"#), (1, r#"$["x"]["b"][0]["b"]"#)];
    assert_eq!(recursed, found(&expected));
    assert_eq!(places(&[target("$")], doc), found(&[(0, "$")]));
    assert_eq!(places(&[target("$")], " 17 "), found(&[(0, "$")]));
}

#[test]
fn unmatched_leaves_are_reported_when_asked_for() {
    let selection = Selection::compile(&[target("$.a")], &[Shadow::Root("_fv".into())], &[]).unwrap();
    let options = WalkOptions { unmatched: true, ..WalkOptions::default() };
    let mut paths = Paths::default();
    walk(br#"{"_fv":"h","a":1,"b":{"c":[2,{}]}}"#, &selection, &options, &mut paths).unwrap();
    assert_eq!(paths.places, found(&[(0, r#"$["a"]"#), (UNMATCHED, r#"$["b"]["c"][0]"#)]));
    assert_eq!(paths.shadows, found(&[(0, r#"$["_fv"]"#)]));
}

#[test]
fn shadows_are_no_part_of_the_document() {
    let rules = [target("$..number"), names(&["pin"]), target("$[?length(@) == 1].*"), target("$.*")];
    let shadows = [
        Shadow::Root("_fv".into()),
        Shadow::Beside { target: 0, name: "number_index".into() },
        Shadow::Beside { target: 1, name: "pin_index".into() },
    ];
    let selection = Selection::compile(&rules, &shadows, &[]).unwrap();
    let doc = r#"{"x":{"number":1,"number_index":"i"},"_fv":"h","y":{"pin":2,"pin_index":"j","_fv":0},"z":{"w":{}}}"#;
    let paths = with(&selection, doc, Paths { recurse: true, ..Paths::default() });
    let shadowed = [(1, r#"$["x"]["number_index"]"#), (0, r#"$["_fv"]"#), (2, r#"$["y"]["pin_index"]"#)];
    assert_eq!(paths.shadows, found(&shadowed));
    let expected = [(0, r#"$["x"]["number"]"#), (1, r#"$["y"]["pin"]"#), (3, r#"$["y"]["_fv"]"#)];
    assert_eq!(paths.places, found(&expected));
}

#[test]
fn watches_are_heard_inside_what_a_rule_has_taken() {
    let watches = [Path::parse("$.tenant.id").unwrap(), Path::parse("$.list[-1]").unwrap()];
    let selection = Selection::compile(&[target("$.tenant")], &[], &watches).unwrap();
    let paths = with(&selection, r#"{"tenant":{"id":"t","x":[1]},"list":[1,2,3]}"#, Paths::default());
    assert_eq!(paths.watches, found(&[(0, r#""t""#), (1, "3")]));
    assert_eq!(paths.places, found(&[(0, r#"$["tenant"]"#)]));
    let error = Selection::compile(&[], &[], &[Path::parse("$..id").unwrap()]).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidPath);
}

#[test]
fn removed_elements_do_not_count() {
    let removed = [r#"$[0]"#.to_owned()].into();
    let paths = walked(
        &[target("$.*"), target("$[*].a")],
        "[1,{\"a\":2},3]",
        Paths { removed, recurse: true, ..Paths::default() },
    );
    // The first is removed, so the second becomes the first, which is removed leaf by leaf in turn.
    assert_eq!(paths.places, found(&[(0, "$[0]"), (1, r#"$[0]["a"]"#), (0, "$[1]")]));
}

#[test]
fn a_place_knows_its_delimiter_and_its_earlier_siblings() {
    struct Spots(Vec<(usize, usize, bool, usize)>);
    impl Visit for Spots {
        fn enter(&mut self, _: usize) -> Result<Enter> {
            Ok(Enter::Take)
        }
        fn place(&mut self, place: &Place<'_>) -> Result<Answer> {
            self.0.push((place.before, place.start, place.kept, place.depth));
            Ok(if place.source() == b"0" { Answer::Removed } else { Answer::Kept })
        }
    }
    let selection = Selection::compile(&[target("$.*"), target("$.a[*]")], &[], &[]).unwrap();
    let mut spots = Spots(Vec::new());
    walk(br#"{ "x":0 , "y" : 0,"z":1, "w":[0]}"#, &selection, &WalkOptions::default(), &mut spots).unwrap();
    assert_eq!(spots.0, [(0, 2, false, 1), (8, 10, false, 1), (17, 18, false, 1), (23, 25, true, 1)]);
}

#[test]
fn a_filter_holds_if_any_duplicate_satisfies_it() {
    let rule = |path| [target(path)];
    let doc = r#"[{"k":"p","k":"q","s":1},{"k":"q","s":2}]"#;
    assert_eq!(places(&rule("$[?@.k == 'p'].s"), doc), found(&[(0, r#"$[0]["s"]"#)]));
    assert_eq!(places(&rule("$[?@.k != 'p'].s"), doc).len(), 2);
    assert_eq!(places(&rule("$[?!(@.k == 'p')].s"), doc).len(), 2);
    assert_eq!(places(&rule("$[?@.k == 'p' && @.s == $[0].s].s"), doc).len(), 1);
}

#[test]
fn patterns_of_names() {
    let doc = r#"{"API-Key":1,"apikey":2,"card_pin":3,"cardPin":4,"api_key2":5,"pin":6}"#;
    let rules = |pattern| places(&[names(&[pattern])], doc).len();
    assert_eq!(rules("api_key"), 2);
    assert_eq!(rules("*_pin"), 3);
    assert_eq!(rules("api*"), 3);
    assert_eq!(rules("*a*i*k*"), 3);
    assert_eq!(rules("/^api[-_]?key/"), 2);
    assert_eq!(rules("*"), 6);
    for wrong in ["", "_", "/(/"] {
        assert_eq!(NamePattern::parse(wrong).unwrap_err().code(), ErrorCode::InvalidPolicy, "{wrong}");
    }
}

#[test]
fn wildcards_that_would_explode_lead_apart_and_select_the_same() {
    // Any set of the last twenty names may be in force: a million states, if each had one.
    let mut exploding = "$..a".to_owned();
    (0..20).for_each(|_| exploding.push_str(".*"));
    let rules = [target(&exploding), target("$..b"), target("$.a.a.a"), target("$..a[1].b")];
    let selection = Selection::compile(&rules, &[], &[]).unwrap();
    let (mut doc, mut close) = (String::new(), String::new());
    for depth in 0..40 {
        doc.push_str(if depth % 3 == 0 { r#"{"a":"# } else { r#"{"c":1,"a":"# });
        close.push('}');
    }
    doc.push_str(r#"[{"b":1},{"b":2}]"#);
    doc.push_str(&close);
    let listed = with(&selection, &doc, Paths { recurse: true, ..Paths::default() });
    assert!(listed.places.len() > 10);
    assert_eq!(selection.machine.roots.len(), 1);
    assert!(selection.machine.states.len() < 100);
}

#[test]
fn names_and_wildcards_are_not_multiplied() {
    let compiled = |count: usize| {
        let rules = (0..count).flat_map(|n| [format!("$..item_{n}.number"), format!("$.list_{n}[*].text")]);
        let targets: Vec<_> = rules.map(|path| target(&path)).collect();
        Selection::compile(&targets, &[], &[]).unwrap().machine
    };
    for machine in [compiled(50), compiled(1_000)] {
        assert_eq!(machine.roots.len(), 1);
    }
    assert!(compiled(1_000).states.len() < 10_000);
}

#[test]
fn a_wildcard_among_many_names_selects_what_each_rule_selects_by_itself() {
    let texts = (0..40).map(|n| format!("$..item_{n}.number")).chain([
        "$.list[*].text".to_owned(),
        "$.list[*][*].text".to_owned(),
        "$..item_3[*].number".to_owned(),
    ]);
    let rules: Vec<_> = texts.map(|path| target(&path)).collect();
    let doc = r#"{"list":[{"text":1,"item_3":[{"number":2}]},{"item_4":{"number":3,"text":4}}],
        "item_3":{"number":5,"text":{"number":6}},"x":[{"item_39":{"number":7}}]}"#;
    let mut first: Vec<(usize, String)> = Vec::new();
    for (number, rule) in rules.iter().enumerate() {
        for (_, path) in places(std::slice::from_ref(rule), doc) {
            if first.iter().all(|(_, taken)| *taken != path) {
                first.push((number, path));
            }
        }
    }
    let mut together = walked(&rules, doc, Paths { recurse: true, ..Paths::default() }).places;
    together.retain(|place| first.contains(place));
    together.sort();
    first.sort();
    assert!(first.len() > 6);
    assert_eq!(together, first);
}

#[test]
fn what_still_explodes_is_carried_as_a_list_and_selects_the_same() {
    // Any set of twenty names may have been met on the way down: a million states, if each had one.
    let rules: Vec<_> = (0..20).map(|n| target(&format!("$..a{n}..b{n}"))).collect();
    let selection = Selection::compile(&rules, &[], &[]).unwrap();
    assert_eq!(selection.machine.roots.len(), 20);
    let open: String = (0..20).map(|n| format!("{{\"a{n}\":")).collect();
    let inside: Vec<_> = (0..20).map(|n| format!("\"b{n}\":1")).collect();
    let doc = format!("{open}{{{}}}{}", inside.join(","), "}".repeat(20));
    assert_eq!(with(&selection, &doc, Paths::default()).places.len(), 20);
}

#[test]
fn steps_are_those_of_the_place() {
    struct One(String);
    impl Visit for One {
        fn enter(&mut self, _: usize) -> Result<Enter> {
            Ok(Enter::Take)
        }
        fn place(&mut self, place: &Place<'_>) -> Result<Answer> {
            self.0 = format!("{} {:?}", normalized(place), String::from_utf8_lossy(place.source()));
            Ok(Answer::Kept)
        }
    }
    let selection = Selection::compile(&[target("$.a[1]['b c'].d")], &[], &[]).unwrap();
    let mut one = One(String::new());
    walk(br#"{"a":[0,{"b\u0020c":{"d": 7 }}]}"#, &selection, &WalkOptions::default(), &mut one).unwrap();
    assert_eq!(one.0, r#"$["a"][1]["b c"]["d"] "7""#);
}

#[test]
fn an_expression_that_matches_nothing_is_refused_rather_than_hiding_nothing() {
    for pattern in ["a[", "(", "*", "((a{1,99}){1,99}){1,99}", "\\\\p{Nonsense}"] {
        for function in ["match", "search"] {
            for not in ["", "!"] {
                let path = format!("$[?{not}{function}(@.a, '{pattern}')]");
                let error = Path::parse(&path).unwrap_err();
                assert_eq!(error.code(), ErrorCode::InvalidPath, "{path}");
                assert!(error.message().contains("regular expression"), "{error}");
            }
        }
    }
    // In a document it is nobody's mistake, and RFC 9535 says what follows.
    let doc = r#"[{"a":"x","p":"a["},{"a":"x","p":"x"}]"#;
    assert_eq!(places(&[target("$[?match(@.a, @.p)]")], doc), found(&[(0, "$[1]")]));
}

#[test]
fn an_expression_of_a_document_that_is_too_much_work_may_match() {
    let huge = "(x{1,999}){1,999}";
    let doc = format!(r#"[{{"a":"x","p":"{huge}"}},{{"a":1,"p":"{huge}"}},{{"a":"x","p":"y"}}]"#);
    assert_eq!(places(&[target("$[?match(@.a, @.p)]")], &doc), found(&[(0, "$[0]")]));
    let not = found(&[(0, "$[0]"), (0, "$[1]"), (0, "$[2]")]);
    assert_eq!(places(&[target("$[?!search(@.a, @.p)]")], &doc), not);
}

#[test]
fn a_number_that_a_double_would_change_is_refused() {
    for number in
        ["9007199254740993", "0.12345678901234567890", "1e400", "-1e400", "1e-400", "1.00000000000000000001"]
    {
        let error = Path::parse(&format!("$[?@.a == {number}]")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidPath, "{number}");
        assert!(error.message().contains("more digits than a double"), "{error}");
    }
    for number in
        ["9007199254740991", "0.1234567890123456", "1e308", "-5e-324", "1.10", "-0", "0.30000000000000004"]
    {
        let path = format!("$[?@.a == {number}]");
        let doc = format!(r#"[{{"a":{number}}},{{"a":"{number}"}}]"#);
        assert_eq!(places(&[target(&path)], &doc), found(&[(0, "$[0]")]), "{path}");
    }
    // Digits in names and strings are no numbers.
    for path in ["$.a9007199254740993", "$['9007199254740993']", "$[?@.e == '1e400']", "$.a1e400.b"] {
        Path::parse(path).unwrap();
    }
}
