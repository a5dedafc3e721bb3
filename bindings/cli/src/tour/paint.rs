//! Colour, where there is a terminal that wants it.

use std::io::{self, IsTerminal as _};

/// Whether to colour.
#[derive(Clone, Copy)]
pub(crate) struct Paint(bool);

/// What a piece of text is, and so how it looks.
#[derive(Clone, Copy)]
pub(crate) enum Tone {
    Head,
    Quiet,
    Plain,
    Token,
    Masked,
    Revealed,
    Good,
    Bad,
}

impl Paint {
    /// Colour if standard output is a terminal and `NO_COLOR` is not set.
    pub(crate) fn of_stdout() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self(io::stdout().is_terminal() && !refused)
    }

    /// The text in its tone.
    pub(crate) fn tone(self, tone: Tone, text: &str) -> String {
        let code = match tone {
            Tone::Head => "1",
            Tone::Quiet => "2",
            Tone::Plain => "0",
            Tone::Token => "36",
            Tone::Masked => "33",
            Tone::Revealed => "35",
            Tone::Good => "1;32",
            Tone::Bad => "1;31",
        };
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
