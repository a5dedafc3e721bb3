//! Single values, files and subject keys, under a keyring alone.

use std::collections::HashMap;

use fieldveil::{Binding, BindingStep, Result, Value, ValueOptions};

use crate::error::{NativeError, Outcome, internal, number};
use crate::files;
use crate::keyring::NativeKeyring;
use crate::options::{self, NativeSubject};

/// A value, which comes back as the kind that it went in as.
#[derive(uniffi::Enum)]
pub enum NativeValue {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// Bytes.
    Bytes {
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// One JSON value.
    Json {
        /// As it is written.
        json: String,
    },
}

/// One step of a place.
#[derive(uniffi::Enum)]
pub enum NativeStep {
    /// Into a member, a table, a column.
    Member {
        /// Its name.
        name: String,
    },
    /// Into an element.
    Index {
        /// Its index.
        index: u64,
    },
    /// Into any element.
    Any,
    /// Into a decoded string.
    Decoded,
}

/// What a value is bound to.
#[derive(uniffi::Record)]
pub struct NativeBound {
    /// Pairs.
    pub context: HashMap<String, String>,
    /// The place; none is anywhere.
    pub binding: Option<Vec<NativeStep>>,
    /// Whose key.
    pub subject: Option<NativeSubject>,
    /// A multiple that hides the length, or 0.
    pub pad: u32,
}

#[uniffi::export]
impl NativeKeyring {
    /// Encrypts a value; returns a token.
    pub fn encrypt_value(&self, set: String, value: NativeValue, bound: NativeBound) -> Outcome<String> {
        Ok(self.0.encrypt_value(&set, &value.into(), &bound.options()?)?)
    }

    /// Decrypts a token.
    pub fn decrypt_value(&self, token: String, bound: NativeBound) -> Outcome<NativeValue> {
        match self.0.decrypt_value(&token, &bound.options()?)? {
            Value::Text(text) => Ok(NativeValue::Text { text }),
            Value::Bytes(bytes) => Ok(NativeValue::Bytes { bytes }),
            Value::Json(json) => Ok(NativeValue::Json { json }),
            _ => Err(NativeError::from(internal("a value of a kind that this version does not know"))),
        }
    }

    /// The token under the primary version of its set.
    pub fn reencrypt_value(&self, token: String, bound: NativeBound) -> Outcome<String> {
        Ok(self.0.reencrypt_value(&token, &bound.options()?)?)
    }

    /// Encrypts a file into another; returns how many bytes of plaintext that were.
    pub fn encrypt_file(
        &self,
        set: String,
        from: String,
        to: String,
        context: HashMap<String, String>,
    ) -> Outcome<u64> {
        let context = options::context(context)?;
        Ok(files::through(&from, &to, |reader, writer| {
            self.0.encrypt_stream(&set, reader, writer, &context)
        })?)
    }

    /// Decrypts a file into another, which appears only once all of it is authentic.
    pub fn decrypt_file(&self, from: String, to: String, context: HashMap<String, String>) -> Outcome<u64> {
        let context = options::context(context)?;
        Ok(files::through(&from, &to, |reader, writer| self.0.decrypt_stream(reader, writer, &context))?)
    }

    /// Makes a key for the data of one person; returns its stored form.
    pub fn new_subject_key(&self, set: String, name: String) -> Outcome<String> {
        Ok(self.0.new_subject_key(&set, &name)?)
    }

    /// The same key under the primary version of its set.
    pub fn rewrap_subject_key(&self, name: String, key: String) -> Outcome<String> {
        Ok(self.0.rewrap_subject_key(&name, &key)?)
    }
}

impl NativeBound {
    fn options(self) -> Result<ValueOptions> {
        let mut options = ValueOptions::unbound().context(options::context(self.context)?);
        if let Some(steps) = self.binding {
            options.binding = Binding::Path(steps.into_iter().map(step).collect());
        }
        options.subject = self.subject.map(options::subject);
        options.pad = usize::try_from(self.pad).unwrap_or(usize::MAX);
        Ok(options)
    }
}

impl From<NativeValue> for Value {
    fn from(value: NativeValue) -> Self {
        match value {
            NativeValue::Text { text } => Self::Text(text),
            NativeValue::Bytes { bytes } => Self::Bytes(bytes),
            NativeValue::Json { json } => Self::Json(json),
        }
    }
}

fn step(step: NativeStep) -> BindingStep {
    match step {
        NativeStep::Member { name } => BindingStep::Member(name),
        NativeStep::Index { index } => BindingStep::Index(index),
        NativeStep::Any => BindingStep::Any,
        NativeStep::Decoded => BindingStep::Decoded,
    }
}

/// What a token says of itself, without a key.
#[derive(uniffi::Record)]
pub struct NativeTokenInfo {
    /// The suite, in two hexadecimal digits.
    pub suite: String,
    /// What it is.
    pub kind: String,
    /// The cipher.
    pub cipher: String,
    /// The id of its key.
    pub id: u32,
    /// Its bytes.
    pub bytes: u64,
    /// The bytes that are sealed in it.
    pub payload: u64,
    /// How many fields a header speaks for.
    pub fields: Option<u32>,
}

/// Looks at a token, without a key.
#[uniffi::export]
pub fn inspect(token: String) -> Outcome<NativeTokenInfo> {
    let info = fieldveil::inspect(&token)?;
    Ok(NativeTokenInfo {
        suite: info.suite,
        kind: info.kind.to_owned(),
        cipher: info.cipher.to_owned(),
        id: info.id,
        bytes: number(info.bytes),
        payload: number(info.payload),
        fields: info.fields,
    })
}
