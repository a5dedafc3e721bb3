//! `iban`: the country and the last four.

use super::keep_ends::Ends;
use super::pen::Pen;
use crate::detect::bank;

/// An IBAN (ISO 13616). One with a wrong structure or wrong check digits is none.
pub(super) fn write(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let counted = bank::iban(text)?;
    let mut pen = Pen::open(out);
    let ends = Ends { first: 2, last: 4 };
    ends.write_plain(text, counted, b'*', |byte| byte.is_ascii_alphanumeric(), &mut pen);
    pen.close();
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let mut out = Vec::new();
        write(text, &mut out)?;
        Some(serde_json::from_slice(&out).unwrap())
    }

    #[test]
    fn country_and_last_four() {
        assert_eq!(shown("DE89370400440532013000").unwrap(), "DE****************3000");
        assert_eq!(shown("GB29 NWBK 6016 1331 9268 19").unwrap(), "GB** **** **** **** **68 19");
        assert_eq!(
            shown("DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00").unwrap(),
            "DE**\u{a0}****\u{a0}****\u{a0}****\u{a0}**30\u{a0}00"
        );
        assert_eq!(shown("no93 8601 1117 947").unwrap(), "no** **** ***7 947");
    }

    #[test]
    fn what_is_no_iban_does_not_fit() {
        let strange = ["", "DE", "DE88370400440532013000", "DE8937040044053201300", "XX89370400440532013000"];
        for text in
            strange.into_iter().chain(["DE89 3704 0044 0532 0130 00 of Maria", "ДЕ89370400440532013000"])
        {
            assert_eq!(shown(text), None, "{text:?}");
        }
    }
}
