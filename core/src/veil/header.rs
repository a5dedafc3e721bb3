//! The header of a record that is being sealed: room for it first, and the header last, since the count of the fields
//! stands in it.

use std::ops::Range;

use super::edit::Editor;
use crate::json::text;
use crate::token;

/// The characters of a header's token.
const TEXT: usize = token::text_len(token::HEADER);

/// Where `"_fv":"fv1.…",` will stand in the output.
pub(super) struct Room {
    member: Range<usize>,
    token: Range<usize>,
}

impl Room {
    /// Keeps room right behind the brace of the root.
    pub(super) fn keep(editor: &mut Editor<'_>, doc: &[u8], name: &str) -> Self {
        let root = doc.iter().position(|byte| *byte == b'{').map_or(0, |at| at + 1);
        let out = editor.up_to(root);
        let start = out.len();
        text::escape_into(name, out);
        out.extend_from_slice(b":\"");
        let token = out.len()..out.len() + TEXT;
        out.resize(token.end, b' ');
        out.extend_from_slice(b"\",");
        Self { member: start..out.len(), token }
    }

    /// Puts the header there; takes the room away where no field was sealed.
    pub(super) fn fill(self, header: Option<&[u8; token::HEADER]>, out: &mut Vec<u8>) {
        match (header, out.get_mut(self.token)) {
            (Some(header), Some(room)) => token::encode_to(header, room),
            _ => drop(out.drain(self.member)),
        }
    }
}
