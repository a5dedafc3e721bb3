#![forbid(unsafe_code)]
// Where the README's links lead in the rendered documentation: the first definition of a link is the one that counts.
//!
//! [guide]: crate::docs::guide
//! [policy]: crate::docs::policy
//! [operators]: crate::docs::operators
//! [detectors]: crate::docs::detectors
//! [format]: crate::docs::format
//! [threats]: crate::docs::threat_model
//! [limits]: crate::docs::limitations
//! [design]: crate::docs::design
//! [examples]: https://github.com/fieldveil/fieldveil/tree/main/examples
//! [security]: https://github.com/fieldveil/fieldveil/blob/main/SECURITY.md
//! [changelog]: https://github.com/fieldveil/fieldveil/blob/main/CHANGELOG.md
//! [contributing]: https://github.com/fieldveil/fieldveil/blob/main/CONTRIBUTING.md
//! [python]: https://github.com/fieldveil/fieldveil/blob/main/bindings/python/README.md
//! [node]: https://github.com/fieldveil/fieldveil/blob/main/bindings/node/README.md
//! [phones]: https://github.com/fieldveil/fieldveil/blob/main/bindings/mobile/README.md
//!
#![doc = include_str!("../README.md")]

// The rooms, top to bottom: an arrow from a room goes to rooms below it, never up.
pub(crate) mod veil; // mask, encrypt, decrypt: walk -> place -> operator -> output

pub(crate) mod policy; // the document, compiled

pub(crate) mod mask; // operators that show less

pub(crate) mod detect; // what hides inside text

pub(crate) mod document; // a policy's text as a tree that knows its places

pub(crate) mod path; // JSONPath to automaton, and the walk

pub mod tree; // for bindings: documents of a host language's own objects

pub(crate) mod json; // the validating scanner, text, places

pub(crate) mod keyring; // key sets, versions, providers, the file

pub(crate) mod seal; // the constructions of the format

pub(crate) mod token; // prefix, text, header: no cryptography

pub(crate) mod crypto; // the one seam to the ciphers

pub(crate) mod secret;

pub(crate) mod random;

mod context;
#[cfg(doc)]
pub mod docs;
mod error;
mod limits;
mod report;
mod subject;
#[cfg(test)]
mod testing;

// The public interface is:
pub use context::Context;
pub use error::{Error, ErrorCode, Position, Result};
pub use keyring::{
    Binding, BindingStep, Clock, Hpke, Key, KeyProvider, KeySetInfo, KeyVersionInfo, Keyring, KeyringEdit,
    KeyringOptions, KeyringStatus, Passphrase, Provider, ProviderError, Purpose, Rewrap, State, Usage,
    UsageReport, Value, ValueOptions,
};
pub use limits::Limits;
pub use policy::{Explained, Explanation, Finding, Policy, Severity, Suspect};
pub use report::{Redacted, Report, RuleHits};
pub use seal::stream::{Decryptor, Encryptor};
pub use subject::{Subject, Subjects};
pub use token::{TokenCount, TokenInfo, inspect, inspect_document, inspect_reader, token_bytes, token_text};
pub use veil::{
    Action, Audit, Batch, DecryptOptions, EncryptOptions, Event, Existing, JsonLines, KeyUse, MaskOptions,
    Observer, ReencryptOptions, Reencrypted, Veil, Verb,
};
