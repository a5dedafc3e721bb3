//! Several forms of one record side by side, a row a member, in 100 columns.

use std::io::{self, Write};

use serde_json::Value;

use super::paint::{Paint, Tone};

/// The widths of the five columns; with the margin and four gaps they make 97.
const WIDTHS: [usize; 5] = [14, 19, 16, 19, 19];

/// Forms of one record, each under its title; the first is the plain one.
pub(crate) struct Table<'a> {
    forms: Vec<(&'a str, Vec<(String, String)>)>,
}

impl<'a> Table<'a> {
    /// The forms, as JSON texts.
    ///
    /// # Errors
    /// Where one of them is no JSON.
    pub(crate) fn new(forms: &[(&'a str, &[u8])]) -> serde_json::Result<Self> {
        let flat = |(title, text): &(&'a str, &[u8])| {
            let mut members = Vec::new();
            flatten(String::new(), &serde_json::from_slice(text)?, &mut members);
            Ok((*title, members))
        };
        Ok(Self { forms: forms.iter().map(flat).collect::<serde_json::Result<_>>()? })
    }

    /// Writes it.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub(crate) fn write(&self, out: &mut dyn Write, paint: Paint) -> io::Result<()> {
        let titles = std::iter::once("member").chain(self.forms.iter().map(|(title, _)| *title));
        line(out, titles.map(|title| (title.to_owned(), paint, Tone::Head)))?;
        let rule = WIDTHS.map(|width| ("─".repeat(width), paint, Tone::Quiet));
        line(out, rule.into_iter())?;
        for name in self.names() {
            let plain = self.forms.first().and_then(|form| cell(form, name));
            let changed = self.forms.iter().any(|form| cell(form, name) != plain);
            let cells = self.forms.iter().enumerate().map(|(column, form)| {
                let text = cell(form, name).unwrap_or_default();
                (text.to_owned(), paint, tone(column, text, plain, changed))
            });
            let head = (name.to_owned(), paint, if changed { Tone::Head } else { Tone::Quiet });
            line(out, std::iter::once(head).chain(cells))?;
        }
        Ok(())
    }

    /// The members of all forms: those of the longest, since the others lack some of them.
    fn names(&self) -> impl Iterator<Item = &str> {
        let longest = self.forms.iter().max_by_key(|(_, members)| members.len());
        longest.into_iter().flat_map(|(_, members)| members.iter().map(|(name, _)| name.as_str()))
    }
}

/// What a cell says to the eye.
fn tone(column: usize, text: &str, plain: Option<&str>, changed: bool) -> Tone {
    match () {
        () if !changed => Tone::Quiet,
        () if column == 0 => Tone::Plain,
        () if text.starts_with("fv1.") => Tone::Token,
        () if Some(text) == plain => Tone::Revealed,
        () => Tone::Masked,
    }
}

fn cell<'f>((_, members): &'f (&str, Vec<(String, String)>), name: &str) -> Option<&'f str> {
    members.iter().find(|(member, _)| member == name).map(|(_, text)| text.as_str())
}

fn flatten(name: String, value: &Value, members: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (member, inner) in object {
                let dot = if name.is_empty() { "" } else { "." };
                flatten(format!("{name}{dot}{member}"), inner, members);
            }
        }
        Value::String(text) => members.push((name, text.clone())),
        other => members.push((name, other.to_string())),
    }
}

fn line(out: &mut dyn Write, cells: impl Iterator<Item = (String, Paint, Tone)>) -> io::Result<()> {
    // Space is written only before a cell that has something to say, so that no line ends in it.
    let mut space = 2;
    for ((text, paint, tone), width) in cells.zip(WIDTHS) {
        let text = fit(&text, width);
        let used = text.chars().count();
        if used > 0 {
            write!(out, "{}{}", " ".repeat(space), paint.tone(tone, &text))?;
            space = 0;
        }
        space += width + 2 - used;
    }
    writeln!(out)
}

/// The text in so many columns, its end cut off if it must be.
fn fit(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
