//! Machine-readable zones of travel documents (ICAO 9303 parts 4 to 6).

use super::Detector;
use super::edge::reads;
use super::sink::Sink;

/// The most bytes between two lines of a zone: a line break, perhaps with spaces or as an escape.
const MAX_BREAK: usize = 8;

/// The zone whose first line the `<` at `at` stands in.
pub(super) fn examine(text: &[u8], at: usize, sink: &mut Sink<'_>) -> usize {
    let next = at + 1;
    let before = text.get(..at).unwrap_or_default();
    if before.ends_with(b"<") {
        return next; // looked at with the one before it
    }
    let lead = before.iter().rev().take(45).take_while(|byte| is_zone(**byte)).count();
    reads(lead);
    let start = at - lead;
    // The first `<` of a line begins the search; the others belong to what was looked at then.
    if lead > 30 || before.get(start..).is_some_and(|lead| lead.contains(&b'<')) {
        return next;
    }
    let Some(line) = line_at(text, start) else { return next };
    let zone = match line.len() {
        44 => two_lines(text, start, 44),
        36 => two_lines(text, start, 36),
        30 => three_lines(text, start),
        _ => None,
    };
    match zone {
        Some(end) => {
            sink.strong(Detector::Mrz, start..end);
            end
        }
        // The rest of the line cannot begin another one.
        None => next.max(start + line.len()),
    }
}

fn is_zone(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<'
}

/// The characters of a zone that begin at `start`, at most one more than any line has.
fn line_at(text: &[u8], start: usize) -> Option<&[u8]> {
    let from = text.get(start..)?;
    let length = from.iter().take(45).take_while(|byte| is_zone(**byte)).count();
    reads(length);
    from.get(..length)
}

/// The next line of the same length behind a break.
fn line_behind(text: &[u8], end: usize, length: usize) -> Option<(usize, &[u8])> {
    let from = text.get(end..)?;
    let gap = from.iter().take(MAX_BREAK).take_while(|byte| !is_zone(**byte)).count();
    // A break that is written as an escape ends in a letter that is no capital: `\n`.
    let line = line_at(text, end + gap)?;
    // A tag may follow at once: its `<` is none of the zone's.
    let (line, behind) = line.split_at_checked(length)?;
    (gap > 0 && matches!(behind, [] | [b'<'])).then_some((end + gap, line))
}

/// Passports (44 characters) and documents of size TD2 (36): the second line holds the check digits.
fn two_lines(text: &[u8], start: usize, length: usize) -> Option<usize> {
    let first = line_at(text, start)?;
    if !first.first().is_some_and(u8::is_ascii_uppercase) {
        return None;
    }
    let (second, line) = line_behind(text, start + length, length)?;
    let checked = check(line, 0, 9) && check(line, 13, 6) && check(line, 21, 6);
    checked.then_some(second + length)
}

/// Cards of size TD1: number in the first line, dates in the second.
fn three_lines(text: &[u8], start: usize) -> Option<usize> {
    let first = line_at(text, start)?;
    let (second, line) = line_behind(text, start + 30, 30)?;
    let (third, _) = line_behind(text, second + 30, 30)?;
    let checked = check(first, 5, 9) && check(line, 0, 6) && check(line, 8, 6);
    checked.then_some(third + 30)
}

/// Whether the digit behind a field is its check digit (weights 7, 3, 1).
fn check(line: &[u8], from: usize, length: usize) -> bool {
    let Some((field, digit)) =
        line.get(from..=from + length).and_then(|all| all.split_last()).map(|(d, f)| (f, d))
    else {
        return false;
    };
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        _ => 0,
    };
    let sum: u32 =
        field.iter().zip([7, 3, 1].into_iter().cycle()).map(|(byte, weight)| value(*byte) * weight).sum();
    u32::from(*digit) == u32::from(b'0') + sum % 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_the_specimen_in_icao_9303() {
        let line = b"L898902C36UTO7408122F1204159ZE184226B<<<<<10";
        assert!(check(line, 0, 9) && check(line, 13, 6) && check(line, 21, 6));
        assert!(!check(line, 1, 9));
    }
}
