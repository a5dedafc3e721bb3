//! Policy and Veil.

use std::collections::HashMap;

use fieldveil::{Context, Result as Outcome, Value, Veil};
use napi::bindgen_prelude::{AsyncTask, Buffer, BufferSlice, ClassInstance, Either};
use napi::{Env, Task};
use napi_derive::napi;

use crate::error::{OrThrow, text};
use crate::keyring::NativeKeyring;
use crate::options::{self, NativeOptions};
use crate::verb::Verb;

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
pub struct NativeVeil(pub(crate) Veil);

#[napi]
impl NativeVeil {
    /// A veil over a policy and rings.
    #[napi(constructor)]
    pub fn new(policy: &NativePolicy, rings: Vec<ClassInstance<'_, NativeKeyring>>) -> napi::Result<Self> {
        Veil::new(policy.0.clone())
            .with_keyrings(rings.iter().map(|ring| ring.0.clone()))
            .map(Self)
            .or_throw()
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
        let answer = options::verb(verb, options)?.run(&self.0, document).or_throw()?;
        BufferSlice::copy_from(env, answer)
    }

    /// One document of text.
    #[napi]
    pub fn run_text(
        &self,
        verb: u32,
        document: String,
        options: Option<NativeOptions>,
    ) -> napi::Result<String> {
        let answer = options::verb(verb, options)?.run(&self.0, document.as_bytes()).or_throw()?;
        String::from_utf8(answer).map_err(|_| napi::Error::from_reason("the answer is no text"))
    }

    /// One document with its report.
    #[napi]
    pub fn run_with_report(
        &self,
        verb: u32,
        document: &[u8],
        options: Option<NativeOptions>,
    ) -> napi::Result<NativeReported> {
        let (answer, report) = options::verb(verb, options)?.run_with_report(&self.0, document).or_throw()?;
        Ok(NativeReported {
            document: answer.into(),
            report: serde_json::to_string(&report).unwrap_or_default(),
        })
    }

    /// Many documents under one context or one each; an error's text stands in its document's place.
    #[napi]
    pub fn run_many(
        &self,
        verb: u32,
        documents: Vec<&[u8]>,
        options: Option<NativeOptions>,
        contexts: Vec<HashMap<String, String>>,
    ) -> napi::Result<Vec<Either<Buffer, String>>> {
        let verb = options::verb(verb, options)?;
        Ok(settled(verb.run_many(&self.0, &documents, &each(contexts)?)))
    }

    /// The same on the thread pool.
    #[napi(ts_return_type = "Promise<Array<Buffer | string>>")]
    pub fn run_many_async(
        &self,
        verb: u32,
        documents: Vec<&[u8]>,
        options: Option<NativeOptions>,
        contexts: Vec<HashMap<String, String>>,
    ) -> napi::Result<AsyncTask<Batch>> {
        let (verb, contexts) = (options::verb(verb, options)?, each(contexts)?);
        // Copied: JavaScript may write to its buffers while the pool reads.
        let documents = documents.into_iter().map(<[u8]>::to_vec).collect();
        Ok(AsyncTask::new(Batch { veil: self.0.clone(), verb, documents, contexts }))
    }

    /// What a stored value can be found by.
    #[napi]
    pub fn search_terms(
        &self,
        kind: String,
        value: String,
        context: Option<HashMap<String, String>>,
        path: Option<String>,
    ) -> napi::Result<Vec<String>> {
        let context = options::context(context)?;
        self.0.search_terms(&kind, &Value::Text(value), &context, path.as_deref()).or_throw()
    }

    /// The index term that is stored beside a value.
    #[napi]
    pub fn blind_index(
        &self,
        kind: String,
        value: String,
        context: Option<HashMap<String, String>>,
    ) -> napi::Result<Option<String>> {
        self.0.blind_index(&kind, &Value::Text(value), &options::context(context)?).or_throw()
    }

    /// The pseudonym that a class shows.
    #[napi]
    pub fn pseudonym(
        &self,
        kind: String,
        value: String,
        context: Option<HashMap<String, String>>,
    ) -> napi::Result<String> {
        self.0.pseudonym(&kind, &Value::Text(value), &options::context(context)?).or_throw()
    }

    /// The detectors over a plain text.
    #[napi]
    pub fn mask_text(&self, text: String) -> String {
        self.0.mask_text(&text)
    }
}

/// A batch on its way through the thread pool.
pub struct Batch {
    veil: Veil,
    verb: Verb,
    documents: Vec<Vec<u8>>,
    contexts: Vec<Context>,
}

impl Task for Batch {
    type Output = Vec<Outcome<Vec<u8>>>;
    type JsValue = Vec<Either<Buffer, String>>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let documents = self.documents.iter().map(Vec::as_slice).collect::<Vec<_>>();
        Ok(self.verb.run_many(&self.veil, &documents, &self.contexts))
    }

    fn resolve(&mut self, _: Env, answers: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(settled(answers))
    }
}

fn each(contexts: Vec<HashMap<String, String>>) -> napi::Result<Vec<Context>> {
    contexts.into_iter().map(|pairs| options::context(Some(pairs))).collect()
}

fn settled(answers: Vec<Outcome<Vec<u8>>>) -> Vec<Either<Buffer, String>> {
    let one = |answer: Outcome<Vec<u8>>| match answer {
        Ok(document) => Either::A(document.into()),
        Err(error) => Either::B(text(&error)),
    };
    answers.into_iter().map(one).collect()
}
