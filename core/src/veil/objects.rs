//! The verbs over a host language's own objects: what the rules select is taken out as JSON text, worked on as in any
//! document, and put back.

use std::result::Result as StdResult;

use zeroize::Zeroizing;

use super::edit::{Change, Editor, GROWTH, How};
use super::found::{Layer, find_in_tree};
use super::plan::{self, Case, Plan};
use super::session::Session;
use super::tally::Tally;
use super::{Action, DecryptOptions, EncryptOptions, Existing, Veil, Verb, decrypt, encrypt, mask};
use crate::error::{Error, ErrorCode, Result};
use crate::json::text;
use crate::limits::Limits;
use crate::path::Slots;
use crate::report::Report;
use crate::token;
use crate::tree::{self, Tree};

impl Verb {
    /// As [`run`](Self::run), over a host's own objects: the tree's copy becomes the answer.
    ///
    /// # Errors
    /// As the verb, without a position in a text; and the host's own.
    pub fn run_on<T: Tree>(&self, veil: &Veil, tree: &mut T) -> StdResult<(), T::Error> {
        if self.walks(veil) {
            return self.walk(veil, tree).map(drop);
        }
        let text = tree::to_json(tree)?;
        let answer = tree.away(text.len(), || self.run(veil, &text))?;
        tree::replace(tree, &answer)
    }

    /// As [`run_on`](Self::run_on), with a report of what was done.
    ///
    /// # Errors
    /// As [`run_on`](Self::run_on).
    pub fn run_on_with_report<T: Tree>(&self, veil: &Veil, tree: &mut T) -> StdResult<Report, T::Error> {
        if self.walks(veil) {
            let view = if let Self::Mask(options) = self { Some(options.view_name()) } else { None };
            return Ok(self.walk(veil, tree)?.report(veil.policy.compiled(), view));
        }
        let text = tree::to_json(tree)?;
        let (answer, report) = tree.away(text.len(), || self.run_with_report(veil, &text))?;
        tree::replace(tree, &answer)?;
        Ok(report)
    }

    /// Whether the objects can be walked. Whatever looks at the document beside its places needs it whole, as text.
    fn walks(&self, veil: &Veil) -> bool {
        let policy = veil.policy.compiled();
        let whole = match self {
            Self::Encrypt(options) => options.existing == Existing::Keep,
            Self::Reencrypt(_) => true,
            Self::Mask(_) | Self::Decrypt(_) => false,
        };
        // The size in bytes is one of the text.
        let sized = policy.limits.document != Limits::default().document;
        policy.rules.selection.walks_trees()
            && policy.moved.is_empty()
            && veil.subjects.is_none()
            && !(whole || sized)
    }

    fn walk<T: Tree>(&self, veil: &Veil, tree: &mut T) -> StdResult<Tally, T::Error> {
        let policy = veil.policy.compiled();
        let plan = match self {
            Self::Mask(options) => Plan::of_view(policy, policy.view(options.view.as_deref())?),
            Self::Encrypt(_) => Plan::of(plan::Verb::Encrypt, policy),
            Self::Decrypt(_) | Self::Reencrypt(_) => Plan::of(plan::Verb::Decrypt, policy),
        };
        let (layer, slots) = find_in_tree(tree, &plan)?;
        let work = || Session::begin(veil)?.on_excerpt(self, &layer);
        let (changes, tally) = tree.away(layer.doc.len(), work)?;
        changes.make(tree, slots)?;
        Ok(tally)
    }
}

impl Session<'_> {
    /// What a verb does to the places of an excerpt.
    fn on_excerpt(&self, verb: &Verb, layer: &Layer<'_>) -> Result<(Changes, Tally)> {
        let (policy, doc) = (self.veil.policy.compiled(), &*layer.doc);
        let call = match verb {
            Verb::Mask(options) => self.showing(doc, options)?.0,
            Verb::Encrypt(EncryptOptions { subject, audit, .. }) => {
                self.call(Action::Encrypted, doc, subject.as_ref(), audit.as_ref())?
            }
            Verb::Decrypt(DecryptOptions { subject, audit, .. }) => {
                self.call(Action::Decrypted, doc, subject.as_ref(), audit.as_ref())?
            }
            Verb::Reencrypt(_) => return Err(lost()),
        };
        self.run(&call, |keys, tally| {
            let mut editor = Editor::noting(doc, GROWTH * (layer.found.len() + 1));
            let mut header = None;
            match verb {
                Verb::Mask(options) => {
                    let view = policy.view(options.view.as_deref())?;
                    let case = Case { policy, keys, caller: &options.context, doc };
                    mask::show(&case, view, &self.veil.functions, layer, &mut editor, tally)?;
                }
                Verb::Encrypt(options) => {
                    let case = Case { policy, keys, caller: &options.context, doc };
                    encrypt::no_header(policy, layer)?;
                    header = encrypt::store(&case, options.existing, layer, &mut editor, tally)?;
                }
                Verb::Decrypt(options) => {
                    let case = Case { policy, keys, caller: &options.context, doc };
                    decrypt::restore(&case, options.partial, layer, &mut editor, tally)?;
                }
                Verb::Reencrypt(_) => return Err(lost()),
            }
            let (places, texts) = editor.noted();
            let header = header.map(|header| member(&policy.header, &header));
            Ok(Changes { places, texts: Zeroizing::new(texts), header })
        })
    }
}

/// What is to be done to the places of a document.
struct Changes {
    places: Vec<Change>,
    texts: Zeroizing<Vec<u8>>,
    /// An object of one member, the header that is new.
    header: Option<Vec<u8>>,
}

impl Changes {
    /// From the last to the first, so that an element which is taken out moves none that is still to come.
    fn make<T: Tree>(&self, tree: &mut T, mut slots: Slots<T::Slot>) -> StdResult<(), T::Error> {
        let mut end = self.texts.len();
        for change in self.places.iter().rev() {
            let text = self.texts.get(change.from..end).unwrap_or_default();
            end = change.from;
            while slots.last().is_some_and(|(place, _)| *place > change.place) {
                slots.pop();
            }
            let slot = slots.last().filter(|(place, _)| *place == change.place);
            let (_, slot) = slot.ok_or_else(lost)?;
            match change.how {
                How::Replaced => tree.replace(slot, text)?,
                How::Removed => tree.remove(slot)?,
                How::Followed => {
                    let member = text.strip_prefix(b",").unwrap_or_default();
                    tree.insert(Some(slot), &[b"{", member, b"}"].concat())?;
                }
            }
        }
        match &self.header {
            Some(header) => tree.insert(None, header),
            None => Ok(()),
        }
    }
}

/// `{"_fv":"fv1.…"}`
fn member(name: &str, header: &[u8; token::HEADER]) -> Vec<u8> {
    let mut member = vec![b'{'];
    text::escape_into(name, &mut member);
    member.extend_from_slice(b":\"");
    token::encode_into(header, &mut member);
    member.extend_from_slice(b"\"}");
    member
}

fn lost() -> Error {
    Error::new(ErrorCode::Internal, "a place was lost; please report it")
}
