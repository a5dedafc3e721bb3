//! Whatever comes in, an answer comes out.

use super::EVERYTHING;
use crate::Policy;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let _ = Policy::parse(&text);
    }

    #[test]
    fn no_yaml_of_ours_panics(words in proptest::collection::vec(word(), 0..60)) {
        let _ = Policy::parse(&words.concat());
    }

    #[test]
    fn no_mutation_panics(edits in proptest::collection::vec((any::<prop::sample::Index>(), edit()), 1..6)) {
        let mut chars: Vec<char> = EVERYTHING.chars().collect();
        for (at, edit) in edits {
            let at = at.index(chars.len().max(1)).min(chars.len());
            match edit {
                Edit::Insert(text) => { chars.splice(at..at, text.chars()); }
                Edit::Delete(many) => { let end = (at + many).min(chars.len()); chars.drain(at..end); }
                Edit::Repeat(many) => {
                    let end = (at + many).min(chars.len());
                    let copy: Vec<char> = chars.get(at..end).unwrap_or_default().to_vec();
                    chars.splice(at..at, copy);
                }
            }
        }
        if let Err(error) = Policy::parse(&chars.into_iter().collect::<String>()) {
            let _ = format!("{error} {error:?}");
        }
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Insert(String),
    Delete(usize),
    Repeat(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        word().prop_map(Edit::Insert),
        (1..40_usize).prop_map(Edit::Delete),
        (1..80_usize).prop_map(Edit::Repeat),
    ]
}

fn word() -> impl Strategy<Value = String> {
    let words = [
        "version: 1\n",
        "rules:",
        "\n",
        "  ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ",",
        ": ",
        "\"",
        "'",
        "&a ",
        "*a ",
        "!!str ",
        "? ",
        "| ",
        "> ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "# c\n",
        "\t",
        "path: ",
        "$..a",
        "$[?@.a==1]",
        "names: ",
        "class: ",
        "store: ",
        "encrypt: ",
        "pii",
        "remove",
        "views: ",
        "open: true",
        "extends: ",
        "default",
        "decode: json",
        "é",
        "\u{0}",
        "\u{feff}",
        "\r\n",
        "<<: ",
        "1e999",
        "-",
        "\\u0041",
    ];
    prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,4}"]
}

#[test]
fn depth_and_length_are_bounded() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("{\"a\":", "}"), ("- ", ""), ("? ", "")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let error = Policy::parse(&text).unwrap_err();
        assert!(error.message().len() < 200, "{error}");
    }
    let (open, close) = ("(".repeat(5000), ")".repeat(5000));
    let nested = format!("version: 1\nrules: [ {{ path: \"$[?{open}@.a{close}]\" }} ]");
    assert!(Policy::parse(&nested).is_err());
    let chain: String = (0..100).map(|n| format!("  v{n}: {{ extends: v{} }}\n", n + 1)).collect();
    assert!(Policy::parse(&format!("version: 1\nviews:\n{chain}  v100: {{}}\n")).is_err());
    let many = |word: &str| (0..2_000).map(|n| format!("  {word}{n}: {{}}\n")).collect::<String>();
    let wide = format!("version: 1\nclasses:\n{}views:\n{}", many("c"), many("v"));
    assert_eq!(Policy::parse(&wide).unwrap_err().code().as_str(), "limit_exceeded");
    let filters = (0..60).fold("@.a".to_owned(), |inner, _| format!("@.b[?{inner}]"));
    let _ = Policy::parse(&format!("version: 1\nrules: [ {{ path: \"$[?{filters}]\" }} ]"));
    let long = format!("version: 1\nid: \"{}\"", "x".repeat(65 << 20));
    assert_eq!(Policy::parse(&long).unwrap_err().code().as_str(), "limit_exceeded");
}
