//! The fast validator, the exact one and `serde_json` accept and refuse the same.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::{Answer, Enter, Path, Place, Selection, Selector, Target, Visit, WalkOptions, walk};
use crate::json::{TypeSet, check};
use crate::{Limits, Result, testing};

struct Nothing;

impl Visit for Nothing {
    fn enter(&mut self, _: usize) -> Result<Enter> {
        Ok(Enter::Take)
    }
    fn place(&mut self, _: &Place<'_>) -> Result<Answer> {
        Ok(Answer::Kept)
    }
}

fn agree(doc: &[u8], live: &Selection, dead: &Selection) -> bool {
    let exact = check(doc, &Limits::default());
    for selection in [live, dead] {
        let fast = walk(doc, selection, &WalkOptions::default(), &mut Nothing);
        assert_eq!(fast, exact, "{:?}", String::from_utf8_lossy(doc));
    }
    // Serde's validator skips strings without looking at their UTF-8.
    let theirs = std::str::from_utf8(doc).is_ok() && serde_json::from_slice::<IgnoredAny>(doc).is_ok();
    assert_eq!(exact.is_ok(), theirs, "{:?}: {exact:?}", String::from_utf8_lossy(doc));
    if let Err(error) = exact {
        let at = error.position().unwrap();
        assert!(at.offset <= doc.len() && at.line > 0 && at.column > 0);
    }
    theirs
}

/// One rule, which selects nothing in these documents.
fn selecting(path: &str) -> Selection {
    let selector = Cow::Owned(Selector::Path(Path::parse(path).unwrap()));
    Selection::compile(&[Target { selector, types: TypeSet::ALL }], &[], &[]).unwrap()
}

#[test]
fn sixty_thousand_mutations() {
    let (live, dead) = (selecting("$..none"), selecting("$.none.none"));
    let pad = " ".repeat(57);
    let long = format!(
        r#"{{"pad":"{}","a\\":[1,-0.5e+7,true,null,{{}}],"\u00e9é":"😀\ud83d","z":[[],{{"k":false}}]}}"#,
        "xé".repeat(1400)
    );
    let seeds = [
        r#"{"a":1,"b":[true,false,null,"x\n\u12aB",-1.5e3],"c":{"d":{}}}"#.to_owned(),
        format!("{pad}[1,2 ,\n\"é\\\\\", {{\"k\" : \"v\\\"\"}}, 0, 10.0, [[[]]]]"),
        r#""\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\"""#.to_owned(),
        long,
        "[1,1]".to_owned(),
    ];
    let pieces: [&[u8]; 24] = [
        b"\"",
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b":",
        b",",
        b" ",
        b"\n",
        b"\0",
        b"\x1F",
        b"\x7F",
        b"0",
        b"-",
        b".",
        b"e",
        b"t",
        b"\xFF",
        b"\xC3",
        b"\xA9",
        b"\\u",
        b"\xED\xA0\x80",
        b"\xEF\xBB\xBF",
    ];
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % sides
    };
    let mut accepted = 0;
    for round in 0..testing::rounds(60_000) {
        // The long one crosses windows and is slow to copy.
        let seed = &seeds[if round % 20 == 0 { 3 } else { [0, 1, 2, 4][roll(4)] }];
        let mut doc = seed.as_bytes().to_vec();
        for _ in 0..=roll(3) {
            let at = roll(doc.len() + 1);
            let piece = pieces[roll(pieces.len())];
            match roll(4) {
                0 => doc.truncate(at),
                1 => drop(doc.splice(at..at, piece.iter().copied())),
                2 if at < doc.len() => drop(doc.remove(at)),
                _ => drop(doc.splice(at..(at + piece.len()).min(doc.len()).max(at), piece.iter().copied())),
            }
        }
        accepted += usize::from(agree(&doc, &live, &dead));
    }
    assert!(accepted > 100, "{accepted}");
}

#[test]
fn every_length_around_a_block_and_a_window() {
    let (live, dead) = (selecting("$..none"), selecting("$.none.none"));
    for around in [64, 128, 4096, 8192] {
        for length in around - 12..around + 12 {
            for tail in ["\"]", "\\\"\"]", "é\"]", "😀\"]", "\\u00e9\"]", "\\\\\"]", "\",1]", "\",tru", "\\"]
            {
                let doc = format!("[\"{}{tail}", "x".repeat(length));
                agree(doc.as_bytes(), &live, &dead);
                let spaced = format!("{}[1{tail}", " ".repeat(length));
                agree(spaced.as_bytes(), &live, &dead);
                let mut cut = doc.into_bytes();
                cut.pop();
                agree(&cut, &live, &dead);
            }
        }
    }
}
