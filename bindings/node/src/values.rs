//! Single values, under a keyring alone.

use std::collections::HashMap;

use fieldveil::{Binding, BindingStep, Value, ValueOptions};
use napi::bindgen_prelude::{Buffer, Either, Either3};
use napi_derive::napi;
use serde_json::json;

use crate::error::OrThrow;
use crate::keyring::NativeKeyring;
use crate::options::{self, NativeSubject};

/// What a value is bound to.
#[napi(object, object_to_js = false)]
pub struct NativeValueOptions {
    /// Pairs.
    #[napi(ts_type = "Readonly<Record<string, string>>")]
    pub context: Option<HashMap<String, String>>,
    /// Names of members and indexes of elements; none at all is said by leaving it out.
    #[napi(ts_type = "Array<string | number>")]
    pub binding: Option<Vec<Either<String, u32>>>,
    /// Whose key.
    #[napi(ts_type = "NativeSubject")]
    pub subject: Option<NativeSubject>,
    /// A multiple that hides the length.
    #[napi(ts_type = "number")]
    pub pad: Option<u32>,
}

/// Text, bytes, or JSON under the name that says so.
#[napi(object)]
pub struct NativeJson {
    /// One JSON value as text.
    pub json: String,
}

#[napi]
impl NativeKeyring {
    /// Encrypts one value.
    #[napi]
    pub fn encrypt_value(
        &self,
        set: String,
        value: Either3<String, Buffer, NativeJson>,
        options: NativeValueOptions,
    ) -> napi::Result<String> {
        let value = match value {
            Either3::A(text) => Value::Text(text),
            Either3::B(bytes) => Value::Bytes(bytes.to_vec()),
            Either3::C(it) => Value::Json(it.json),
        };
        self.0.encrypt_value(&set, &value, &bound(options)?).or_throw()
    }

    /// Decrypts one value.
    #[napi]
    pub fn decrypt_value(
        &self,
        token: String,
        options: NativeValueOptions,
    ) -> napi::Result<Either3<String, Buffer, NativeJson>> {
        match self.0.decrypt_value(&token, &bound(options)?).or_throw()? {
            Value::Text(text) => Ok(Either3::A(text)),
            Value::Bytes(bytes) => Ok(Either3::B(bytes.into())),
            Value::Json(json) => Ok(Either3::C(NativeJson { json })),
            _ => Err(napi::Error::from_reason("a value of a kind that this version does not know")),
        }
    }

    /// The token under the primary version of its set.
    #[napi]
    pub fn reencrypt_value(&self, token: String, options: NativeValueOptions) -> napi::Result<String> {
        self.0.reencrypt_value(&token, &bound(options)?).or_throw()
    }

    /// Makes a key for the data of one subject.
    #[napi]
    pub fn new_subject_key(&self, set: String, name: String) -> napi::Result<String> {
        self.0.new_subject_key(&set, &name).or_throw()
    }

    /// The same subject key under the primary version of its set.
    #[napi]
    pub fn rewrap_subject_key(&self, name: String, key: String) -> napi::Result<String> {
        self.0.rewrap_subject_key(&name, &key).or_throw()
    }
}

fn bound(given: NativeValueOptions) -> napi::Result<ValueOptions> {
    let mut options = ValueOptions::unbound().context(options::context(given.context)?);
    if let Some(steps) = given.binding {
        let step = |step| match step {
            Either::A(name) => BindingStep::Member(name),
            Either::B(index) => BindingStep::Index(u64::from(index)),
        };
        options.binding = Binding::Path(steps.into_iter().map(step).collect());
    }
    options.subject = options::subject(given.subject);
    options.pad = given.pad.unwrap_or_default() as usize;
    Ok(options)
}

/// What a token says of itself, without a key, as JSON.
#[napi]
pub fn inspect(token: String) -> napi::Result<String> {
    let info = fieldveil::inspect(&token).or_throw()?;
    Ok(json!({
        "suite": info.suite, "kind": info.kind, "cipher": info.cipher, "id": info.id, "bytes": info.bytes,
        "payload": info.payload, "fields": info.fields,
    })
    .to_string())
}
