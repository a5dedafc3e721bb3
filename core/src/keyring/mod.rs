//! Key sets, their versions and states, the providers that wrap them, and the file that holds them.
//!
//! From the disk upwards: `file` reads and replaces bytes, `strict` and `document` make rows of them, `provider` and
//! `wrapped` open the keys, `contents` is an authentic ring, `ring` a living one, which `reload` keeps fresh. `snapshot`
//! is what a call sees of it; `edit`, `life` and `rewrap` change it.

mod contents;
mod document;
mod edit;
mod environment;
mod file;
mod fleet;
mod ids;
mod life;
mod list;
mod moment;
mod provider;
mod purpose;
mod reload;
mod rewrap;
mod ring;
mod rings;
mod snapshot;
mod stream;
mod strict;
mod subject;
mod usage;
mod value;
mod wrapped;

pub use edit::KeyringEdit;

pub use list::{KeySetInfo, KeyVersionInfo};
pub use moment::Clock;
pub use provider::{Hpke, Key, KeyProvider, Passphrase, Provider, ProviderError};
pub use purpose::{Purpose, State};
pub use reload::KeyringStatus;
pub use rewrap::Rewrap;
pub use ring::{Keyring, KeyringOptions};
pub use usage::{Usage, UsageReport};
pub use value::{Binding, BindingStep, Value, ValueOptions};

pub(crate) use fleet::{Listener, Reloaded};
pub(crate) use rings::Rings;
pub(crate) use snapshot::{Snapshot, Version};
pub(crate) use strict::is_name;
pub(crate) use subject::SubjectKey;

#[cfg(test)]
mod memory_tests;
