//! Many documents in one call: their bytes in one buffer, side by side, and an answer for each.

use std::collections::HashMap;

use fieldveil::Context;

use crate::error::{NativeFailure, Outcome, internal};
use crate::options::{self, NativeCall};
use crate::veil::{NativeVeil, text};

/// What became of one document of a batch.
#[derive(uniffi::Enum)]
pub enum NativeAnswer {
    /// It was done.
    Done {
        /// The document.
        document: String,
    },
    /// It was not.
    Failed {
        /// Why.
        failure: NativeFailure,
    },
}

#[uniffi::export]
impl NativeVeil {
    /// Many documents of these lengths, each under the context of its index or all under the call's.
    pub fn run_many(
        &self,
        call: NativeCall,
        documents: &[u8],
        lengths: Vec<u32>,
        contexts: Vec<HashMap<String, String>>,
    ) -> Outcome<Vec<NativeAnswer>> {
        let verb = call.verb()?;
        let contexts =
            contexts.into_iter().map(options::context).collect::<fieldveil::Result<Vec<Context>>>()?;
        let documents = split(documents, &lengths)
            .ok_or_else(|| internal("the lengths of a batch do not add up; please report this"))?;
        let answers = verb.run_many(&self.0, &documents, &contexts).into_iter();
        let answer = |document| NativeAnswer::Done { document };
        let failed = |error: fieldveil::Error| NativeAnswer::Failed { failure: error.into() };
        Ok(answers.map(|it| it.and_then(text).map_or_else(failed, answer)).collect())
    }
}

/// The documents that stand side by side.
fn split<'a>(mut bytes: &'a [u8], lengths: &[u32]) -> Option<Vec<&'a [u8]>> {
    let mut documents = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (document, rest) = bytes.split_at_checked(usize::try_from(*length).ok()?)?;
        documents.push(document);
        bytes = rest;
    }
    bytes.is_empty().then_some(documents)
}
