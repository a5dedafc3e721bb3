//! Patterns of personal data and secrets.

/// The kinds and byte ranges of everything that is found.
pub fn find(text: &str) -> Vec<(String, usize, usize)> {
    let found = datafog_core::scan(text);
    found.into_iter().map(|it| (it.entity_type, it.byte_range.start, it.byte_range.end)).collect()
}
