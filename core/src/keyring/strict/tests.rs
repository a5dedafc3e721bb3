use super::read::VALUES;
use super::*;

#[test]
fn canonical_form_is_sorted_and_tight() {
    let text = br#" { "b" : [ 1, 0 , "x y" ] , "a": { } , "c\u0041": "a\/b" , "d":[] } "#;
    let node = Node::parse(text).unwrap();
    assert_eq!(node.canonical(), r#"{"a":{},"b":[1,0,"x y"],"cA":"a/b","d":[]}"#);
    assert_eq!(Node::parse(node.pretty().as_bytes()).unwrap(), node);
}

#[test]
fn pretty_form_keeps_the_order() {
    let node = Node::object([("b", Node::Array(vec![1.into(), "x".into()])), ("a", Node::Array(vec![]))]);
    assert_eq!(node.pretty(), "{\n  \"b\": [\n    1,\n    \"x\"\n  ],\n  \"a\": []\n}\n");
}

#[test]
fn refuses_what_could_be_misread() {
    for text in [
        "",
        "{",
        "{}x",
        "[1,]",
        "[,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1,}",
        "tru",
        "true",
        "null",
        "-1",
        "01",
        "1.0",
        "1e3",
        "9007199254740992",
        "99999999999999999999999",
        "\"é\"",
        "\"a\\n\"",
        "\"a\\\"\"",
        "\"\\u0022\"",
        "\"\\u+041\"",
        "\"\\u00\"",
        "\"\\ud800\"",
        "\"a",
        "\"a\u{7f}\"",
        "[1 2]",
        "\u{feff}{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":1}",
        "[[[[[[[[[[1]]]]]]]]]]",
    ] {
        assert!(Node::parse(text.as_bytes()).is_err(), "{text}");
    }
    assert_eq!(Node::parse(b"9007199254740991"), Ok(Node::Integer((1 << 53) - 1)));
    assert_eq!(Node::parse(b"{\"a\":1,\"a\":1}").unwrap_err(), "a repeated or unknown member at byte 10");
}

#[test]
fn refuses_a_flood_of_values() {
    let flood = format!("[{}0]", "0,".repeat(VALUES));
    assert!(Node::parse(flood.as_bytes()).is_err());
}

/// What the narrow parser accepts, a general one reads alike; what it refuses is never read as something else.
#[test]
fn agrees_with_a_general_parser() {
    use proptest::prelude::*;
    fn same(node: &Node<'_>, value: &serde_json::Value) -> bool {
        match node {
            Node::Object(members) => {
                let object = value.as_object().unwrap();
                members.len() == object.len()
                    && members.iter().all(|(name, node)| same(node, &object[&**name]))
            }
            Node::Array(nodes) => {
                nodes.iter().zip(value.as_array().unwrap()).all(|(node, value)| same(node, value))
            }
            Node::Text(text) => value.as_str() == Some(text),
            Node::Integer(integer) => value.as_u64() == Some(*integer),
        }
    }
    let pieces = prop::collection::vec(
        prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"", "a", "\"a\"", "\"b\":", "0", "12", "-", ".5", "e3", " ",
            "\n", "\\u0041", "\\/", "\\", "true", "null", "é",
        ]),
        0..12,
    );
    proptest!(ProptestConfig::with_cases(20_000), |(pieces in pieces)| {
        let text = pieces.concat();
        if let Ok(node) = Node::parse(text.as_bytes()) {
            let value = serde_json::from_str(&text).unwrap();
            prop_assert!(same(&node, &value), "{text}");
            prop_assert_eq!(Node::parse(node.canonical().as_bytes()).unwrap().canonical(), node.canonical());
        }
    });
}
