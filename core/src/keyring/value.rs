//! Values outside a document: a column, a message, a setting.

mod binding;
mod payload;

pub use binding::{Binding, BindingStep};

use super::purpose::Purpose;
use super::ring::Keyring;
use super::snapshot::{Snapshot, Version};
use super::subject::SubjectKey;
use crate::context::Context;
use crate::seal::{self, Material, Opened};
use crate::subject::Subject;
use crate::token::{self, Kind, Token};
use crate::{Error, ErrorCode, Result};

/// A value, which comes back as the kind that it went in as.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value {
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// One JSON value, exactly as it is written.
    Json(String),
}

/// What a value is bound to. Who decrypts it says the same.
#[derive(Clone, Debug)]
pub struct ValueOptions {
    /// The pairs that the value is bound to.
    pub context: Context,
    /// The place that the value is bound to.
    pub binding: Binding,
    /// Whose key seals and opens what belongs to a subject set.
    pub subject: Option<Subject>,
    /// Hides the length up to a multiple: 0 (it shows), 16, 32, 64 or 128. Never for deterministic values.
    pub pad: usize,
}

impl ValueOptions {
    /// A value that is bound to a place: for a column `["table", "column"]`.
    pub fn bound<T: Into<String>>(place: impl IntoIterator<Item = T>) -> Self {
        let steps = place.into_iter().map(|name| BindingStep::Member(name.into())).collect();
        Self::to(Binding::Path(steps))
    }

    /// A value that may stand anywhere.
    ///
    /// # Security
    /// Whoever can write to the store can put it where another value stood.
    #[must_use]
    pub fn unbound() -> Self {
        Self::to(Binding::None)
    }

    /// The same, bound to a context too.
    #[must_use]
    pub fn context(mut self, context: Context) -> Self {
        self.context = context;
        self
    }

    fn to(binding: Binding) -> Self {
        Self { context: Context::new(), binding, subject: None, pad: 0 }
    }
}

impl Keyring {
    /// Encrypts one value under the primary version of a set: `data`, `deterministic`, or `subject` with a subject.
    /// Returns the text of a token.
    ///
    /// A deterministic value is bound to every pair of the context that is given here: equal values are equal tokens
    /// only under equal contexts.
    ///
    /// ```
    /// # use fieldveil::{Key, Keyring, Purpose};
    /// use fieldveil::{ErrorCode, Value, ValueOptions};
    /// # let folder = tempfile::tempdir()?;
    /// # let ring = Keyring::create(folder.path().join("ring.json"), &[Key::new(&[7; 32])?.into()])?;
    /// # let mut edit = ring.edit()?;
    /// # edit.add_set("pii", Purpose::Data, None)?;
    /// # edit.save()?;
    ///
    /// let email = ValueOptions::bound(["users", "email"]);
    /// let token = ring.encrypt_value("pii", &Value::Text("ada@example.org".to_owned()), &email)?;
    /// assert_eq!(ring.decrypt_value(&token, &email)?, Value::Text("ada@example.org".to_owned()));
    ///
    /// let moved = ring.decrypt_value(&token, &ValueOptions::bound(["users", "name"])).unwrap_err();
    /// assert_eq!(moved.code(), ErrorCode::Tampered);
    /// # Ok::<(), fieldveil::Error>(())
    /// ```
    ///
    /// # Errors
    /// `unknown_key_set`; `key_not_usable` for a set of another purpose; `missing_subject` for a subject set without a
    /// subject; `invalid_json` for what is not one JSON value; `unsupported_value` for a deterministic container;
    /// `limit_exceeded` over 64 MiB.
    pub fn encrypt_value(&self, set: &str, value: &Value, options: &ValueOptions) -> Result<String> {
        self.with_snapshot(|snapshot| {
            let keys = Keys::new(snapshot, options)?;
            keys.seal(set, payload::of(value)?)
        })
    }

    /// Decrypts one value, as the kind that it was.
    ///
    /// # Errors
    /// The code of the damage: `invalid_token`, `unsupported_version`, `unknown_key`, `key_not_usable`, `wrong_key`,
    /// `tampered`.
    pub fn decrypt_value(&self, token: &str, options: &ValueOptions) -> Result<Value> {
        self.with_snapshot(|snapshot| {
            let keys = Keys::new(snapshot, options)?;
            let opened = keys.open(token)?;
            payload::value(&opened.payload)
        })
    }

    /// Encrypts a value anew under the primary version of its set, keeping kind, context and binding. A token that is
    /// of the primary version already comes back as it is, once it has been opened.
    ///
    /// # Errors
    /// As [`decrypt_value`](Self::decrypt_value) and [`encrypt_value`](Self::encrypt_value).
    pub fn reencrypt_value(&self, token: &str, options: &ValueOptions) -> Result<String> {
        self.with_snapshot(|snapshot| {
            let keys = Keys::new(snapshot, options)?;
            let opened = keys.open(token)?;
            if keys.writes(&opened)? {
                return Ok(token.to_owned());
            }
            keys.seal(opened.set, payload::again(&opened.payload))
        })
    }

