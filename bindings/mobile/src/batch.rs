//! Many documents in one call. They come as one piece of memory, lent and never copied on the way: for each document its
//! length in four bytes, the highest first, and then its bytes. The answers stay where the core wrote them; what crosses
//! is where that is.

use std::collections::HashMap;
use std::sync::Arc;

use fieldveil::{Context, Result};

use crate::error::{NativeFailure, Outcome, internal, number};
use crate::options::{self, NativeCall};
use crate::veil::NativeVeil;

/// Where a document that was not done would be: no memory begins there.
const NOWHERE: [u64; 2] = [0, 0];

/// What became of a batch.
#[derive(uniffi::Object)]
pub struct NativeAnswers {
    #[expect(dead_code, reason = "owns what `places` tells of")]
    documents: Vec<Vec<u8>>,
    places: Vec<[u64; 2]>,
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
    /// Many documents, each under the context of its index or all under the call's.
    pub fn run_many(
        &self,
        call: NativeCall,
        documents: &[u8],
        contexts: Vec<HashMap<String, String>>,
    ) -> Outcome<Arc<NativeAnswers>> {
        let verb = call.verb()?;
        let contexts = contexts.into_iter().map(options::context).collect::<Result<Vec<Context>>>()?;
        let documents = split(documents)
            .ok_or_else(|| internal("the lengths of a batch do not add up; please report this"))?;
        Ok(Arc::new(NativeAnswers::of(verb.run_many(&self.0, &documents, &contexts))))
    }
}

#[uniffi::export]
impl NativeAnswers {
    /// Where each document is, in the order of the batch: the address of its first byte and how many there are, two
    /// numbers of eight bytes as this machine writes them; both are 0 where it failed.
    pub fn places(&self) -> NativeLent {
        lent(self.places.as_flattened())
    }

    /// Why the others failed; each says at which index.
    pub fn failures(&self) -> Vec<NativeFailure> {
        self.failures.clone()
    }
}

impl NativeAnswers {
    fn of(answers: Vec<Result<Vec<u8>>>) -> Self {
        let mut documents = Vec::with_capacity(answers.len());
        let (mut places, mut failures) = (Vec::with_capacity(answers.len()), Vec::new());
        for answer in answers {
            match answer {
                Ok(document) => {
                    let NativeLent { address, size } = lent(&document);
                    places.push([address, size]);
                    documents.push(document);
                }
                Err(error) => {
                    places.push(NOWHERE);
                    failures.push(error.into());
                }
            }
        }
        Self { documents, places, failures }
    }
}

fn lent<T>(memory: &[T]) -> NativeLent {
    NativeLent { address: number(memory.as_ptr().expose_provenance()), size: number(size_of_val(memory)) }
}

/// The documents that stand side by side.
fn split(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut documents = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk() {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (document, rest) = rest.split_at_checked(length)?;
        documents.push(document);
        bytes = rest;
    }
    bytes.is_empty().then_some(documents)
}
