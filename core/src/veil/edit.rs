//! The output of a verb: the document's own bytes, with places replaced, inserted and taken out.

use std::ops::Range;

use zeroize::Zeroizing;

use super::found::{Found, Layer};
use crate::error::{Error, ErrorCode, Result};
use crate::json::text;
use crate::policy::{RuleSet, ShadowRole};

/// What a token is longer than what it holds, about; for the first guess at the output's size.
pub(super) const GROWTH: usize = 128;

/// Which comma goes with a member that is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comma {
    /// The one in front where an earlier sibling stays, else the one behind; white space goes with it.
    Near,
    /// The one behind, or the one in front of a last member; white space stays.
    Behind,
}

impl Comma {
    /// The comma that was written with a shadow.
    pub(super) fn of(rules: &RuleSet, shadow: usize) -> Self {
        match rules.shadows.get(shadow) {
            Some(ShadowRole::Header) => Self::Behind,
            _ => Self::Near,
        }
    }
}

/// Copies a document in one pass from its beginning to its end, or notes what is to be done to it; places come in
/// document order.
pub(super) struct Editor<'d> {
    doc: &'d [u8],
    out: Vec<u8>,
    /// Everything before this offset is decided.
    done: usize,
    /// What is done to each place, where nothing is copied.
    changes: Option<Vec<Change>>,
}

/// What is done to one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    /// Where the place begins in the document.
    pub(super) place: usize,
    pub(super) how: How,
    /// Where its text begins in what was written; it ends where the next one's begins.
    pub(super) from: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Another value stands there.
    Replaced,
    /// The member or element is gone.
    Removed,
    /// A member follows it; its text begins with a comma.
    Followed,
}

impl<'d> Editor<'d> {
    /// Begins a copy of `doc` that will grow by about `growth` bytes.
    pub(super) fn new(doc: &'d [u8], growth: usize) -> Self {
        Self { doc, out: Vec::with_capacity(doc.len() + growth), done: 0, changes: None }
    }

    /// Notes what is done to each place, for somebody else to do; copies nothing.
    pub(super) fn noting(doc: &'d [u8], growth: usize) -> Self {
        Self { changes: Some(Vec::with_capacity(8)), out: Vec::with_capacity(growth), ..Self::new(doc, 0) }
    }

    /// Copies up to `range` and steps over it; the caller appends what stands there instead.
    pub(super) fn replace(&mut self, range: &Range<usize>) -> &mut Vec<u8> {
        if self.note(range.start, How::Replaced) {
            return &mut self.out;
        }
        self.copy_to(range.start);
        self.done = range.end;
        &mut self.out
    }

    /// Right behind a value, replaced or not; the caller appends a comma and a member.
    pub(super) fn follow(&mut self, range: &Range<usize>) -> &mut Vec<u8> {
        if !self.note(range.start, How::Followed) {
            self.copy_to(range.end);
        }
        &mut self.out
    }

    /// Works on the document inside a string, and puts it back, escaped anew, if that changed it.
    ///
    /// # Errors
    /// Those of the work.
    pub(super) fn inside(
        &mut self,
        found: &Found,
        inner: &Layer<'_>,
        work: impl FnOnce(&mut Editor<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut nested = Editor::new(&inner.doc, GROWTH * inner.found.len());
        work(&mut nested)?;
        let inside = Zeroizing::new(nested.finish());
        if *inside != *inner.doc {
            let inside = simdutf8::basic::from_utf8(&inside).map_err(|_| {
                Error::new(ErrorCode::Internal, "a decoded string is no longer text; please report this")
            })?;
            text::escape_into(inside, self.replace(&found.value));
        }
        Ok(())
    }

    /// Takes a member or element out. The root cannot be taken out: it becomes `null`.
    pub(super) fn remove(&mut self, found: &Found, comma: Comma) {
        if found.depth == 0 {
            self.replace(&found.value).extend_from_slice(b"null");
            return;
        }
        if self.note(found.value.start, How::Removed) {
            return;
        }
        let after = self.comma_behind(found.value.end);
        match comma {
            Comma::Near if found.before < self.done => self.remove_behind_header(found, after),
            Comma::Near if found.kept => self.drop(found.before..found.value.end),
            Comma::Near => self.drop(found.before + 1..after.map_or(found.value.end, |comma| comma + 1)),
            Comma::Behind => match after {
                Some(comma) => {
                    self.drop(found.start..found.value.end);
                    self.drop(comma..comma + 1);
                }
                None => {
                    if found.kept {
                        self.drop(found.before..found.before + 1);
                    }
                    self.drop(found.start..found.value.end);
                }
            },
        }
    }

    /// Takes a member out whose comma in front has gone with a header already: another one goes with it.
    fn remove_behind_header(&mut self, found: &Found, after: Option<usize>) {
        if let Some(comma) = after {
            self.drop(found.start..comma + 1);
            return;
        }
        self.drop(found.start..found.value.end);
        if found.kept
            && let Some(comma) = self.out.iter().rposition(|byte| *byte == b',')
        {
            self.out.remove(comma);
        }
    }

    /// Copies up to `offset`; the caller appends what is inserted there.
    pub(super) fn up_to(&mut self, offset: usize) -> &mut Vec<u8> {
        self.copy_to(offset);
        &mut self.out
    }

    /// Copies the rest; returns the whole.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.copy_to(self.doc.len());
        self.out
    }

    /// What was noted, and all texts behind one another.
    pub(super) fn noted(self) -> (Vec<Change>, Vec<u8>) {
        (self.changes.unwrap_or_default(), self.out)
    }

    /// Whether changes are noted only.
    pub(super) fn notes(&self) -> bool {
        self.changes.is_some()
    }

    /// Whether changes are noted only; this one is.
    fn note(&mut self, place: usize, how: How) -> bool {
        let Some(changes) = &mut self.changes else { return false };
        changes.push(Change { place, how, from: self.out.len() });
        true
    }

    fn drop(&mut self, range: Range<usize>) {
        self.copy_to(range.start);
        self.done = self.done.max(range.end);
    }

    fn copy_to(&mut self, offset: usize) {
        // Nothing where a comma went with the member before.
        if let Some(bytes) = self.doc.get(self.done..offset) {
            self.out.extend_from_slice(bytes);
            self.done = offset;
        }
    }

    /// The offset of the comma that follows a value, if one does.
    fn comma_behind(&self, end: usize) -> Option<usize> {
        let rest = self.doc.get(end..)?;
        let gap = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))?;
        (rest.get(gap) == Some(&b',')).then_some(end + gap)
    }
}
