//! Watching: who did what, with which keys, under which view, and how it went. Never a value.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use serde::{Serialize, Serializer};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// A record was shown to an audience.
    Masked,
    /// A record was encrypted.
    Encrypted,
    /// A record was decrypted.
    Decrypted,
    /// A record was moved to newer keys.
    Reencrypted,
    /// Plaintexts of tokens were shown by a view; follows [`Action::Masked`].
    Revealed,
    /// A keyring was read again.
    Reloaded,
}

impl Action {
    /// The name of the action, the same string in every language.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Masked => "masked",
            Self::Encrypted => "encrypted",
            Self::Decrypted => "decrypted",
            Self::Reencrypted => "reencrypted",
            Self::Revealed => "revealed",
            Self::Reloaded => "reloaded",
        }
    }
}

impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One thing that was done. It holds no byte of a payload, a context or a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Event {
    /// What was done.
    pub action: Action,
    /// How many places were worked on, or plaintexts revealed.
    pub count: u64,
    /// Which key versions sealed or opened, and how often.
    pub keys: Vec<KeyUse>,
    /// The view that was shown.
    pub view: Option<String>,
    /// The code of the error; none if it was done.
    pub outcome: Option<String>,
    /// Who asked.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The id of the ring that was read again.
    pub ring: Option<String>,
    /// The epoch that it is at now.
    pub epoch: Option<u64>,
}

/// How often one key version sealed or opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyUse {
    /// The name of the set.
    pub set: String,
    /// The id of the version.
    pub id: u32,
    /// How often.
    pub count: u64,
}

/// Hears of everything that a Veil does, on the thread that does it.
///
/// What it does counts into the time of the call; a panic in it is swallowed.
///
/// ```
/// use fieldveil::{Audit, JsonLines, MaskOptions, Policy, Veil};
///
/// let log = Vec::new(); // a file, rather
/// let policy = Policy::parse("{version: 1, rules: [{path: $.email, show: email}]}")?;
/// let veil = Veil::new(policy).with_observer(JsonLines::new(log));
/// let audit = Audit { actor: Some("ada".to_owned()), reason: Some("ticket 7".to_owned()) };
/// veil.mask(br#"{"email":"bob@example.org"}"#, &MaskOptions { audit: Some(audit), ..Default::default() })?;
/// # Ok::<(), fieldveil::Error>(())
/// ```
pub trait Observer: Send + Sync {
    /// One thing was done, or failed.
    fn observe(&self, event: &Event);
}

impl<F: Fn(&Event) + Send + Sync> Observer for F {
    fn observe(&self, event: &Event) {
        self(event);
    }
}

/// Writes every event as one line of JSON, with the time of day in UTC.
///
/// A writer that fails loses lines, never a call.
#[derive(Debug)]
pub struct JsonLines<W>(Mutex<W>);

impl<W: Write + Send> JsonLines<W> {
    /// Writes to `writer`; wrap it in a buffer yourself if lines may be late.
    pub fn new(writer: W) -> Self {
        Self(Mutex::new(writer))
    }
}

impl<W: Write + Send> Observer for JsonLines<W> {
    fn observe(&self, event: &Event) {
        #[derive(Serialize)]
        struct Line<'e> {
            time: String,
            #[serde(flatten)]
            event: &'e Event,
        }
        let time = jiff::Timestamp::now().to_string();
        if let Ok(mut line) = serde_json::to_vec(&Line { time, event }) {
            line.push(b'\n');
            let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = writer.write_all(&line);
        }
    }
}
