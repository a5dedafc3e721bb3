//! Random documents and paths, against `serde_json_path` and against the engine's own other ways.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json_path::JsonPath;

use super::tests::{locations, rewritten};
use super::*;
use crate::testing::long_run;

/// A small generator, the same numbers from the same seed everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len() as u64) as usize]
    }
}

const NAMES: [&str; 6] = ["a", "b", "c", "dé", "e f", "😀"];
const SCALARS: [&str; 14] = [
    "null",
    "true",
    "false",
    "0",
    "1",
    "-1",
    "2",
    "1.5",
    "10",
    r#""a""#,
    r#""b""#,
    r#""""#,
    r#""aé😀""#,
    r#""1""#,
];

fn string(dice: &mut Dice, text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        if dice.roll(6) == 0 {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").unwrap();
            }
        } else {
            out.push(c);
        }
    }
    out.push('"');
}

fn document(dice: &mut Dice, depth: u32, out: &mut String) {
    let space = dice.pick(&["", "", "", " ", "\n\t"]);
    out.push_str(space);
    match dice.roll(if depth == 0 { 2 } else { 8 }) {
        0..=2 => out.push_str(dice.pick(&SCALARS)),
        3..=5 => {
            out.push('{');
            let mut left: Vec<&str> = NAMES.to_vec();
            let members = dice.roll(5);
            for n in 0..members {
                if n > 0 {
                    out.push(',');
                }
                let name = left.remove(dice.roll(left.len() as u64) as usize);
                string(dice, name, out);
                out.push_str(space);
                out.push(':');
                document(dice, depth - 1, out);
            }
            out.push('}');
        }
        _ => {
            out.push('[');
            for n in 0..dice.roll(5) {
                if n > 0 {
                    out.push(',');
                }
                document(dice, depth - 1, out);
            }
            out.push(']');
        }
    }
    out.push_str(space);
}

fn name(dice: &mut Dice) -> String {
    format!("'{}'", dice.pick(&NAMES))
}

fn selector(dice: &mut Dice, depth: u32) -> String {
    let number = |dice: &mut Dice| dice.pick(&["", "0", "1", "2", "3", "-1", "-2", "-4"]).to_owned();
    match dice.roll(if depth == 0 { 9 } else { 12 }) {
        0..=3 => name(dice),
        4 | 5 => "*".to_owned(),
        6 | 7 => dice.pick(&["0", "1", "2", "-1", "-2"]).to_owned(),
        8 => format!("{}:{}:{}", number(dice), number(dice), dice.pick(&["", "1", "2", "-1", "-2", "0"])),
        _ => format!("?{}", logical(dice, depth - 1)),
    }
}

fn segments(dice: &mut Dice, most: u64, depth: u32) -> String {
    (0..dice.roll(most + 1))
        .map(|_| {
            let descendant = if dice.roll(4) == 0 { ".." } else { "" };
            let selectors: Vec<_> = (0..1 + dice.roll(8) / 6).map(|_| selector(dice, depth)).collect();
            format!("{descendant}[{}]", selectors.join(","))
        })
        .collect()
}

/// Without negative indexes, which the oracle finds nothing by in a singular query.
fn singular(dice: &mut Dice) -> String {
    let segments: String = (0..dice.roll(3))
        .map(|_| {
            if dice.roll(3) == 0 {
                dice.pick(&["[0]", "[1]", "[2]"]).to_owned()
            } else {
                format!("[{}]", name(dice))
            }
        })
        .collect();
    format!("{}{segments}", dice.pick(&["@", "@", "@", "$"]))
}

fn value(dice: &mut Dice, depth: u32) -> String {
    match dice.roll(8) {
        0..=2 => dice.pick(&SCALARS).to_owned(),
        3..=5 => singular(dice),
        6 => format!("length({})", singular(dice)),
        _ => {
            let function = dice.pick(&["count", "value"]);
            format!("{function}({}{})", dice.pick(&["@", "$"]), segments(dice, 2, depth.min(1)))
        }
    }
}

fn logical(dice: &mut Dice, depth: u32) -> String {
    match dice.roll(if depth == 0 { 7 } else { 10 }) {
        0..=2 => format!("{}{}", dice.pick(&["@", "@", "@", "!@", "$"]), segments(dice, 2, depth)),
        3..=5 => {
            let left = value(dice, depth);
            // The oracle holds the nothing that a function gives for equal to any container.
            let right = if left.ends_with(')') { dice.pick(&SCALARS).to_owned() } else { value(dice, 0) };
            let right = if right.ends_with(')') { singular(dice) } else { right };
            // Only with numbers and strings: nothing is equal to nothing, so `<=` holds (RFC 9535 section 2.3.5.3,
            // `$.absent1 <= $.absent2`), and no object or boolean is less than another; the oracle says otherwise.
            let ordered =
                |value: &String| SCALARS.get(3..).is_some_and(|some| some.contains(&value.as_str()));
            let operators: &[&str] = if ordered(&left) || ordered(&right) {
                &["==", "!=", "<", "<=", ">", ">="]
            } else {
                &["==", "!="]
            };
            format!("{left} {} {right}", dice.pick(operators))
        }
        6 => format!(
            "{}({}, '{}')",
            dice.pick(&["match", "search"]),
            singular(dice),
            dice.pick(&["a", ".", "[ab]+", "a.*", ""])
        ),
        7 => format!("({} && {})", logical(dice, depth - 1), logical(dice, depth - 1)),
        8 => format!("{} || {}", logical(dice, depth - 1), logical(dice, depth - 1)),
        _ => format!("!({})", logical(dice, depth - 1)),
    }
}

fn compare(rounds: u64, seed: u64) {
    let mut dice = Dice(seed);
    let (mut selected, mut refused) = (0, 0);
    for round in 0..rounds {
        let text = format!("${}", segments(&mut dice, 4, 2));
        let mut doc = String::new();
        document(&mut dice, 4, &mut doc);
        let (ours, theirs) = (Path::parse(&text), JsonPath::parse(&text));
        assert_eq!(ours.is_ok(), theirs.is_ok(), "{text}: {ours:?}");
        let (Ok(ours), Ok(theirs)) = (ours, theirs) else {
            refused += 1;
            continue;
        };
        let tree = serde_json::from_str(&doc).unwrap();
        let expected: BTreeSet<String> =
            theirs.query_located(&tree).iter().map(|node| rewritten(&node.location().to_string())).collect();
        let found = locations(&ours, doc.as_bytes()).unwrap();
        assert_eq!(found, expected, "round {round}: {text} on {doc}");
        selected += found.len();
    }
    assert!(
        selected as u64 > rounds / 4 && refused < rounds / 20,
        "too tame: {selected} selected, {refused} refused"
    );
}

/// 120,000 pairs in the long run.
#[test]
fn random_paths_select_what_the_oracle_selects() {
    for seed in 1..=4 {
        compare(1_000 * long_run(30) as u64, seed * 0x2545_F491_4F6C_DD1D);
    }
}
