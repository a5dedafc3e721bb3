//! Batches: their documents come in one piece of memory, and so do the answers. An object of JavaScript's for each would
//! cost more than what is done with it.

use std::collections::HashMap;

use fieldveil::{Context, Result as Outcome, Veil, Verb};
use napi::bindgen_prelude::Buffer;
use napi::{Env, Error, Task};
use napi_derive::napi;

use crate::error::text;
use crate::options;

/// What became of the documents of a batch.
#[napi(object, object_from_js = false)]
pub struct NativeAnswers {
    /// The answers, one behind the other.
    pub documents: Buffer,
    /// The length of each; 0 where there is none.
    pub lengths: Vec<u32>,
    /// Why there is none.
    pub failures: Vec<NativeFailure>,
}

/// A document without an answer.
#[napi(object, object_from_js = false)]
pub struct NativeFailure {
    /// Which it is.
    pub at: u32,
    /// Its error.
    pub error: String,
}

/// Documents on their way through a verb, here or on the thread pool.
pub struct Batch {
    veil: Veil,
    verb: Verb,
    documents: Buffer,
    lengths: Vec<u32>,
    contexts: Vec<Context>,
}

impl Batch {
    /// The documents, of these lengths, are the caller's copy: nothing writes to them meanwhile.
    pub(crate) fn new(
        veil: Veil,
        verb: Verb,
        documents: Buffer,
        lengths: Vec<u32>,
        contexts: Vec<HashMap<String, String>>,
    ) -> napi::Result<Self> {
        let contexts =
            contexts.into_iter().map(|pairs| options::context(Some(pairs))).collect::<napi::Result<_>>()?;
        Ok(Self { veil, verb, documents, lengths, contexts })
    }

    /// Runs the verb over all of them.
    pub(crate) fn run(&self) -> Vec<Outcome<Vec<u8>>> {
        let mut left: &[u8] = &self.documents;
        let one = |length: &u32| {
            let (document, rest) = left.split_at_checked(*length as usize).unwrap_or((left, &[]));
            left = rest;
            document
        };
        let documents: Vec<&[u8]> = self.lengths.iter().map(one).collect();
        self.verb.run_many(&self.veil, &documents, &self.contexts)
    }
}

impl Task for Batch {
    type Output = Vec<Outcome<Vec<u8>>>;
    type JsValue = NativeAnswers;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        Ok(self.run())
    }

    fn resolve(&mut self, _: Env, answers: Self::Output) -> napi::Result<Self::JsValue> {
        NativeAnswers::of(answers)
    }
}

impl NativeAnswers {
    pub(crate) fn of(answers: Vec<Outcome<Vec<u8>>>) -> napi::Result<Self> {
        let too_long =
            || Error::from_reason("the answers are longer than 4 GiB; make several batches of them");
        let total = answers.iter().flatten().map(Vec::len).sum();
        u32::try_from(total).map_err(|_| too_long())?;
        let (mut documents, mut failures) = (Vec::with_capacity(total), Vec::new());
        let mut lengths = Vec::with_capacity(answers.len());
        for (at, answer) in (0..).zip(answers) {
            let before = documents.len();
            match answer {
                Ok(document) => documents.extend_from_slice(&document),
                Err(error) => failures.push(NativeFailure { at, error: text(&error) }),
            }
            lengths.push(u32::try_from(documents.len() - before).map_err(|_| too_long())?);
        }
        Ok(Self { documents: documents.into(), lengths, failures })
    }
}
