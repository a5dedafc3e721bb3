//! Selection against the compliance suite of RFC 9535, and the walk against every document of the JSON suite.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::json::TypeSet;
use crate::{Limits, Result, testing};

/// Writes down the normalized path of every place.
#[derive(Default)]
pub(super) struct Paths {
    pub(super) places: Vec<(usize, String)>,
    pub(super) shadows: Vec<(usize, String)>,
    pub(super) watches: Vec<(usize, String)>,
    pub(super) recurse: bool,
    pub(super) removed: BTreeSet<String>,
}

pub(super) fn normalized(place: &Place<'_>) -> String {
    place.steps().fold("$".to_owned(), |path, step| match step {
        Step::Member(name) => format!("{path}[{:?}]", String::from_utf8_lossy(&name)),
        Step::Element(index) => format!("{path}[{index}]"),
    })
}

impl Visit for Paths {
    fn enter(&mut self, _: usize) -> Result<Enter> {
        Ok(if self.recurse { Enter::Recurse } else { Enter::Take })
    }

    fn place(&mut self, place: &Place<'_>) -> Result<Answer> {
        let path = normalized(place);
        let answer = if self.removed.contains(&path) { Answer::Removed } else { Answer::Kept };
        self.places.push((place.rule, path));
        Ok(answer)
    }

    fn shadow(&mut self, shadow: usize, place: &Place<'_>) -> Result<Answer> {
        self.shadows.push((shadow, normalized(place)));
        Ok(Answer::Removed)
    }

    fn watch(&mut self, watch: usize, place: &Place<'_>) -> Result<()> {
        self.watches.push((watch, String::from_utf8_lossy(place.source()).into_owned()));
        Ok(())
    }
}

pub(super) fn target(path: &str) -> Target<'static> {
    Target { selector: Cow::Owned(Selector::Path(Path::parse(path).unwrap())), types: TypeSet::ALL }
}

/// Every location that a path selects. Containers are recursed into by one rule for each location below, so the
/// locations are asked for one by one: a path selects what a walk that takes nothing would report.
pub(super) fn locations(path: &Path, doc: &[u8]) -> Result<BTreeSet<String>> {
    struct All(BTreeSet<String>);
    impl Visit for All {
        fn enter(&mut self, _: usize) -> Result<Enter> {
            Ok(Enter::Recurse)
        }
        fn place(&mut self, _: &Place<'_>) -> Result<Answer> {
            Ok(Answer::Kept)
        }
        fn watch(&mut self, _: usize, place: &Place<'_>) -> Result<()> {
            self.0.insert(normalized(place));
            Ok(())
        }
    }
    let selection = Selection::compile_watching(path);
    let mut all = All(BTreeSet::new());
    walk(doc, &selection, &WalkOptions::default(), &mut all)?;
    Ok(all.0)
}

/// A normalized path of RFC 9535 in the writing of [`normalized`].
pub(super) fn rewritten(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some(at) = rest.find("['") {
        out.push_str(&rest[..at]);
        let mut name = String::new();
        let mut chars = rest[at + 2..].char_indices();
        let end = loop {
            match chars.next().unwrap() {
                (i, '\'') => break i,
                (_, '\\') => match chars.next().unwrap().1 {
                    'b' => name.push('\u{8}'),
                    't' => name.push('\t'),
                    'n' => name.push('\n'),
                    'f' => name.push('\u{C}'),
                    'r' => name.push('\r'),
                    'u' => {
                        let hex: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                        name.push(char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap());
                    }
                    c => name.push(c),
                },
                (_, c) => name.push(c),
            }
        };
        out.push_str(&format!("[{name:?}]"));
        rest = &rest[at + 2 + end + 2..];
    }
    out + rest
}

#[test]
fn the_compliance_suite_of_rfc_9535() {
    let Some(file) = testing::data("jsonpath-cts.json") else { return };
    let suite: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let (mut refused, mut selected, mut wrong) = (0, 0, Vec::new());
    for case in suite["tests"].as_array().unwrap() {
        let text = case["selector"].as_str().unwrap();
        let path = Path::parse(text);
        if case["invalid_selector"] == true {
            refused += 1;
            if path.is_ok() {
                wrong.push(format!("accepted: {text}"));
            }
            continue;
        }
        let paths = match path {
            Ok(path) => locations(&path, case["document"].to_string().as_bytes()).unwrap(),
            Err(error) => {
                wrong.push(format!("refused: {text}: {error}"));
                continue;
            }
        };
        let one_of = case
            .get("results_paths")
            .map_or_else(|| vec![&case["result_paths"]], |all| all.as_array().unwrap().iter().collect());
        selected += 1;
        let expected = |list: &Value| -> BTreeSet<String> {
            list.as_array().unwrap().iter().map(|p| rewritten(p.as_str().unwrap())).collect()
        };
        if !one_of.iter().any(|list| expected(list) == paths) {
            wrong.push(format!("{text} on {}: {paths:?}, not {one_of:?}", case["document"]));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!((refused, selected), (247, 456));
}

#[test]
fn every_document_of_the_json_suite() {
    let Some(folder) = testing::data("json-test-suite") else { return };
    let selection = Selection::compile(&[target("$.nothing[0].here")], &[], &[]).unwrap();
    let everything = Selection::compile(&[target("$..*"), target("$..[?@.a == -1]")], &[], &[]).unwrap();
    let mut counts = [0; 3];
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        if !name.ends_with(".json") {
            continue;
        }
        let doc = std::fs::read(file.path()).unwrap();
        let exact = crate::json::check(&doc, &Limits::default());
        for (selection, unmatched) in [(&selection, false), (&selection, true), (&everything, false)] {
            let options = WalkOptions { unmatched, ..WalkOptions::default() };
            let walked = walk(&doc, selection, &options, &mut Paths { recurse: true, ..Paths::default() });
            assert_eq!(walked, exact, "{name}");
        }
        match name.as_bytes().first() {
            Some(b'y') => assert_eq!(exact, Ok(()), "{name}"),
            Some(b'n') => assert!(exact.is_err(), "{name}"),
            _ => {}
        }
        counts[match name.as_bytes()[0] {
            b'y' => 0,
            b'n' => 1,
            _ => 2,
        }] += 1;
    }
    assert_eq!(counts.iter().sum::<i32>(), 318, "{counts:?}");
}
