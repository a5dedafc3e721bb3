//! Policy and Veil.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use fieldveil::{MaskOptions, Value, Veil};
use napi::Env;
use napi::bindgen_prelude::{AsyncTask, Buffer, BufferSlice, ClassInstance, Either, Function};
use napi_derive::napi;

use crate::batch::{Batch, NativeAnswers};
use crate::custom::{Ask, Custom};
use crate::error::OrThrow;
use crate::events::NativeEvents;
use crate::keyring::NativeKeyring;
use crate::options::{self, NativeOptions};
use crate::values::NativeJson;

/// A compiled policy.
#[napi]
pub struct NativePolicy(fieldveil::Policy);

#[napi]
impl NativePolicy {
    /// Reads a file.
    #[napi(factory)]
    pub fn load(path: String) -> napi::Result<Self> {
        fieldveil::Policy::load(path).map(Self).or_throw()
    }

    /// Reads YAML or JSON text.
    #[napi(factory)]
    pub fn parse(text: String) -> napi::Result<Self> {
        fieldveil::Policy::parse(&text).map(Self).or_throw()
    }

    /// The SHA-256 of its text.
    #[napi(getter)]
    pub fn sha256(&self) -> String {
        self.0.sha256().to_owned()
    }
}

/// A document and its report.
#[napi(object, object_from_js = false)]
pub struct NativeReported {
    /// The answer.
    pub document: Buffer,
    /// What was done, as JSON.
    pub report: String,
}

/// A policy and the keys to work under it.
#[napi]
#[derive(Clone)]
pub struct NativeVeil {
    pub(crate) veil: Veil,
    custom: Option<Arc<Custom>>,
}

/// The length of an answer that is in the room, or the answer.
type InRoom = Either<u32, Buffer>;

impl NativeVeil {
    /// A document, copied where JavaScript runs meanwhile: it may write to its buffers.
    fn held<'d>(&self, document: &'d [u8]) -> Cow<'d, [u8]> {
        if self.custom.is_some() { Cow::Owned(document.to_vec()) } else { Cow::Borrowed(document) }
    }

    /// Does `work` here, or where the application's functions can be called meanwhile.
    fn work<T: Send>(&self, env: &Env, work: impl FnOnce() -> T + Send) -> napi::Result<T> {
        match &self.custom {
            Some(custom) => custom.serve(env, work),
            None => Ok(work()),
        }
    }
}

#[napi]
impl NativeVeil {
    /// A veil over a policy and rings.
    #[napi(constructor)]
    pub fn new(policy: &NativePolicy, rings: Vec<ClassInstance<'_, NativeKeyring>>) -> napi::Result<Self> {
        let veil =
            Veil::new(policy.0.clone()).with_keyrings(rings.iter().map(|ring| ring.0.clone())).or_throw()?;
        Ok(Self { veil, custom: None })
    }

    /// Keeps what it does in `events`, and calls `wake` where JavaScript does not come by itself.
    #[napi]
    pub fn observe(&mut self, events: &NativeEvents, wake: Function<'_, (), ()>) -> napi::Result<()> {
        self.veil = self.veil.clone().with_observer(events.observer(&wake)?);
        Ok(())
    }

    /// Lets the operator `custom` ask for functions of these names.
    #[napi(ts_args_type = "names: Array<string>, ask: (name: string, text: string) => string | undefined")]
    pub fn customize(&mut self, env: &Env, names: Vec<String>, ask: Ask) -> napi::Result<()> {
        let custom = Custom::new(env, ask)?;
        self.veil = custom.register(self.veil.clone(), names);
        self.custom = Some(Arc::new(custom));
        Ok(())
    }

