//! Many documents in one call. They cross as one piece of memory in either direction, lent and never copied on the way:
//! for each document its length in four bytes, the highest first, and then its bytes.

use std::collections::HashMap;
use std::sync::Arc;

use fieldveil::{Context, Error, ErrorCode, Result};

use crate::error::{NativeFailure, Outcome, internal, number};
use crate::options::{self, NativeCall};
use crate::veil::NativeVeil;

/// Stands for the length of a document that was not done.
const FAILED: u32 = u32::MAX;
/// Both languages count what they are lent in 31 bits.
const MOST: usize = i32::MAX as usize;

/// What became of a batch.
#[derive(uniffi::Object)]
pub struct NativeAnswers {
    memory: Vec<u8>,
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
        Ok(Arc::new(NativeAnswers::of(verb.run_many(&self.0, &documents, &contexts))?))
    }
}

#[uniffi::export]
impl NativeAnswers {
    /// The documents in the order of the batch; one that failed has the highest length there is, and no bytes.
    pub fn lent(&self) -> NativeLent {
        NativeLent {
            address: number(self.memory.as_ptr().expose_provenance()),
            size: number(self.memory.len()),
        }
    }

    /// Why the others failed, in the order of the batch.
    pub fn failures(&self) -> Vec<NativeFailure> {
        self.failures.clone()
    }
}

impl NativeAnswers {
    fn of(answers: Vec<Result<Vec<u8>>>) -> Result<Self> {
        let sizes = answers.iter().map(|answer| size_of::<u32>() + answer.as_ref().map_or(0, Vec::len));
        let size = sizes.sum();
        if size > MOST {
            let say = "the answers to a batch hold at most 2 GiB; give fewer documents at a time";
            return Err(Error::new(ErrorCode::LimitExceeded, say));
        }
        let (mut memory, mut failures) = (Vec::with_capacity(size), Vec::new());
        for answer in answers {
            match answer {
                Ok(document) => {
                    let length = u32::try_from(document.len()).unwrap_or(FAILED);
                    memory.extend_from_slice(&length.to_be_bytes());
                    memory.extend_from_slice(&document);
                }
                Err(error) => {
                    memory.extend_from_slice(&FAILED.to_be_bytes());
                    failures.push(error.into());
                }
            }
        }
        Ok(Self { memory, failures })
    }
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
