use super::*;

fn error(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn yaml_and_json_give_the_same_tree() {
    fn shape(node: &Node) -> String {
        match &node.value {
            Value::Sequence(s) => format!("[{}]", s.iter().map(shape).collect::<Vec<_>>().join(",")),
            Value::Mapping(m) => {
                format!(
                    "{{{}}}",
                    m.iter().map(|m| format!("{}={}", m.name, shape(&m.value))).collect::<Vec<_>>().join(",")
                )
            }
            other => format!("{other:?}"),
        }
    }
    let yaml =
        "version: 1\nrules:\n  - { path: \"$.a\", required: true }\n  - names: [x, 'y']\n    n: null\n";
    let json = r#"{"version":1,"rules":[{"path":"$.a","required":true},{"names":["x","y"],"n":null}]}"#;
    assert_eq!(shape(&parse(yaml).unwrap()), shape(&parse(json).unwrap()));
}

#[test]
fn positions_point_at_the_text() {
    let text = "# grüße\nversion: 1\nid: \"größe\"\nlist: [é, b, {c: d}]\n";
    fn look(node: &Node, text: &str) {
        match &node.value {
            Value::Sequence(s) => s.iter().for_each(|n| look(n, text)),
            Value::Mapping(m) => m.iter().for_each(|m| {
                assert!(text.get(m.position.offset..).unwrap().starts_with(&m.name), "{m:?}");
                let line = text.lines().nth(m.position.line - 1).unwrap();
                assert!(line.chars().skip(m.position.column - 1).collect::<String>().starts_with(&m.name));
                look(&m.value, text);
            }),
            Value::Text(t) => {
                assert!(text.get(node.position.offset..).unwrap().trim_start_matches('"').starts_with(t))
            }
            _ => {}
        }
    }
    look(&parse(text).unwrap(), text);
    let json = "{\n \"é\": [1,\n  {\"version\": \"x\"}]}";
    let node = parse(json).unwrap();
    let inner = &node.as_mapping().unwrap()[0].value.as_sequence().unwrap()[1].as_mapping().unwrap()[0];
    assert_eq!((inner.position.line, inner.position.column, inner.position.offset), (3, 4, 16));
}

#[test]
fn what_is_refused_says_where() {
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let deep_yaml = format!("{}a{}", "[".repeat(100_000), "]".repeat(100_000));
    let cases = [
        "",
        "a: 1\na: 2\n",
        r#"{"a":1,"a":2}"#,
        "a: &x 1\n",
        "a: *x\n",
        "a: &x [1]\nb: *x\n",
        "a: !!str 1\n",
        "a: 1\n---\nb: 2\n",
        "[a]: 1\n",
        "a: [1\n",
        &deep,
        &deep_yaml,
    ];
    insta::assert_snapshot!(cases.map(error).join("\n"));
}

#[test]
fn typed_readers_say_what_they_expected() {
    let text = "s: word\nn: 12\nb: true\nz: ~\nf: 1.5\nl: [a, 1]\nm: { one: 1, two: 2 }\n";
    let node = parse(text).unwrap();
    let m = node.members(&["s", "n", "b", "z", "f", "l", "m"], "test").unwrap();
    let get = |name| m.get(name).unwrap();
    assert_eq!(m.str("s").unwrap(), Some("word"));
    assert_eq!(m.read("n", Node::as_u64).unwrap(), Some(12));
    assert_eq!(m.bool("b").unwrap(), Some(true));
    assert_eq!(get("f").as_number().unwrap(), "1.5");
    let errors = [
        m.str("n").unwrap_err(),
        m.str("z").unwrap_err(),
        m.read("f", Node::as_u64).unwrap_err(),
        m.bool("s").unwrap_err(),
        m.strings("l").unwrap_err(),
        get("n").as_u64_within(0, 10).unwrap_err(),
        get("m").as_call().unwrap_err(),
        get("l").as_call().unwrap_err(),
        get("s").members(&["a"], "thing").unwrap_err(),
        get("m").members(&["one", "twoo"], "thing").unwrap_err(),
        get("m").members(&["x", "y"], "thing").unwrap_err(),
        m.require("absent").unwrap_err(),
        get("s").as_choice(&[("ward", 1), ("wall", 2)]).unwrap_err(),
    ];
    insta::assert_snapshot!(errors.map(|e| e.to_string()).join("\n"));
}

#[test]
fn an_operator_is_a_name_or_one_member() {
    let node =
        parse("[redact, {redact: gone}, {redact: {text: gone}}, {iban: {}}, {iban: 1}, {redact: {txt: 1}}]")
            .unwrap();
    let calls: Vec<_> = node.as_sequence().unwrap().iter().map(|n| n.as_call().unwrap()).collect();
    let text = |i: usize| calls[i].options(&["text"], Some("text")).and_then(|m| m.str("text"));
    assert_eq!(text(0).unwrap(), None);
    assert_eq!(text(1).unwrap(), Some("gone"));
    assert_eq!(text(2).unwrap(), Some("gone"));
    assert!(calls[3].no_options().is_ok());
    let errors = [calls[4].no_options().unwrap_err(), text(5).unwrap_err()];
    insta::assert_snapshot!(errors.map(|e| e.to_string()).join("\n"));
}
