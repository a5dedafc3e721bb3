//! National numbers: what their digits must satisfy.
//!
//! Digits are ASCII and as many as the caller says. Sources: the issuers, as collected by python-stdnum.

use super::checksum::{luhn, value, weighted};

/// The number that some of the digits write.
fn part(digits: &[u8], from: usize, length: usize) -> u32 {
    digits.iter().skip(from).take(length).fold(0, |number, digit| number * 10 + value(*digit))
}

fn digit(digits: &[u8], at: usize) -> u32 {
    digits.get(at).map_or(0, |digit| value(*digit))
}

fn all_same(digits: &[u8]) -> bool {
    digits.iter().all(|digit| Some(digit) == digits.first())
}

/// Nine digits of a Social Security number: areas 000, 666 and from 900 are never given.
pub(super) fn us_ssn(digits: &[u8]) -> bool {
    let area = part(digits, 0, 3);
    area != 0 && area != 666 && area < 900 && part(digits, 3, 2) != 0 && part(digits, 5, 4) != 0
}

/// Nine digits of an ITIN: area from 900, group 50 to 65, 70 to 88, 90 to 92, 94 to 99.
pub(super) fn us_itin(digits: &[u8]) -> bool {
    part(digits, 0, 3) >= 900 && matches!(part(digits, 3, 2), 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

/// Nine digits of a routing number: the government or a Federal Reserve district, weights 3, 7, 1.
pub(super) fn us_aba(digits: &[u8]) -> bool {
    matches!(part(digits, 0, 2), 0..=12 | 21..=32 | 61..=72 | 80)
        && weighted(digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
        && !all_same(digits)
}

/// Ten digits of an NPI: Luhn behind the prefix 80840 of health cards.
pub(super) fn us_npi(digits: &[u8]) -> bool {
    matches!(digits.first(), Some(b'1' | b'2')) && luhn(b"80840".iter().chain(digits).copied())
}

/// Ten digits of an NHS number, modulo 11.
pub(super) fn uk_nhs(digits: &[u8]) -> bool {
    let check = (11 - weighted(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    check == digit(digits, 9) && !all_same(digits)
}

/// Nine digits of a BSN: the eleven test.
pub(super) fn nl_bsn(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]);
    sum != 0 && sum % 11 == digit(digits, 8)
}

/// Eleven digits of a PESEL: a date whose month says the century, weights 1, 3, 7, 9.
pub(super) fn pl_pesel(digits: &[u8]) -> bool {
    let (month, day) = (part(digits, 2, 2) % 20, part(digits, 4, 2));
    let sum = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    (1..=12).contains(&month) && (1..=31).contains(&day) && sum.is_multiple_of(10)
}

/// Eleven digits of a German tax id: one digit stands twice or three times among the first ten, and ISO 7064.
pub(super) fn de_tax_id(digits: &[u8]) -> bool {
    let mut counts = [0u8; 10];
    for digit in digits.iter().take(10) {
        if let Some(count) = counts.get_mut(value(*digit) as usize) {
            *count += 1;
        }
    }
    let repeated = counts.iter().filter(|count| **count > 1).count();
    let most = counts.iter().copied().max().unwrap_or(0);
    digit(digits, 0) != 0 && repeated == 1 && most <= 3 && super::checksum::mod_11_10(digits)
}

/// Eleven digits of a CPF: two check digits modulo 11.
pub(super) fn br_cpf(digits: &[u8]) -> bool {
    let check = |sum: u32| (sum * 10 % 11) % 10;
    let first = check(weighted(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]));
    let second = check(weighted(digits, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
    first == digit(digits, 9) && second == digit(digits, 10) && !all_same(digits)
}

/// Fourteen characters of a CNPJ: two check digits modulo 11; a capital counts as its ASCII code less 48.
pub(super) fn br_cnpj(digits: &[u8]) -> bool {
    let check = |sum: u32| (sum * 10 % 11) % 10;
    let first = check(weighted(digits, &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
    let second = check(weighted(digits, &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
    first == digit(digits, 12) && second == digit(digits, 13) && !all_same(digits)
}

/// Thirteen digits of a South African identity number: date, citizenship, Luhn.
pub(super) fn za_id(digits: &[u8]) -> bool {
    let (month, day) = (part(digits, 2, 2), part(digits, 4, 2));
    let citizen = digit(digits, 10) <= 1;
    (1..=12).contains(&month) && (1..=31).contains(&day) && citizen && luhn(digits.iter().copied())
}

/// Nine or eight digits of a tax file number, modulo 11.
pub(super) fn au_tfn(digits: &[u8]) -> bool {
    let sum = match digits.len() {
        9 => weighted(digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]),
        _ => weighted(digits, &[10, 7, 8, 4, 6, 3, 5, 1]),
    };
    sum.is_multiple_of(11) && !all_same(digits)
}

/// Ten digits of a Medicare number, or eleven with the person's own.
pub(super) fn au_medicare(digits: &[u8]) -> bool {
    let check = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10;
    (2..=6).contains(&digit(digits, 0)) && check == digit(digits, 8) && digit(digits, 9) != 0
}

/// Nine digits of a social insurance number: Luhn; none begins with 8.
pub(super) fn ca_sin(digits: &[u8]) -> bool {
    digit(digits, 0) != 8 && part(digits, 0, 3) != 0 && luhn(digits.iter().copied())
}

/// Twelve digits of an Aadhaar number: not from 0 or 1, Verhoeff.
pub(super) fn in_aadhaar(digits: &[u8]) -> bool {
    digit(digits, 0) > 1 && super::checksum::verhoeff(digits) && !all_same(digits)
}

/// Fifteen digits of a NIR: sex, month, key modulo 97.
pub(super) fn fr_nir(digits: &[u8]) -> bool {
    let number = digits.iter().take(13).fold(0u64, |number, digit| number * 10 + u64::from(value(*digit)));
    let month = matches!(part(digits, 3, 2), 1..=12 | 20..=42 | 50..=99);
    let sex = matches!(digit(digits, 0), 1 | 2);
    sex && month && 97 - number % 97 == u64::from(part(digits, 13, 2))
}

/// Digits of a payment card number, but for Luhn: a range that is issued, and its lengths.
pub(super) fn is_card_range(digits: &[u8]) -> bool {
    let (four, six) = (part(digits, 0, 4), part(digits, 0, 6));
    let lengths = match (four, six) {
        (4000..=4999, _) => [13, 16, 19].as_slice(),
        (3400..=3499 | 3700..=3799, _) => &[15],
        (5100..=5599 | 2221..=2720, _) => &[16],
        // JCB's older numbers.
        (1800 | 2131, _) => &[15],
        (3000..=3059 | 3095 | 3600..=3699 | 3800..=3999, _) => &[14, 16, 17, 18, 19],
        (6011 | 6440..=6599 | 3528..=3589 | 6200..=6299 | 8100..=8171, _) => &[16, 17, 18, 19],
        (2200..=2204, _) => &[16, 17, 18, 19],
        // Maestro, and Dankort beside Visa.
        (5019, _) => &[16],
        (5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763, _) => &[12, 13, 14, 15, 16, 17, 18, 19],
        // RuPay, Troy, Elo, Hipercard, Verve, UATP.
        (6000..=6099 | 8200..=8299 | 5080..=5089 | 9792 | 6370, _) => &[16],
        (_, 506_099..=506_198 | 650_002..=650_027) => &[16, 19],
        _ => &[],
    };
    lengths.contains(&digits.len())
}

/// Digits that a word may call a card, but for Luhn: an industry that issues cards (ISO/IEC 7812-1). Fifteen that
/// begin with 3 are the IMEI of a telephone, unless a range of cards has them.
pub(super) fn is_card_industry(digits: &[u8]) -> bool {
    match digits.first() {
        Some(b'3') => digits.len() != 15,
        Some(first) => matches!(first, b'4'..=b'6'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_pass_and_their_neighbours_do_not() {
        type Check = fn(&[u8]) -> bool;
        let cases: [(&str, Check, &str); 13] = [
            ("us_aba", us_aba, "021000021"),
            ("us_npi", us_npi, "1245319599"),
            ("uk_nhs", uk_nhs, "9434765919"),
            ("nl_bsn", nl_bsn, "111222333"),
            ("pl_pesel", pl_pesel, "44051401359"),
            ("de_tax_id", de_tax_id, "36574261809"),
            ("br_cpf", br_cpf, "39053344705"),
            ("br_cnpj", br_cnpj, "16727230000197"),
            ("za_id", za_id, "7503305044089"),
            ("au_tfn", au_tfn, "123456782"),
            ("ca_sin", ca_sin, "123456782"),
            ("fr_nir", fr_nir, "295109912611193"),
            ("in_aadhaar", in_aadhaar, "234123412346"),
        ];
        for (name, holds, number) in cases {
            assert!(holds(number.as_bytes()), "{name} {number}");
            let (head, last) = number.split_at(number.len() - 1);
            let wrong = format!("{head}{}", (last.parse::<u8>().unwrap() + 1) % 10);
            assert!(!holds(wrong.as_bytes()), "{name} {wrong}");
        }
        assert!(au_medicare(b"2123456701"));
        assert!(us_ssn(b"078051120") && !us_ssn(b"666123456") && us_itin(b"900701234"));
    }
}