    /// What does a verb to one small document of bytes. The answer goes into `room` from `at` on, and its length comes
    /// back; one for which there is no room comes back itself.
    ///
    /// A function and no method: the receiver of a method is looked up, checked and lent on each call, which costs a
    /// third of what masking a record does.
    #[napi(
        ts_return_type = "(document: Uint8Array, options: NativeOptions | undefined, room: Buffer, at: number) => Buffer | number"
    )]
    pub fn of_bytes<'env>(&self, env: &'env Env, verb: u32) -> napi::Result<Function<'env, (), InRoom>> {
        let this = self.clone();
        env.create_function_from_closure("ofBytes", move |call| {
            let verb = options::verb(verb, call.get(1)?)?;
            let (document, mut room) = (this.held(call.get(0)?), call.get::<BufferSlice<'_>>(2)?);
            let at = call.get::<u32>(3)? as usize;
            let answer = this.work(call.env, || verb.run(&this.veil, &document))?.or_throw()?;
            let free = room.get_mut(at..).and_then(|free| free.get_mut(..answer.len()));
            match (free, u32::try_from(answer.len())) {
                (Some(place), Ok(length)) => {
                    place.copy_from_slice(&answer);
                    Ok(Either::A(length))
                }
                _ => Ok(Either::B(answer.into())),
            }
        })
    }

    /// What does a verb to one document of text.
    #[napi(ts_return_type = "(document: string, options: NativeOptions | undefined) => string")]
    pub fn of_text<'env>(&self, env: &'env Env, verb: u32) -> napi::Result<Function<'env, (), String>> {
        let this = self.clone();
        env.create_function_from_closure("ofText", move |call| {
            let (verb, document) = (options::verb(verb, call.get(1)?)?, call.get::<String>(0)?);
            let answer = this.work(call.env, || verb.run(&this.veil, document.as_bytes()))?.or_throw()?;
            String::from_utf8(answer).map_err(|_| napi::Error::from_reason("the answer is no text"))
        })
    }

    /// One document of bytes.
    #[napi]
    pub fn run<'env>(
        &self,
        env: &'env Env,
        verb: u32,
        document: &[u8],
        options: Option<NativeOptions>,
    ) -> napi::Result<BufferSlice<'env>> {
        let (verb, document) = (options::verb(verb, options)?, self.held(document));
        let answer = self.work(env, || verb.run(&self.veil, &document))?.or_throw()?;
        BufferSlice::copy_from(env, answer)
    }

    /// One document with its report.
    #[napi]
    pub fn run_with_report(
        &self,
        env: &Env,
        verb: u32,
        document: &[u8],
        options: Option<NativeOptions>,
    ) -> napi::Result<NativeReported> {
        let (verb, document) = (options::verb(verb, options)?, self.held(document));
        let (answer, report) = self.work(env, || verb.run_with_report(&self.veil, &document))?.or_throw()?;
        Ok(NativeReported {
            document: answer.into(),
            report: serde_json::to_string(&report).unwrap_or_default(),
        })
    }

    /// Many documents in one piece of memory, under one context or one each; each of its own `lengths`.
    #[napi]
    pub fn run_many(
        &self,
        env: &Env,
        verb: u32,
        documents: Buffer,
        lengths: Vec<u32>,
        options: Option<NativeOptions>,
        contexts: Vec<HashMap<String, String>>,
    ) -> napi::Result<NativeAnswers> {
        let verb = options::verb(verb, options)?;
        let batch = Batch::new(self.veil.clone(), verb, documents, lengths, contexts)?;
        NativeAnswers::of(self.work(env, || batch.run())?)
    }

    /// The same on the thread pool.
    #[napi(ts_return_type = "Promise<NativeAnswers>")]
    pub fn run_many_async(
        &self,
        verb: u32,
        documents: Buffer,
        lengths: Vec<u32>,
        options: Option<NativeOptions>,
        contexts: Vec<HashMap<String, String>>,
    ) -> napi::Result<AsyncTask<Batch>> {
        let verb = options::verb(verb, options)?;
        Ok(AsyncTask::new(Batch::new(self.veil.clone(), verb, documents, lengths, contexts)?))
    }

    /// What a stored value can be found by.
    #[napi]
    pub fn search_terms(
        &self,
        kind: String,
        value: Either<String, NativeJson>,
        context: Option<HashMap<String, String>>,
        path: Option<String>,
    ) -> napi::Result<Vec<String>> {
        let context = options::context(context)?;
        self.veil.search_terms(&kind, &scalar(value), &context, path.as_deref()).or_throw()
    }

    /// Whether the index of a class holds two values for the same.
    #[napi]
    pub fn is_same(
        &self,
        kind: String,
        searched: Either<String, NativeJson>,
        found: Either<String, NativeJson>,
    ) -> napi::Result<bool> {
        self.veil.is_same(&kind, &scalar(searched), &scalar(found)).or_throw()
    }

    /// The index term that is stored beside a value.
    #[napi]
    pub fn blind_index(
        &self,
        kind: String,
        value: Either<String, NativeJson>,
        context: Option<HashMap<String, String>>,
    ) -> napi::Result<Option<String>> {
        self.veil.blind_index(&kind, &scalar(value), &options::context(context)?).or_throw()
    }

    /// The pseudonym that a class shows.
    #[napi]
    pub fn pseudonym(
        &self,
        kind: String,
        value: Either<String, NativeJson>,
        context: Option<HashMap<String, String>>,
    ) -> napi::Result<String> {
        self.veil.pseudonym(&kind, &scalar(value), &options::context(context)?).or_throw()
    }

    /// The detectors over a plain text.
    #[napi]
    pub fn mask_text(&self, env: &Env, text: String) -> napi::Result<String> {
        self.work(env, || self.veil.mask_text(&text))
    }

    /// A text of a log: the documents in it by a view, and then as `maskText` does.
    #[napi]
    pub fn mask_message(&self, env: &Env, text: String, view: Option<String>) -> napi::Result<String> {
        let options = MaskOptions { view, ..MaskOptions::default() };
        self.work(env, || self.veil.mask_message(&text, &options))?.or_throw()
    }
}

fn scalar(value: Either<String, NativeJson>) -> Value {
    match value {
        Either::A(text) => Value::Text(text),
        Either::B(it) => Value::Json(it.json),
    }
}
