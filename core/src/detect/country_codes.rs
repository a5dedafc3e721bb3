//! Country codes of telephone numbers.
//!
//! Source: ITU, "List of Recommendation ITU-T E.164 assigned country codes", annex to Operational Bulletin
//! No. 1114, with the codes assigned since. Spare, reserved and withdrawn codes are left out.

/// Codes of one digit: North America; Kazakhstan and Russia.
const ONE: [u16; 2] = [1, 7];

/// Codes of two digits, rising.
const TWO: [u16; 44] = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58,
    60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// Codes of three digits, as ranges with their ends, rising.
const THREE: [(u16, u16); 32] = [
    (211, 213),
    (216, 216),
    (218, 218),
    (220, 258),
    (260, 269),
    (290, 291),
    (297, 299),
    (350, 359),
    (370, 383),
    (385, 387),
    (389, 389),
    (420, 421),
    (423, 423),
    (500, 509),
    (590, 599),
    (670, 670),
    (672, 683),
    (685, 692),
    (800, 800),
    (808, 808),
    (850, 850),
    (852, 853),
    (855, 856),
    (870, 870),
    (878, 878),
    (880, 883),
    (886, 886),
    (960, 968),
    (970, 977),
    (979, 979),
    (992, 996),
    (998, 998),
];

/// How many of the first digits (ASCII, without `+`) are a country code; 0 if none is.
pub(crate) fn length(digits: impl Iterator<Item = u8>) -> usize {
    let mut code = 0;
    for (length, digit) in (1..=3).zip(digits) {
        code = code * 10 + u16::from(digit.wrapping_sub(b'0'));
        let assigned = match length {
            1 => ONE.contains(&code),
            2 => TWO.binary_search(&code).is_ok(),
            _ => {
                let range = THREE.partition_point(|(_, last)| *last < code);
                THREE.get(range).is_some_and(|(first, _)| *first <= code)
            }
        };
        if assigned {
            return length;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_prefix_free() {
        for (text, expected) in
            [("1555", 1), ("7495", 1), ("49170", 2), ("358401", 3), ("9991", 0), ("21", 0), ("", 0)]
        {
            assert_eq!(length(text.bytes()), expected, "{text}");
        }
        assert!(TWO.is_sorted() && THREE.is_sorted_by(|one, next| one.0 <= one.1 && one.1 < next.0));
        let short =
            ONE.iter().map(|c| (*c * 100, *c * 100 + 99)).chain(TWO.iter().map(|c| (*c * 10, *c * 10 + 9)));
        for (first, last) in short {
            assert!(!THREE.iter().any(|(from, to)| *from <= last && first <= *to), "{first}-{last}");
        }
    }
}
