//! What is found in sentences, where exactly, and what is left alone.

use super::{Detector, Detectors, Hit, UserDetector};
use crate::document;

fn find<'t>(detectors: &Detectors, text: &'t str) -> Vec<(String, &'t str)> {
    let mut hits = Vec::new();
    detectors.find(text, &mut hits);
    hits.iter()
        .map(|Hit { found, range, .. }| (detectors.name(*found).to_owned(), text.get(range.clone()).unwrap()))
        .collect()
}

/// What the detectors find by themselves, as `name:text`.
fn usual(text: &str) -> Vec<String> {
    find(&Detectors::default(), text).into_iter().map(|(name, text)| format!("{name}:{text}")).collect()
}

#[test]
fn strong_forms_are_found_by_themselves() {
    let cases = [
        ("pay 4111 1111 1111 1111 now", "card:4111 1111 1111 1111"),
        ("卡号4111111111111111是", "card:4111111111111111"),
        ("amex 3782-822463-10005.", "card:3782-822463-10005"),
        ("to GB29 NWBK 6016 1331 9268 19 and", "iban:GB29 NWBK 6016 1331 9268 19"),
        (
            "to DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00.",
            "iban:DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00",
        ),
        ("iban=DE89370400440532013000;", "iban:DE89370400440532013000"),
        ("<maria@example.org>", "email:maria@example.org"),
        ("mail maria.m+x@mail.example.co.uk.", "email:maria.m+x@mail.example.co.uk"),
        ("ring +49 170 1234567!", "phone:+49 170 1234567"),
        ("+1 (212) 555-0199 x", "phone:+1 (212) 555-0199"),
        ("from 203.0.113.77: x", "ipv4:203.0.113.77"),
        ("http://203.0.113.77:80/", "ipv4:203.0.113.77"),
        ("peer 2001:db8::8a2e:370:7334,", "ipv6:2001:db8::8a2e:370:7334"),
        ("fe80::1 up", "ipv6:fe80::1"),
        ("hw de:ad:be:ef:ca:fe", "mac:de:ad:be:ef:ca:fe"),
        ("hw 00-1A-2B-3C-4D-5E.", "mac:00-1A-2B-3C-4D-5E"),
        ("is 078-05-1120.", "us_ssn:078-05-1120"),
        ("is 900-70-1234.", "us_itin:900-70-1234"),
        ("no AB123456C x", "uk_nino:AB123456C"),
        ("no AB 12 34 56 C x", "uk_nino:AB 12 34 56 C"),
        ("c.f. RSSMRA85T10A562S.", "it_codice_fiscale:RSSMRA85T10A562S"),
        ("2 95 10 99 126 111 93", "fr_nir:2 95 10 99 126 111 93"),
        ("390.533.447-05", "br_cpf:390.533.447-05"),
        ("2-89-04-78342-163-49", "fr_nir:2-89-04-78342-163-49"),
        ("né 2 89 04 2A 342 163 90.", "fr_nir:2 89 04 2A 342 163 90"),
        ("289042B34216320", "fr_nir:289042B34216320"),
        ("16.727.230/0001-97", "br_cnpj:16.727.230/0001-97"),
        ("a 12.ABC.345/01DE-35.", "br_cnpj:12.ABC.345/01DE-35"),
        ("180036999069897", "card:180036999069897"),
        ("PK81 OOFP 0XXG EITC BZ9L PPAX", "iban:PK81 OOFP 0XXG EITC BZ9L PPAX"),
        ("S1234567D", "sg_nric:S1234567D"),
        ("1M8GDM9AXKP042788", "vin:1M8GDM9AXKP042788"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        (
            "of 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed.",
            "ethereum:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        ),
        ("from 10.0.0.1...", "ipv4:10.0.0.1"),
        ("GET /10.0.0.1 x", "ipv4:10.0.0.1"),
        ("0x52908400098527886E0F7030069857D2E4169EE7", "ethereum:0x52908400098527886E0F7030069857D2E4169EE7"),
        ("AKIAIOSFODNN7EXAMPLE", "aws_key:AKIAIOSFODNN7EXAMPLE"),
        ("https://maria:hunter2@example.org/", "url_credentials:maria:hunter2"),
        ("https://maria:p@ss@example.org/", "url_credentials:maria:p@ss"),
        ("postgres://maria:p@s@s@db/x", "url_credentials:maria:p@s@s"),
        ("redis://:p4ss@db:6379", "url_credentials::p4ss"),
        ("Authorization:  bearer  \tabcdef0123456789XYZ", "authorization:abcdef0123456789XYZ"),
        ("Server=db;User Id=sa;Password=hunter2;", "url_credentials:hunter2"),
        ("Authorization: Basic bWFyaWE6aHVudGVyMg==", "authorization:bWFyaWE6aHVudGVyMg=="),
        ("xoxb-123456789012-abcdefghijkl.", "slack_token:xoxb-123456789012-abcdefghijkl"),
    ];
    for (text, expected) in cases {
        assert_eq!(usual(text), [expected], "{text}");
    }
}

#[test]
fn weak_forms_need_a_word_or_a_name() {
    let cases = [
        ("021000021", "us_aba", "routing number 021000021"),
        ("943 476 5919", "uk_nhs", "NHS: 943 476 5919"),
        ("111222333", "nl_bsn", "BSN 111222333"),
        ("44051401359", "pl_pesel", "pesel=44051401359"),
        ("2341 2341 2346", "in_aadhaar", "Aadhaar 2341 2341 2346"),
        ("12345678Z", "es_nif", "DNI: 12345678Z"),
        ("12345678-Z", "es_nif", "DNI: 12345678-Z"),
        ("7503305044089", "za_id", "ID number 7503305044089"),
        ("780711 3190 14 5", "za_id", "ID number: 780711 3190 14 5"),
        ("12ABC34501DE35", "br_cnpj", "CNPJ 12ABC34501DE35"),
        ("X-2482300-W", "es_nif", "NIE X-2482300-W"),
        ("x2482300w", "es_nif", "nie x2482300w"),
        ("ab123456c", "uk_nino", "national insurance ab123456c"),
        ("1112.22.333", "nl_bsn", "BSN 1112.22.333"),
    ];
    for (number, name, beside) in cases {
        assert_eq!(usual(number), Vec::<String>::new(), "{number}");
        assert!(usual(beside).contains(&format!("{name}:{number}")), "{beside}: {:?}", usual(beside));
        let mut named = Detectors::none();
        Detector::named(name).for_each(|detector| named.add(detector));
        assert_eq!(find(&named, number), [(name.to_owned(), number)]);
    }
    assert_eq!(
        usual("wallet 0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
        ["ethereum:0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]
    );
    assert_eq!(usual("phone (030) 901820"), ["phone:(030) 901820"]);
    assert_eq!(usual("tel. 030 901820"), ["phone:030 901820"]);
    assert_eq!(usual("order 030 901820"), Vec::<String>::new());
    assert_eq!(usual("Desk, fax: (253)987-3209x7566"), ["phone:(253)987-3209x7566"]);
    assert_eq!(usual("+49 30 901820 ext. 12;"), ["phone:+49 30 901820 ext. 12"]);
    assert_eq!(usual("mobile +1-063-457-9165"), ["phone:+1-063-457-9165"]);
    assert_eq!(usual("credit card 5610591081018250"), ["card:5610591081018250"]);
    assert_eq!(usual("card 40128888 88881881"), ["card:40128888 88881881"]);
    assert_eq!(usual("order 5610591081018250"), Vec::<String>::new());
    assert_eq!(usual("SIM card of IMEI 356938035643809"), Vec::<String>::new());
}

#[test]
fn hard_negatives_are_left_alone() {
    let texts = [
        "550e8400-e29b-41d4-a716-446655440000",
        "at 1700000000000 and 1700000000",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "pi is 3.1415926535897932384626",
        "version 1.2.3.4 of Chrome/120.0.6099.71 and v10.1.2.3",
        "version: 1.2.3.4, {\"version\": \"1.2.3.4\"}, app_version=1.2.3.4, firmware (1.2.3.4)",
        "1.3.6.1.4.1.311.21.20 and oid 2.5.29.17 and 255.255.255.255.1 and oid.192.168.100.100.1",
        "0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "order 4111111111111112",
        "12:30:45 and std::vec::Vec and a::b",
        "del a[1::2]; f16::E; pub type P9007199254740992 = U1125899906842624;",
        "icon@2x.png user@host npm@10.2.3",
        "Basic authentication and Bearer of the ring",
        "IMEI 490154203237518",
        "2024-01-15T10:00:00+02:00",
        "000.000.000-00 and 000-00-0000",
        "0x0000000000000000000000000000000000000000",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
        "eyJhbGciOi",
        "",
    ];
    for text in texts {
        assert_eq!(usual(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_private_key_or_a_passport_is_one_finding() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE+4111111111111111\n-----END RSA PRIVATE KEY-----";
    assert_eq!(usual(&format!("a\n{key}\nb")), [format!("private_key:{key}")]);
    let cut = "-----BEGIN PRIVATE KEY-----\nMIIE maria@example.org";
    assert_eq!(usual(cut), [format!("private_key:{cut}")], "one without an end goes to the end of the text");
    let passport =
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
    assert_eq!(usual(&format!("MRZ: {passport} end")), [format!("mrz:{passport}")]);
    let card =
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<";
    assert_eq!(usual(card), [format!("mrz:{card}")]);
}

#[test]
fn tokens_are_told_by_prefix_and_checksum() {
    // Built here, so that no scanner of secrets takes this file for a leak.
    let random = "0123456789abcdefghijABCDEFGHIJ";
    let mut crc = u64::from(super::checksum::crc32(random.as_bytes()));
    let mut check = [b'0'; 6];
    for digit in check.iter_mut().rev() {
        *digit = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(crc % 62) as usize];
        crc /= 62;
    }
    let check = std::str::from_utf8(&check).unwrap();
    assert_eq!(usual(&format!("x ghp_{random}{check} y")), [format!("github_token:ghp_{random}{check}")]);
    assert_eq!(usual(&format!("x ghp_{random}000000 y")), Vec::<String>::new());
    assert_eq!(usual(&format!("GitHub: ghp_{random}000000")), [format!("github_token:ghp_{random}000000")]);
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    assert_eq!(usual(&format!("\"{jwt}\"")), [format!("jwt:{jwt}")]);
    assert_eq!(
        usual("eyJhbm90aGVyIjoxfQ.eyJzdWIiOiIxIn0.c2ln"),
        Vec::<String>::new(),
        "no algorithm in its header"
    );
    let cases = [
        ("glpat-", 20, "gitlab_token"),
        ("sk_live_", 24, "stripe_key"),
        ("AIza", 35, "google_key"),
        ("sk-ant-api03-", 95, "anthropic_key"),
        ("sk-proj-", 64, "openai_key"),
        ("hf_", 34, "huggingface_token"),
        ("github_pat_", 82, "github_token"),
        ("abc8Q~", 34, "azure_key"),
    ];
    for (prefix, length, name) in cases {
        let token = format!("{prefix}{}", "aB3".repeat(40).get(..length).unwrap());
        assert_eq!(usual(&format!("key={token}.")), [format!("{name}:{token}")]);
    }
}

#[test]
fn a_detector_of_the_policy_takes_part() {
    let node = document::parse(
        "{ employee: { pattern: 'EMP-[0-9]{6}', words: [staff] }, slip: { pattern: '[0-9]{10}', checksum: luhn } }",
    );
    let mut detectors = Detectors::default();
    for member in node.unwrap().as_mapping().unwrap() {
        detectors.add_user(UserDetector::parse(member).unwrap());
    }
    let found =
        find(&detectors, "EMP-123456 is far away from everything else that could name it; staff EMP-654321");
    assert_eq!(found, [("employee".to_owned(), "EMP-654321")]);
    assert_eq!(find(&detectors, "1234567897 1234567890"), [("slip".to_owned(), "1234567897")]);
    for text in [
        "{ email: { pattern: x } }",
        "{ mine: { pattern: '(' } }",
        "{ mine: {} }",
        "{ mine: { pattern: x, lucky: 1 } }",
    ] {
        let node = document::parse(text).unwrap();
        assert!(UserDetector::parse(&node.as_mapping().unwrap()[0]).is_err(), "{text}");
    }
}

#[test]
fn spans_lie_on_characters_whatever_the_text() {
    use proptest::prelude::*;
    proptest!(|(text in "(\\PC|[0-9@:+. <~-]|4111111111111111|a@b\\.org|é|-----BEGIN PRIVATE KEY-----){0,80}")| {
        let mut hits = Vec::new();
        Detectors::default().find(&text, &mut hits);
        for hit in &hits {
            prop_assert!(text.get(hit.range.clone()).is_some_and(|found| !found.is_empty()));
        }
        prop_assert!(hits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
    });
}
