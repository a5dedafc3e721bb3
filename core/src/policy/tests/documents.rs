//! The reference of the policy says what the code does.

use crate::Policy;
use crate::policy::{DataKind, lint, presets};

const REFERENCE: &str = include_str!("../../../docs/policy.md");

const THREAT_MODEL: &str = include_str!("../../../docs/threat-model.md");

/// The policies that the reference shows, each with a version.
pub(super) fn examples() -> Vec<String> {
    blocks("```yaml\n")
}

fn blocks(fence: &str) -> Vec<String> {
    let text = |block: &str| {
        let text = block.split("```").next().unwrap();
        if text.contains("version:") { text.to_owned() } else { format!("version: 1\n{text}") }
    };
    REFERENCE.split(fence).skip(1).map(text).collect()
}

#[test]
fn its_examples_are_policies() {
    let examples = examples();
    assert!(examples.len() >= 5);
    for text in examples {
        let policy = Policy::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let errors: Vec<_> =
            policy.lint().into_iter().filter(|f| f.severity == crate::Severity::Error).collect();
        assert_eq!(errors, [], "{text}");
    }
    let invalid = blocks("```yaml,invalid\n");
    assert!(!invalid.is_empty() && invalid.iter().all(|text| Policy::parse(text).is_err()));
}

#[test]
fn it_names_everything() {
    let schema: serde_json::Value = serde_json::from_str(Policy::schema()).unwrap();
    let members = |pointer: &str| -> Vec<String> {
        schema.pointer(pointer).and_then(|at| at.as_object()).unwrap().keys().cloned().collect()
    };
    let mut words = members("/properties");
    words.extend(members("/properties/defaults/properties"));
    words.extend(members("/properties/classes/additionalProperties/properties"));
    words.extend(members("/properties/views/additionalProperties/properties"));
    words.extend(members("/$defs/rule/properties"));
    words.extend(members("/$defs/options"));
    words.extend(lint::CHECKS.iter().map(|(code, _)| (*code).to_owned()));
    words.extend(presets::ALL.iter().map(|(name, _)| (*name).to_owned()));
    words.extend(DataKind::NAMES.iter().map(|(name, _)| (*name).to_owned()));
    for word in words {
        assert!(REFERENCE.contains(&format!("`{word}`")), "`{word}` is missing");
    }
    for (code, says) in lint::CHECKS {
        assert!(REFERENCE.contains(&format!("| `{code}` | {says} |")), "{code}");
    }
}

#[test]
fn it_names_every_option() {
    let schema: serde_json::Value = serde_json::from_str(Policy::schema()).unwrap();
    for (operator, options) in schema.pointer("/$defs/options").and_then(|at| at.as_object()).unwrap() {
        let row = REFERENCE.lines().find(|line| line.starts_with(&format!("| `{operator}` |"))).unwrap();
        let mut open = vec![options];
        while let Some(part) = open.pop() {
            for member in ["anyOf", "properties"].into_iter().filter_map(|name| part.get(name)) {
                open.extend(member.as_array().into_iter().flatten());
                for (name, inner) in member.as_object().into_iter().flatten() {
                    assert!(row.contains(&format!("`{name}`")), "`{name}` of `{operator}`: {row}");
                    open.push(inner);
                }
            }
        }
    }
}

#[test]
fn the_threat_model_says_what_each_operator_shows() {
    let schema: serde_json::Value = serde_json::from_str(Policy::schema()).unwrap();
    let (_, table) = THREAT_MODEL.split_once("## What each mode shows").unwrap();
    let modes: String = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" |").next())
        .collect::<Vec<_>>()
        .join("\n");
    for operator in schema.pointer("/$defs/options").and_then(|at| at.as_object()).unwrap().keys() {
        assert!(modes.contains(&format!("`{operator}`")), "`{operator}`");
    }
}
