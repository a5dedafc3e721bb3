//! Many documents. Each thread of the other side takes a share of them in, through the verb and out again: a share comes
//! as one piece of memory, lent and never copied on the way, and its answers stand in another one.

use std::collections::HashMap;
use std::sync::Arc;

use fieldveil::{Batch, Context, Error, ErrorCode, Result};

use crate::error::{NativeFailure, Outcome, internal, number};
use crate::options::{self, NativeCall};
use crate::veil::NativeVeil;

/// What stands for the length of an answer that there is none of.
const NONE: i32 = -1;

/// One verb over many documents, under the keys as they were when it began.
#[derive(uniffi::Object)]
pub struct NativeBatch(Batch);

/// What became of a share.
#[derive(Default, uniffi::Object)]
pub struct NativeAnswers {
    documents: Vec<u8>,
    failures: Vec<NativeFailure>,
}

/// Memory that is lent until its owner is let go.
#[derive(uniffi::Record)]
pub struct NativeLent {
    /// Where it begins.
    pub address: u64,
    /// How many bytes it has.
    pub size: u64,
}

#[uniffi::export]
impl NativeVeil {
    /// Begins a batch, each document under the context of its index or all under the call's.
    pub fn begin(
        &self,
        call: NativeCall,
        contexts: Vec<HashMap<String, String>>,
    ) -> Outcome<Arc<NativeBatch>> {
        let contexts = contexts.into_iter().map(options::context).collect::<Result<Vec<Context>>>()?;
        Ok(Arc::new(NativeBatch(call.verb()?.begin(&self.0, contexts))))
    }
}

#[uniffi::export]
impl NativeBatch {
    /// Some documents that follow each other, the first of them of this index: for each its length in four bytes, the
    /// highest first, and then its bytes.
    pub fn run(&self, first: u64, documents: &[u8]) -> Outcome<Arc<NativeAnswers>> {
        let uneven = || internal("the lengths of a batch do not add up; please report this");
        let mut index = usize::try_from(first).map_err(|_| uneven())?;
        let mut answers = NativeAnswers::default();
        answers.documents.reserve(documents.len());
        let mut left = documents;
        while !left.is_empty() {
            let (document, rest) = split(left).ok_or_else(uneven)?;
            answers.add(index, self.0.run(index, document));
            (index, left) = (index + 1, rest);
        }
        Ok(Arc::new(answers))
    }
}

#[uniffi::export]
impl NativeAnswers {
    /// The answers as the documents came, with a length of -1 where there is none.
    pub fn documents(&self) -> NativeLent {
        let (address, size) = (self.documents.as_ptr().expose_provenance(), self.documents.len());
        NativeLent { address: number(address), size: number(size) }
    }

    /// Why there is none; each says at which index.
    pub fn failures(&self) -> Vec<NativeFailure> {
        self.failures.clone()
    }
}

impl NativeAnswers {
    fn add(&mut self, index: usize, answer: Result<Vec<u8>>) {
        let place = |error: Error| error.of_record(index);
        if let Err(error) = answer.and_then(|answer| self.append(&answer).map_err(place)) {
            self.documents.extend_from_slice(&NONE.to_be_bytes());
            self.failures.push(error.into());
        }
    }

    /// What is lent is counted in 31 bits.
    fn append(&mut self, answer: &[u8]) -> Result<()> {
        let too_long =
            |_| Error::new(ErrorCode::LimitExceeded, "the answer is too long; make a smaller document of it");
        let end = self.documents.len() + size_of_val(&NONE) + answer.len();
        let length = i32::try_from(end).and_then(|_| i32::try_from(answer.len())).map_err(too_long)?;
        self.documents.extend_from_slice(&length.to_be_bytes());
        self.documents.extend_from_slice(answer);
        Ok(())
    }
}

/// The first document, and what follows it.
fn split(documents: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = documents.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}
