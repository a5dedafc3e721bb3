//! A batch that its caller shares out: a program with threads of its own has each of them bring a document in, through
//! the verb and out again, while it is still in that core's cache.

use super::session::Session;
use super::{Veil, Verb};
use crate::context::Context;
use crate::error::Result;
use crate::keyring::Snapshot;

/// One verb over many documents, under the keys as they were when it began; any thread may bring the next one.
///
/// ```
/// use fieldveil::{MaskOptions, Policy, Veil, Verb};
///
/// let veil = Veil::new(Policy::parse("{ version: 1, rules: [ { names: [password] } ] }")?);
/// let batch = Verb::Mask(MaskOptions::default()).begin(&veil, Vec::new());
/// let documents: [&[u8]; 2] = [br#"{"password":"hunter2"}"#, b"{"];
/// let answers: Vec<_> = documents.iter().enumerate().map(|(at, document)| batch.run(at, document)).collect();
/// assert_eq!(answers[0], Ok(br#"{"password":"[REDACTED]"}"#.to_vec()));
/// assert_eq!(answers[1].as_ref().map_err(|error| error.index()), Err(Some(1)));
/// # Ok::<(), fieldveil::Error>(())
/// ```
#[derive(Debug)]
pub struct Batch {
    veil: Veil,
    verb: Verb,
    contexts: Vec<Context>,
    rings: Result<Snapshot>,
}

impl Verb {
    /// Begins a batch, each document of it under the context of its index, or under this verb's where there is none.
    ///
    /// [`run_many`](Self::run_many) is the same for documents that are all at hand, on threads of this crate's own.
    #[must_use]
    pub fn begin(self, veil: &Veil, contexts: Vec<Context>) -> Batch {
        Batch { veil: veil.clone(), verb: self, contexts, rings: veil.rings.snapshot() }
    }
}

impl Batch {
    /// The document of an index.
    ///
    /// # Errors
    /// As the verb, with the index; `invalid_keyring` if, since a reload, two rings have a set of the same name.
    pub fn run(&self, index: usize, document: &[u8]) -> Result<Vec<u8>> {
        let run = || {
            let rings = self.rings.as_ref().map_err(Clone::clone)?;
            let verb = self.verb.under(self.contexts.get(index));
            Session::of_batch(&self.veil, rings).run_on_text(&verb, document)
        };
        run().map(|(answer, _)| answer).map_err(|error| error.of_record(index))
    }
}
