//! Over a subtree in which nothing can be selected: no states, no names, but every byte still validated.

use crate::json::{Invalid, Tokens, scalar};

/// The end of the container whose bracket was the last token; at most `room` containers may stand in each other.
pub(super) fn container(
    doc: &[u8],
    tokens: &mut Tokens<'_>,
    object: bool,
    room: usize,
) -> Result<usize, Invalid> {
    let mut open = Kinds::default();
    let mut in_object = object;
    let mut depth = 1;
    if depth > room {
        return Err(Invalid);
    }
    let mut at = tokens.expect()?;
    let mut fresh = true;
    loop {
        // A child, or the bracket that closes an empty container.
        if !(fresh && closes(doc.get(at), in_object)) {
            fresh = false;
            if in_object {
                if doc.get(at) != Some(&b'"') {
                    return Err(Invalid);
                }
                tokens.expect()?;
                let colon = tokens.expect()?;
                if doc.get(colon) != Some(&b':') {
                    return Err(Invalid);
                }
                at = tokens.expect()?;
            }
            match doc.get(at) {
                Some(b'"') => {
                    tokens.expect()?;
                }
                Some(bracket @ (b'{' | b'[')) => {
                    open.push(in_object, depth);
                    in_object = *bracket == b'{';
                    depth += 1;
                    if depth > room {
                        return Err(Invalid);
                    }
                    fresh = true;
                    at = tokens.expect()?;
                    continue;
                }
                _ => {
                    scalar::end(doc, at).ok_or(Invalid)?;
                }
            }
            at = tokens.expect()?;
        }
        // What follows a child: brackets that close, then a comma.
        while doc.get(at) != Some(&b',') || fresh {
            fresh = false;
            if !closes(doc.get(at), in_object) {
                return Err(Invalid);
            }
            depth -= 1;
            if depth == 0 {
                return Ok(at + 1);
            }
            in_object = open.get(depth);
            at = tokens.expect()?;
        }
        at = tokens.expect()?;
    }
}

#[inline]
fn closes(byte: Option<&u8>, object: bool) -> bool {
    byte == Some(if object { &b'}' } else { &b']' })
}

/// Whether each open container is an object: a bit each, as deep as a document may be set to nest.
#[derive(Default)]
struct Kinds([u64; crate::limits::MAX_DEPTH / 64]);

impl Kinds {
    #[inline]
    fn push(&mut self, object: bool, depth: usize) {
        if let Some(word) = self.0.get_mut(depth / 64) {
            *word = *word & !(1 << (depth % 64)) | u64::from(object) << (depth % 64);
        }
    }

    #[inline]
    fn get(&self, depth: usize) -> bool {
        self.0.get(depth / 64).is_some_and(|word| word >> (depth % 64) & 1 != 0)
    }
}
