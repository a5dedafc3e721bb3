//! Patterns of personal data and secrets, with an engine that has compiled them.

/// The engine with all of its recognizers.
pub struct Engine(redact_core::AnalyzerEngine);

impl Engine {
    pub fn new() -> Self {
        Self(redact_core::AnalyzerEngine::new())
    }

    /// The kinds and byte ranges of everything that is found.
    pub fn find(&self, text: &str) -> Vec<(String, usize, usize)> {
        let found = self.0.analyze(text, None).expect("a text can be analyzed").detected_entities;
        found.into_iter().map(|entity| (format!("{:?}", entity.entity_type), entity.start, entity.end)).collect()
    }
}

impl Default for Engine {
    fn default() -> Self {
        Self::new()
    }
}
