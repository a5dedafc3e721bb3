//! Where a finding may begin and end.

/// The most bytes between two groups of digits that belong together.
pub(super) const MAX_BETWEEN: usize = 3;

/// An ASCII letter or digit: nothing that is found ends in the middle of a run of these.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// The first bytes of a text that a condition holds for, at most so many.
pub(super) fn runs_from(text: &[u8], most: usize, holds: impl Fn(u8) -> bool) -> &[u8] {
    let length = text.iter().take(most).take_while(|byte| holds(**byte)).count();
    reads(length);
    text.get(..length).unwrap_or_default()
}

/// Says that so many bytes were looked at. Tests count them: that the work is linear in the text is then no matter of
/// a clock.
pub(super) fn reads(bytes: usize) {
    #[cfg(test)]
    READ.with(|read| read.set(read.get() + bytes));
    #[cfg(not(test))]
    let _ = bytes;
}

#[cfg(test)]
thread_local! {
    pub(super) static READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Whether a number may begin at `at`: not behind a letter, a digit or a `+`, nor behind a digit and `.` or `-`.
pub(super) fn may_begin(text: &[u8], at: usize) -> bool {
    match text.get(..at).unwrap_or_default() {
        [.., byte, b'.' | b'-'] => !byte.is_ascii_digit(),
        [.., byte] => !is_word(*byte) && !matches!(byte, b'+' | b'.'),
        [] => true,
    }
}

/// Whether a number may end at `at`: not before a letter or digit, nor before `-` and one, or `.` and a digit.
pub(super) fn may_end(text: &[u8], at: usize) -> bool {
    match text.get(at..).unwrap_or_default() {
        [b'-', byte, ..] => !is_word(*byte),
        [b'.', byte, ..] => !byte.is_ascii_digit(),
        [byte, ..] => !is_word(*byte),
        [] => true,
    }
}

/// The word before `at`, behind a few marks as in `version: 1` or `"version":"1"`, in a window that is bounded.
pub(super) fn word_before(text: &[u8], at: usize) -> &[u8] {
    let mut before = text.get(at.saturating_sub(24)..at).unwrap_or_default();
    for _ in 0..4 {
        match before {
            [rest @ .., b' ' | b'.' | b'/' | b':' | b'=' | b'"' | b'\'' | b'('] => before = rest,
            _ => break,
        }
    }
    let length = before.iter().rev().take_while(|byte| is_word(**byte)).count();
    before.get(before.len() - length..).unwrap_or_default()
}
