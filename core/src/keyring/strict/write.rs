//! Writing a document: as a MAC wants it, and as people do.

use super::Node;

impl Node<'_> {
    /// The canonical form (RFC 8785): sorted members, no white space.
    pub(in crate::keyring) fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(None, &mut out);
        out
    }

    /// The form that people read: members as they were given, an indent of two.
    pub(in crate::keyring) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(Some(0), &mut out);
        out.push('\n');
        out
    }

    /// Writes the canonical form, or the pretty one at a level of indent.
    fn write(&self, level: Option<usize>, out: &mut String) {
        let inner = level.map(|level| level + 1);
        match self {
            Self::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                if level.is_none() {
                    // All names are ASCII: the order of their bytes is the order of RFC 8785.
                    members.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
                }
                write_list(out, ['{', '}'], level, members.into_iter(), |(name, node), out| {
                    write_text(name, out);
                    out.push_str(if level.is_some() { ": " } else { ":" });
                    node.write(inner, out);
                });
            }
            Self::Array(nodes) => {
                write_list(out, ['[', ']'], level, nodes.iter(), |node, out| node.write(inner, out))
            }
            Self::Text(text) => write_text(text, out),
            Self::Integer(integer) => out.push_str(&integer.to_string()),
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

fn write_list<T>(
    out: &mut String,
    [open, close]: [char; 2],
    level: Option<usize>,
    items: impl ExactSizeIterator<Item = T>,
    mut write: impl FnMut(T, &mut String),
) {
    let empty = items.len() == 0;
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        new_line(level.map(|level| level + 1), out);
        write(item, out);
    }
    new_line(level.filter(|_| !empty), out);
    out.push(close);
}

fn new_line(level: Option<usize>, out: &mut String) {
    if let Some(level) = level {
        out.push('\n');
        out.push_str(&"  ".repeat(level));
    }
}
