//! Over a subtree in which nothing can be selected: no states, no names, but every byte still validated.

use crate::json::{Invalid, Tokens, scalar};
use crate::limits::MAX_DEPTH;

/// The end of the container whose bracket was the last token; at most `room` containers may stand in each other.
pub(super) fn container(
    doc: &[u8],
    tokens: &mut Tokens<'_>,
    object: bool,
    room: usize,
) -> Result<usize, Invalid> {
    // The cursor lives in registers: a field would be stored and loaded again for every token.
    let mut known = tokens.rest();
    let mut read = 0;
    macro_rules! token {
        () => {{
            if known.get(read).is_none() {
                known = tokens.more()?;
                read = 0;
            }
            let token = known.get(read).copied().unwrap_or_default();
            read += 1;
            token as usize
        }};
    }

    let mut kinds = Kinds::default();
    let mut in_object = object;
    let mut depth = 1;
    if depth > room {
        return Err(Invalid);
    }
    let mut at = token!();
    let mut empty = closes(doc, at, in_object);
    loop {
        if !empty {
            if in_object {
                if doc.get(at) != Some(&b'"') {
                    return Err(Invalid);
                }
                let colon = token!();
                if doc.get(colon) != Some(&b':') {
                    return Err(Invalid);
                }
                at = token!();
            }
            match doc.get(at) {
                Some(b'"') => {}
                Some(bracket @ (b'{' | b'[')) => {
                    kinds.push(in_object, depth);
                    in_object = *bracket == b'{';
                    depth += 1;
                    if depth > room {
                        return Err(Invalid);
                    }
                    at = token!();
                    empty = closes(doc, at, in_object);
                    continue;
                }
                _ => {
                    scalar::end(doc, at).ok_or(Invalid)?;
                }
            }
            at = token!();
        }
        empty = false;
        // What follows a child: brackets that close, then a comma.
        while doc.get(at) != Some(&b',') {
            if !closes(doc, at, in_object) {
                return Err(Invalid);
            }
            depth -= 1;
            if depth == 0 {
                tokens.take(read);
                return Ok(at + 1);
            }
            in_object = kinds.get(depth);
            at = token!();
        }
        at = token!();
    }
}

#[inline]
fn closes(doc: &[u8], at: usize, object: bool) -> bool {
    doc.get(at) == Some(if object { &b'}' } else { &b']' })
}

/// Whether each open container is an object: a bit each, as deep as a document may be set to nest.
#[derive(Default)]
struct Kinds([u64; MAX_DEPTH / 64 + 1]);

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
