//! Streams (suite 61): a file of any size in constant memory, `P ‖ Cobblestone-256`.
//!
//! A stream has no type byte, binding, padding or text form. Its commitment covers key, prefix and context, so
//! another context is `wrong_key` here.

mod cobblestone;
mod decrypt;
mod encrypt;
mod incoming;
mod transfer;

pub use decrypt::Decryptor;
pub use encrypt::Encryptor;
pub(crate) use incoming::Incoming;

use zeroize::Zeroizing;

use super::{Material, label, length};
use crate::error::Result;
use crate::token::Prefix;

/// The key that Cobblestone-256 takes its own keys from.
fn input_key(key: &Material, prefix: Prefix, context: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
    let mut derived = Zeroizing::new([0; 32]);
    let info = [label::STREAM, &prefix.to_bytes(), &length(context)?, context];
    key.expand(&info, derived.as_mut_slice())?;
    Ok(derived)
}

#[cfg(test)]
mod seek_tests;
#[cfg(test)]
mod tests;

/// What a stream of `b"chunk"` begins with, for the known answer.
#[cfg(test)]
pub(super) struct Begun {
    pub(super) prefix: Vec<u8>,
    pub(super) base_nonce: Vec<u8>,
    pub(super) commitment: Vec<u8>,
    pub(super) sealed_chunk: Vec<u8>,
}

#[cfg(test)]
pub(super) fn begin_for_tests(key: &Material, context: &[u8], salt: &super::Salt) -> Begun {
    use std::io::Write;

    let prefix = key.sealing(crate::token::Kind::Stream).unwrap();
    let input = input_key(key, prefix, context).unwrap();
    let (chunks, commitment) = cobblestone::Chunks::derive(&input, salt, &[]).unwrap();
    let mut stream = Encryptor::with_salt(Vec::new(), key, context, salt).unwrap();
    stream.write_all(b"chunk").unwrap();
    let bytes = stream.finish().unwrap();
    assert_eq!(bytes[6..62], [&salt[..], &commitment].concat());
    Begun {
        prefix: bytes[..6].to_vec(),
        base_nonce: chunks.base().to_vec(),
        commitment: commitment.to_vec(),
        sealed_chunk: bytes[62..].to_vec(),
    }
}
