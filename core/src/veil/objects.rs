//! The verbs over a host language's own objects: what the rules select is taken out as JSON text, worked on as in any
//! document, and put back.

use std::result::Result as StdResult;

use zeroize::Zeroizing;

use super::edit::{Change, Editor, GROWTH, How};
use super::find::{InTree, find_in_tree};
use super::found::Layer;
use super::plan::{self, Plan};
use super::session::Session;
use super::tally::Tally;
use super::{
    Action, DecryptOptions, EncryptOptions, Existing, ReencryptOptions, Veil, Verb, decrypt, encrypt, mask,
    reencrypt,
};
use crate::context::Context;
use crate::error::{Error, ErrorCode, Result};
use crate::json::text;
use crate::limits::Limits;
use crate::path::Slots;
use crate::report::Report;
use crate::token;
use crate::tree::{Document, Tree};

impl Verb {
    /// As [`run`](Self::run), over a host's own objects: the tree's copy becomes the answer.
    ///
    /// # Errors
    /// As the verb, without a position in a text; and the host's own.
    pub fn run_on<T: Tree>(&self, veil: &Veil, tree: &mut T) -> StdResult<(), T::Error> {
        self.walk(veil, tree).map(drop)
    }

    /// As [`run_on`](Self::run_on), with a report of what was done.
    ///
    /// # Errors
    /// As [`run_on`](Self::run_on).
    pub fn run_on_with_report<T: Tree>(&self, veil: &Veil, tree: &mut T) -> StdResult<Report, T::Error> {
        let view = if let Self::Mask(options) = self { Some(options.view_name()) } else { None };
        Ok(self.walk(veil, tree)?.report(veil.policy.compiled(), view))
    }

