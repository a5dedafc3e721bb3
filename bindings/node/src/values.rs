//! Single values, under a keyring alone.

use std::collections::HashMap;

use fieldveil::{Binding, BindingStep, Value, ValueOptions};
use napi::bindgen_prelude::{Buffer, Either, Either3};
use napi_derive::napi;
use serde_json::json;

use crate::error::OrThrow;
use crate::keyring::NativeKeyring;
use crate::options::{self, NativeSubject};

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
        context: Option<HashMap<String, String>>,
        binding: Option<Vec<Either<String, u32>>>,
        subject: Option<NativeSubject>,
        pad: Option<u32>,
    ) -> napi::Result<String> {
        let value = match value {
            Either3::A(text) => Value::Text(text),
            Either3::B(bytes) => Value::Bytes(bytes.to_vec()),
            Either3::C(it) => Value::Json(it.json),
        };
        let mut options = bound(context, binding, subject)?;
        options.pad = pad.unwrap_or_default() as usize;
        self.0.encrypt_value(&set, &value, &options).or_throw()
    }

    /// Decrypts one value.
    #[napi]
    pub fn decrypt_value(
        &self,
        token: String,
        context: Option<HashMap<String, String>>,
        binding: Option<Vec<Either<String, u32>>>,
        subject: Option<NativeSubject>,
    ) -> napi::Result<Either3<String, Buffer, NativeJson>> {
        match self.0.decrypt_value(&token, &bound(context, binding, subject)?).or_throw()? {
            Value::Text(text) => Ok(Either3::A(text)),
            Value::Bytes(bytes) => Ok(Either3::B(bytes.into())),
            Value::Json(json) => Ok(Either3::C(NativeJson { json })),
            _ => Err(napi::Error::from_reason("a value of a kind that this version does not know")),
        }
    }

    /// The token under the primary version of its set.
    #[napi]
    pub fn reencrypt_value(
        &self,
        token: String,
        context: Option<HashMap<String, String>>,
        binding: Option<Vec<Either<String, u32>>>,
        subject: Option<NativeSubject>,
    ) -> napi::Result<String> {
        self.0.reencrypt_value(&token, &bound(context, binding, subject)?).or_throw()
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

/// What a value is bound to. One by one: an object would be asked for its members, each at the price of a token's seal.
fn bound(
    context: Option<HashMap<String, String>>,
    binding: Option<Vec<Either<String, u32>>>,
    subject: Option<NativeSubject>,
) -> napi::Result<ValueOptions> {
    let mut options = ValueOptions::unbound().context(options::context(context)?);
    if let Some(steps) = binding {
        let step = |step| match step {
            Either::A(name) => BindingStep::Member(name),
            Either::B(index) => BindingStep::Index(u64::from(index)),
        };
        options.binding = Binding::Path(steps.into_iter().map(step).collect());
    }
    options.subject = options::subject(subject);
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