    /// Runs one call on one snapshot; once more if it meets an unknown key that a reload has brought.
    pub(super) fn with_snapshot<T>(&self, call: impl Fn(&Snapshot) -> Result<T>) -> Result<T> {
        let snapshot = self.snapshot();
        match call(&snapshot) {
            Err(error) if error.code() == ErrorCode::UnknownKey => {
                self.reload_for_unknown_key();
                let current = self.0.current();
                if current.is_same(&snapshot) { Err(error) } else { call(&current) }
            }
            outcome => outcome,
        }
    }
}

/// The keys and the bindings of one call.
struct Keys<'a> {
    snapshot: &'a Snapshot,
    subject: Option<SubjectKey>,
    context: Vec<u8>,
    binding: seal::Binding,
    pad: usize,
}

/// A value that was opened, and the key that did it.
struct OpenedValue<'k> {
    set: &'k str,
    id: u32,
    purpose: Purpose,
    payload: Opened,
}

impl<'a> Keys<'a> {
    fn new(snapshot: &'a Snapshot, options: &ValueOptions) -> Result<Self> {
        if !matches!(options.pad, 0 | 16 | 32 | 64 | 128) {
            let message = "values are padded to a multiple of 16, 32, 64 or 128: choose one of them, or 0";
            return Err(Error::new(ErrorCode::UnsupportedValue, message));
        }
        let subject = options.subject.as_ref();
        Ok(Self {
            snapshot,
            subject: subject.map(|subject| snapshot.subject(&subject.name, &subject.key)).transpose()?,
            context: options.context.encode(),
            binding: options.binding.encode(),
            pad: options.pad,
        })
    }

    fn seal(&self, set: &str, payload: payload::Payload<'_>) -> Result<String> {
        let mut raw = Vec::new();
        let binding = self.binding.as_bytes();
        match self.snapshot.purpose(set)? {
            Purpose::Deterministic => {
                let material = self.snapshot.primary(set, Purpose::Deterministic)?.material()?;
                let payload = payload.deterministic()?;
                seal::deterministic::seal(
                    material,
                    payload.kind,
                    &payload.bytes,
                    &self.context,
                    binding,
                    &mut raw,
                )?;
            }
            purpose => {
                let material = match purpose {
                    Purpose::Subject => self.subject_material(set)?,
                    _ => self.snapshot.primary(set, Purpose::Data)?.material()?,
                };
                let salt = seal::salt()?;
                let (kind, bytes) = (payload.kind, &payload.bytes);
                seal::value::seal(material, kind, bytes, self.pad, &self.context, binding, &salt, &mut raw)?;
            }
        }
        Ok(token::text_of(&raw))
    }

    fn open(&self, text: &str) -> Result<OpenedValue<'_>> {
        let mut raw = Vec::new();
        let token = Token::decode(text.as_bytes(), &mut raw)?;
        let binding = self.binding.as_bytes();
        if let (Kind::Value, Some(subject)) = (token.suite().kind(), self.subject.as_ref())
            && subject.material().id() == token.id()
        {
            let payload = seal::value::open(subject.material(), &token, &self.context, binding)?;
            return Ok(OpenedValue {
                set: subject.set(),
                id: token.id(),
                purpose: Purpose::Subject,
                payload,
            });
        }
        let purpose = match token.suite().kind() {
            Kind::Value => Purpose::Data,
            Kind::Deterministic => Purpose::Deterministic,
            Kind::Header | Kind::Field | Kind::Stream => return Err(token::malformed()),
        };
        let version = self.version(token.id(), purpose)?;
        let material = version.material()?;
        let payload = match purpose {
            Purpose::Deterministic => seal::deterministic::open(material, &token, &self.context, binding)?,
            _ => seal::value::open(material, &token, &self.context, binding)?,
        };
        Ok(OpenedValue { set: version.set(), id: token.id(), purpose, payload })
    }

    fn version(&self, id: u32, purpose: Purpose) -> Result<&'a Version> {
        let version = self.snapshot.by_id(id)?;
        if version.purpose() == purpose {
            return Ok(version);
        }
        let message =
            format!("key {id} is of set `{}`, which seals no such values: check the token", version.set());
        Err(Error::new(ErrorCode::KeyNotUsable, message))
    }

    fn subject_material(&self, set: &str) -> Result<&Material> {
        let subject = self.subject.as_ref().ok_or_else(|| {
            Error::new(
                ErrorCode::MissingSubject,
                format!("set `{set}` seals under a subject's key: name the subject"),
            )
        })?;
        if subject.set() == set {
            return Ok(subject.material());
        }
        let message =
            format!("the subject's key is of set `{}` and not of `{set}`: name the other set", subject.set());
        Err(Error::new(ErrorCode::KeyNotUsable, message))
    }

    /// Whether what was opened is of the key that would seal it now.
    fn writes(&self, opened: &OpenedValue<'_>) -> Result<bool> {
        Ok(match opened.purpose {
            Purpose::Subject => true,
            purpose => self.snapshot.primary(opened.set, purpose)?.id() == opened.id,
        })
    }
}

/// A value may be anything: only its kind is shown.
impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text([REDACTED])",
            Self::Bytes(_) => "Bytes([REDACTED])",
            Self::Json(_) => "Json([REDACTED])",
        })
    }
}
