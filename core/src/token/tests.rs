use super::*;

fn text(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    encode_into(raw, &mut out);
    out
}

fn code(text: &[u8]) -> Option<ErrorCode> {
    Token::decode(text, &mut Vec::new()).err().map(|error| error.code())
}

/// The shortest bytes of a suite.
fn shortest(suite: u8) -> Vec<u8> {
    let length = match suite {
        0x01 | 0x02 => 79,
        0x11 | 0x12 => 66,
        0x61 => 78,
        _ => 23,
    };
    let mut raw = vec![0; length];
    raw[..6].copy_from_slice(&[1, suite, 1, 2, 3, 4]);
    if suite & 0x10 != 0 {
        raw[33] = 1;
    }
    raw
}

#[test]
fn marks() {
    let (yes, no) =
        (["fv1.", "fv2.x", "fv007.", "fv12345678901234567890."], ["", "fv", "fv1", "fv.", "Fv1.", "fv1a."]);
    assert!(yes.iter().all(|text| looks_like(text.as_bytes())));
    assert!(!no.iter().any(|text| looks_like(text.as_bytes())));
}

#[test]
fn shortest_of_each_suite_and_one_less() {
    for suite in Suite::ALL {
        let raw = shortest(suite as u8);
        assert_eq!(code(&text(&raw)), None, "{suite:?}");
        assert!(parses(&text(&raw)));
        assert_eq!(text(&raw).len(), text_len(raw.len()));
        assert_eq!(code(&text(&raw[..raw.len() - 1])), Some(ErrorCode::InvalidToken), "{suite:?}");
        let longer = [&raw[..], &[0]].concat();
        let expected = (suite.kind() == Kind::Header).then_some(ErrorCode::InvalidToken);
        assert_eq!(code(&text(&longer)), expected, "{suite:?}");
    }
}

#[test]
fn text_and_bytes_are_two_forms_of_one_token() {
    for suite in Suite::ALL {
        let raw = shortest(suite as u8);
        let text = String::from_utf8(text(&raw)).unwrap();
        if suite.kind() == Kind::Stream {
            assert_eq!(token_text(&raw).unwrap_err().code(), ErrorCode::InvalidToken);
            assert_eq!(token_bytes(&text).unwrap_err().code(), ErrorCode::InvalidToken);
            continue;
        }
        assert_eq!(token_text(&raw).unwrap(), text);
        assert_eq!(token_bytes(&text).unwrap(), raw);
        for (bad, code) in [
            (raw[..raw.len() - 1].to_vec(), ErrorCode::InvalidToken),
            ([&[2], &raw[1..]].concat(), ErrorCode::UnsupportedVersion),
            (text.clone().into_bytes(), ErrorCode::UnsupportedVersion),
            (Vec::new(), ErrorCode::InvalidToken),
        ] {
            assert_eq!(token_text(&bad).unwrap_err().code(), code);
        }
        for bad in [&text[4..], &text[..text.len() - 1], &format!("{text} "), "plain text", ""] {
            assert_eq!(token_bytes(bad).unwrap_err().code(), ErrorCode::InvalidToken, "{bad}");
        }
    }
}

#[test]
fn every_other_byte_is_an_unknown_suite() {
    let known: Vec<u8> = Suite::ALL.into_iter().map(|suite| suite as u8).collect();
    for byte in (0..=255).filter(|byte| !known.contains(byte)) {
        let mut raw = shortest(0x01);
        raw[1] = byte;
        assert_eq!(code(&text(&raw)), Some(ErrorCode::UnsupportedVersion));
        assert!(!parses(&text(&raw)));
    }
}

#[test]
fn counts_of_a_header() {
    for (count, good) in [(0, false), (1, true), (1 << 20, true), ((1 << 20) + 1, false), (u32::MAX, false)] {
        let mut raw = shortest(0x11);
        raw[30..34].copy_from_slice(&count.to_be_bytes());
        assert_eq!(code(&text(&raw)), (!good).then_some(ErrorCode::InvalidToken), "{count}");
    }
}

#[test]
fn order_of_the_checks() {
    use ErrorCode::{InvalidToken, UnsupportedVersion};
    let good = String::from_utf8(text(&shortest(0x01))).unwrap();
    for (text, expected) in [
        // The mark comes before the alphabet.
        ("fv2.!!!".to_owned(), UnsupportedVersion),
        ("fv01.AQEB".to_owned(), UnsupportedVersion),
        ("hello".to_owned(), InvalidToken),
        // The alphabet and the trailing bits come before the version byte.
        ("fv1.AA!!".to_owned(), InvalidToken),
        ("fv1.AB".to_owned(), InvalidToken),
        // The version byte and the suite come before the length.
        ("fv1.AA".to_owned(), UnsupportedVersion),
        ("fv1.Av8".to_owned(), UnsupportedVersion),
        ("fv1.Af8".to_owned(), UnsupportedVersion),
        ("fv1.".to_owned(), InvalidToken),
        ("fv1.AQ".to_owned(), InvalidToken),
        ("fv1.AQE".to_owned(), InvalidToken),
        ("fv1.AQEBAgME".to_owned(), InvalidToken),
        // Padding, white space, the other alphabet, a lone last character.
        (format!("{good}="), InvalidToken),
        (format!("{good}=="), InvalidToken),
        (format!("{good}\n"), InvalidToken),
        (format!(" {good}"), InvalidToken),
        (good.replace("AAAA", "AA A"), InvalidToken),
        (good.replace("AAAA", "AA+A"), InvalidToken),
        (good.replace("AAAA", "AA/A"), InvalidToken),
        (format!("{good}é"), InvalidToken),
        (format!("{good}AAA"), InvalidToken),
    ] {
        assert_eq!(code(text.as_bytes()), Some(expected), "{text}");
    }
}
