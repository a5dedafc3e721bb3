//! French social security numbers of people born in Corsica, whose department is written `2A` or `2B`.
//!
//! Source: INSEE, "Numéro de sécurité sociale ou NIR": the key is computed with 19 for `2A` and 18 for `2B`.

use super::Detector;
use super::edge::{may_begin, may_end};
use super::national;
use super::sink::Sink;
use super::words::Word;

/// The lengths of the groups that a NIR is written in; the department is the fourth.
const GROUPS: [usize; 7] = [1, 2, 2, 2, 3, 3, 2];

/// What stands before the department: `2 89 04 `.
const LEAD: usize = 8;

/// Fifteen characters with the department in the sixth and seventh place.
pub(super) fn is_nir(text: &[u8]) -> bool {
    let Ok(mut digits) = <[u8; 15]>::try_from(text) else { return false };
    let number = match digits.get(5..7) {
        Some(b"2A") => b"19",
        Some(b"2B") => b"18",
        _ => return false,
    };
    digits.get_mut(5..7).into_iter().for_each(|department| department.copy_from_slice(number));
    digits.iter().all(u8::is_ascii_digit) && national::fr_nir(&digits)
}

/// `2 89 04 2A 342 163 90`, where the word is its department.
pub(super) fn with_spaces(text: &[u8], word: Word, sink: &mut Sink<'_>) {
    let length = GROUPS.iter().sum::<usize>() + GROUPS.len() - 1;
    let Some(start) = word.start.checked_sub(LEAD) else { return };
    let end = start + length;
    let Some(mut form) = text.get(start..end) else { return };
    let mut compact = [0; 15];
    let mut to = compact.iter_mut();
    for length in GROUPS {
        let Some((group, rest)) = form.split_at_checked(length) else { return };
        group.iter().zip(to.by_ref()).for_each(|(from, to)| *to = *from);
        form = match rest {
            [b' ' | b'-', rest @ ..] => rest,
            [] => rest,
            _ => return,
        };
    }
    compact.make_ascii_uppercase();
    if is_nir(&compact) && may_begin(text, start) && may_end(text, end) {
        sink.strong(Detector::FrNir, start..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_counts_the_department_as_a_number() {
        assert!(is_nir(b"289042A34216390") && is_nir(b"289042B34216320"));
        assert!(!is_nir(b"289042A34216320") && !is_nir(b"289042C34216390") && !is_nir(b"289041934216390"));
    }
}