    /// As [`run_many`](Self::run_many), over texts and objects side by side: a text is answered with a text, and the
    /// copy of a tree becomes the answer. `away` runs what takes time and touches no object of the host.
    pub fn run_on_many<T: Tree>(
        &self,
        veil: &Veil,
        documents: &mut [Document<'_, T>],
        contexts: &[Context],
        away: impl FnOnce(&mut (dyn FnMut() + Send)),
    ) -> Vec<StdResult<Option<Vec<u8>>, T::Error>> {
        let (jobs, slots): (Vec<_>, Vec<_>) = documents.iter_mut().map(|it| self.job(veil, it)).unzip();
        let mut results = Vec::new();
        away(&mut || {
            results =
                veil.many(&jobs, |session, job, index| job.run(session, &self.under(contexts.get(index))));
        });
        let put = |((document, slots), result): ((&mut Document<'_, T>, Taken<T>), _)| {
            let slots = slots?;
            match (document, result?) {
                (Document::Objects(tree), Done::Changes(changes)) => {
                    changes.make(*tree, slots).map(|()| None)
                }
                (_, Done::Text(text)) => Ok(Some(text)),
                _ => Err(lost().into()),
            }
        };
        documents.iter_mut().zip(slots).zip(results).map(put).collect()
    }

    fn walk<T: Tree>(&self, veil: &Veil, tree: &mut T) -> StdResult<Tally, T::Error> {
        let (layer, slots) = self.take(veil, tree)?;
        let (changes, tally) =
            tree.away(layer.doc.len(), || Session::begin(veil)?.on_excerpt(self, &layer))?;
        changes.make(tree, slots)?;
        Ok(tally)
    }

    /// Takes out of a document what the verb works on.
    fn take<T: Tree>(&self, veil: &Veil, tree: &mut T) -> StdResult<InTree<T>, T::Error> {
        let policy = veil.policy.compiled();
        let plan = match self {
            Self::Mask(options) => Plan::of_view(policy, policy.view(options.view.as_deref())?),
            Self::Encrypt(_) => Plan::of(plan::Verb::Encrypt, policy),
            Self::Decrypt(_) | Self::Reencrypt(_) => Plan::of(plan::Verb::Decrypt, policy),
        };
        // A filter, and `moved`, may ask for values that no rule selects; a record that stays is opened as it stands;
        // the size in bytes is one of a text.
        let stays = matches!(self, Self::Encrypt(options) if options.existing == Existing::Keep);
        let sized = policy.limits.document != Limits::default().document;
        let asks = !policy.rules.selection.walks_trees() || !policy.moved.is_empty();
        find_in_tree(tree, &plan, asks || stays || sized)
    }

    fn job<'d, T: Tree>(&self, veil: &Veil, document: &mut Document<'d, T>) -> (Job<'d>, Taken<T>) {
        match document {
            Document::Text(text) => (Job::Text(text), Ok(Slots::new())),
            Document::Objects(tree) => match self.take(veil, *tree) {
                Ok((layer, slots)) => (Job::Excerpt(layer), Ok(slots)),
                Err(error) => (Job::Refused, Err(error)),
            },
        }
    }
}

/// Where the places of a document stand, if its objects make one.
type Taken<T> = StdResult<Slots<<T as Tree>::Slot>, <T as Tree>::Error>;

/// One document of many, without the objects of the host.
enum Job<'d> {
    Text(&'d [u8]),
    Excerpt(Layer<'static>),
    Refused,
}

/// What became of it.
enum Done {
    Text(Vec<u8>),
    Changes(Changes),
}

impl Job<'_> {
    fn run(&self, session: &Session<'_>, verb: &Verb) -> Result<Done> {
        match self {
            Self::Text(text) => session.run_on_text(verb, text).map(|(text, _)| Done::Text(text)),
            Self::Excerpt(layer) => {
                session.on_excerpt(verb, layer).map(|(changes, _)| Done::Changes(changes))
            }
            Self::Refused => Err(lost()),
        }
    }
}

impl Session<'_> {
    /// What a verb does to the places of an excerpt.
    fn on_excerpt(&self, verb: &Verb, layer: &Layer<'_>) -> Result<(Changes, Tally)> {
        let (policy, doc) = (self.veil.policy.compiled(), &*layer.doc);
        let named = || Ok(policy.subject.and_then(|watch| layer.text_at(watch)).map(str::to_owned));
        let call = match verb {
            Verb::Mask(options) => self.showing(named, options)?.0,
            Verb::Encrypt(EncryptOptions { subject, audit, .. }) => {
                self.call(Action::Encrypted, named, subject.as_ref(), audit.as_ref())
            }
            Verb::Decrypt(DecryptOptions { subject, audit, .. }) => {
                self.call(Action::Decrypted, named, subject.as_ref(), audit.as_ref())
            }
            Verb::Reencrypt(ReencryptOptions { subject, audit, .. }) => {
                self.call(Action::Reencrypted, named, subject.as_ref(), audit.as_ref())
            }
        };
        self.run(&call, |keys, tally| {
            let mut editor = Editor::noting(doc, GROWTH * (layer.found.len() + 1));
            let mut header = None;
            let case = self.case(keys, verb.context(), doc);
            match verb {
                Verb::Mask(options) => {
                    let view = policy.view(options.view.as_deref())?;
                    mask::show(&case, view, &self.veil.functions, layer, &mut editor, tally)?;
                }
                // It is authentic, so that it stays; else there is an error.
                Verb::Encrypt(EncryptOptions { existing: Existing::Keep, .. })
                    if encrypt::is_stored(policy, layer) =>
                {
                    decrypt::decrypt(&case, false, tally)?;
                }
                Verb::Encrypt(options) => {
                    encrypt::no_header(policy, layer)?;
                    header = encrypt::store(&case, options.existing, layer, &mut editor, tally)?;
                }
                Verb::Decrypt(options) => {
                    decrypt::restore(&case, options.partial, layer, &mut editor, tally)?;
                }
                Verb::Reencrypt(_) => {
                    header = reencrypt::renew(&case, layer, &mut editor, tally)?.header;
                }
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
