//! Single values, under a keyring alone.

use std::collections::HashMap;

use fieldveil::{Binding, BindingStep, Value, ValueOptions};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Either, Either3, Function};
use napi_derive::napi;
use serde_json::json;

use crate::error::OrThrow;
use crate::keyring::NativeKeyring;
use crate::options::{self, NativeSubject};

/// JSON, under the name that says so.
#[napi(object)]
pub struct NativeJson {
    /// One JSON value as text.
    pub json: String,
}

/// What a value may be bound to beside its place, and how it is padded. Most calls say nothing of it, and each member
/// that is asked for costs as much as the seal of a token.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct NativeBound {
    /// Pairs.
    #[napi(ts_type = "Readonly<Record<string, string>>")]
    pub context: Option<HashMap<String, String>>,
    /// Whose key.
    #[napi(ts_type = "NativeSubject")]
    pub subject: Option<NativeSubject>,
    /// The multiple that hides the length.
    #[napi(ts_type = "number")]
    pub pad: Option<u32>,
}

/// The steps of a place: names, and indexes.
type Steps = Vec<Either<String, u32>>;

/// A value as it comes and goes: text, bytes, or JSON.
type Given = Either3<String, Buffer, NativeJson>;

#[napi]
impl NativeKeyring {
    /// What encrypts one value; a function, as those of a veil.
    #[napi(
        ts_return_type = "(set: string, value: string | Buffer | NativeJson, binding: readonly (string | number)[] | null | undefined, rest: NativeBound | undefined) => string"
    )]
    pub fn sealer<'env>(&self, env: &'env Env) -> napi::Result<Function<'env, (), String>> {
        let ring = self.0.clone();
        env.create_function_from_closure("seal", move |call| {
            let (set, options) = (call.get::<String>(0)?, bound(call.get(2)?, call.get(3)?)?);
            let value = match call.get::<Given>(1)? {
                Either3::A(text) => Value::Text(text),
                Either3::B(bytes) => Value::Bytes(bytes.to_vec()),
                Either3::C(NativeJson { json }) => Value::Json(json),
            };
            ring.encrypt_value(&set, &value, &options).or_throw()
        })
    }

    /// What decrypts one value.
    #[napi(
        ts_return_type = "(token: string, binding: readonly (string | number)[] | null | undefined, rest: NativeBound | undefined) => string | Buffer | NativeJson"
    )]
    pub fn opener<'env>(&self, env: &'env Env) -> napi::Result<Function<'env, (), Given>> {
        let ring = self.0.clone();
        env.create_function_from_closure("open", move |call| {
            let (token, options) = (call.get::<String>(0)?, bound(call.get(1)?, call.get(2)?)?);
            match ring.decrypt_value(&token, &options).or_throw()? {
                Value::Text(text) => Ok(Either3::A(text)),
                Value::Bytes(bytes) => Ok(Either3::B(bytes.into())),
                Value::Json(json) => Ok(Either3::C(NativeJson { json })),
                _ => Err(napi::Error::from_reason("a value of a kind that this version does not know")),
            }
        })
    }

    /// The token under the primary version of its set.
    #[napi]
    pub fn reencrypt_value(
        &self,
        token: String,
        binding: Option<Vec<Either<String, u32>>>,
        rest: Option<NativeBound>,
    ) -> napi::Result<String> {
        self.0.reencrypt_value(&token, &bound(binding, rest)?).or_throw()
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

/// What a value is bound to.
fn bound(binding: Option<Steps>, rest: Option<NativeBound>) -> napi::Result<ValueOptions> {
    let NativeBound { context, subject, pad } = rest.unwrap_or_default();
    let mut options = ValueOptions::unbound().context(options::context(context)?);
    if let Some(steps) = binding {
        let step = |step| match step {
            Either::A(name) => BindingStep::Member(name),
            Either::B(index) => BindingStep::Index(u64::from(index)),
        };
        options.binding = Binding::Path(steps.into_iter().map(step).collect());
    }
    options.subject = options::subject(subject);
    options.pad = pad.unwrap_or_default() as usize;
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
