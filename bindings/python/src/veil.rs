//! The verbs.

use std::collections::HashMap;

use fieldveil::tree::Document as Given;
use fieldveil::{DecryptOptions, EncryptOptions, MaskOptions, ReencryptOptions, Verb};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::document::Document;
use crate::error::OrRaise;
use crate::keyring::Keyring;
use crate::objects::WORTH_LETTING_GO;
use crate::policy::Policy;
use crate::provider::let_go;
use crate::{files, observer, options, read};

/// The native half of `fieldveil.Veil`: one document at a time, and the plumbing of the rest.
#[pyclass(frozen, subclass, module = "fieldveil._native")]
pub(crate) struct Veil(pub(crate) fieldveil::Veil);

#[pymethods]
impl Veil {
    #[new]
    #[pyo3(signature = (policy, keyring=None, observer=None, custom=None))]
    fn new(
        policy: &Bound<'_, Policy>,
        keyring: Option<&Bound<'_, PyAny>>,
        observer: Option<&Bound<'_, PyAny>>,
        custom: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let mut veil = fieldveil::Veil::new(policy.get().0.clone());
        veil = veil.with_keyrings(rings(keyring)?).or_raise(policy.py())?;
        for (name, function) in custom.iter().flat_map(|custom| custom.iter()) {
            let function = function.unbind();
            veil = veil.with_custom(name.extract::<String>()?, move |text| {
                // Whatever it raises, and whatever is no text, redacts the value.
                Python::attach(|py| function.call1(py, (text,)).and_then(|said| said.extract(py)).ok())
            });
        }
        if let Some(observer) = observer {
            veil = veil.with_observer(observer::Host::of(observer)?);
        }
        Ok(Self(veil))
    }

    /// What the view's audience may see of a document, plain or stored. On any doubt a value is redacted.
    ///
    /// Args:
    ///     doc: JSON as `bytes` or `str`, or objects: a `dict`, a `list`, a scalar. The answer is of the same kind.
    ///     view: which view of the policy.
    ///     context: pairs that tokens are bound to, beside those that the policy reads from the record.
    ///     subject: `(name, key)` of the person whose tokens the view opens.
    ///     audit: `actor` and `reason`, for the observer alone.
    ///
    /// Raises:
    ///     UnknownViewError: the policy has no such view.
    ///     InvalidJsonError, LimitExceededError, UnsupportedValueError: what was given is no document.
    ///     InvalidContextError: the call and the record say different things of a pair.
    ///
    /// Example:
    ///     >>> veil.mask({"email": "maria@example.org"})
    ///     {'email': 'm***@example.org'}
    #[pyo3(signature = (doc, view="default", context=None, subject=None, audit=None))]
    fn mask<'py>(
        &self,
        doc: &Bound<'py, PyAny>,
        view: &str,
        context: Option<&Bound<'py, PyAny>>,
        subject: Option<&Bound<'py, PyAny>>,
        audit: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run(doc, &mask(view, context, subject, audit)?)
    }

    /// The stored form of a plain document.
    ///
    /// Args:
    ///     doc, context, audit: as in `mask`.
    ///     subject: `(name, key)` of the person whose key seals what the policy gives to a subject set.
    ///     existing: what to do with tokens that are there: `error`; `keep` them if they open; `seal` them like any text.
    ///
    /// Raises:
    ///     AlreadyEncryptedError: a token, or a header, stands where a plain value belongs.
    ///     MissingFieldError: a required field, or a pair of the context, is not in the record.
    ///     UnsupportedValueError: a value that its rule cannot store.
    ///     UnknownKeySetError, KeyNotUsableError, MissingSubjectError: there is no key to seal with.
    ///
    /// Example:
    ///     >>> stored = veil.encrypt({"email": "maria@example.org"}, context={"tenant": "acme"})
    ///     >>> veil.decrypt(stored, context={"tenant": "acme"})
    ///     {'email': 'maria@example.org'}
    #[pyo3(signature = (doc, context=None, subject=None, existing="error", audit=None))]
    fn encrypt<'py>(
        &self,
        doc: &Bound<'py, PyAny>,
        context: Option<&Bound<'py, PyAny>>,
        subject: Option<&Bound<'py, PyAny>>,
        existing: &str,
        audit: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run(doc, &encrypt(context, subject, existing, audit)?)
    }

    /// The plain document again, authenticated as a whole: there is no answer unless all of it is authentic.
    ///
    /// Args:
    ///     doc, context, audit: as in `mask`.
    ///     subject: `(name, key)` of the person whose tokens these are.
    ///     partial: let fields be missing and plaintext pass; each token that is there must still be authentic.
    ///
    /// Raises:
    ///     TamperedError, WrongKeyError, InvalidTokenError: a token, its place or its context is not what was sealed.
    ///     NotEncryptedError: plaintext stands where a token belongs.
    ///     UnknownKeyError, KeyNotUsableError: the ring does not open it.
    #[pyo3(signature = (doc, context=None, subject=None, partial=false, audit=None))]
    fn decrypt<'py>(
        &self,
        doc: &Bound<'py, PyAny>,
        context: Option<&Bound<'py, PyAny>>,
        subject: Option<&Bound<'py, PyAny>>,
        partial: bool,
        audit: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run(doc, &decrypt(context, subject, partial, audit)?)
    }

    /// Every token to its set's primary version; the same bytes if there was nothing to do.
    ///
    /// Args:
    ///     doc, context, subject, audit: as in `decrypt`.
    ///
    /// Raises:
    ///     FieldveilError: as `decrypt`, and `encrypt` for its keys.
    #[pyo3(signature = (doc, context=None, subject=None, audit=None))]
    fn reencrypt<'py>(
        &self,
        doc: &Bound<'py, PyAny>,
        context: Option<&Bound<'py, PyAny>>,
        subject: Option<&Bound<'py, PyAny>>,
        audit: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run(doc, &reencrypt(context, subject, audit)?)
    }

    /// One document with its report.
    fn _with_report<'py>(
        &self,
        doc: &Bound<'py, PyAny>,
        call: &Bound<'py, Call>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let (py, verb) = (doc.py(), &call.get().0);
        let mut document = Document::of(doc)?;
        let (answer, report) = match document.given()? {
            Given::Objects(objects) => (None, verb.run_on_with_report(&self.0, objects)?),
            Given::Text(json) => {
                let (answer, report) = py.detach(|| verb.run_with_report(&self.0, json)).or_raise(py)?;
                (Some(answer), report)
            }
        };
        Ok((document.answer(py, answer)?, read::row(py, &report)?))
    }

    /// Many documents, each under a context of its own or all under the call's; an error is raised with its index, or
    /// stands in its document's place.
    #[pyo3(signature = (docs, call, contexts, subjects, raises))]
    fn _many<'py>(
        &self,
        docs: &Bound<'py, PyList>,
        call: &Bound<'py, Call>,
        contexts: Vec<Bound<'py, PyAny>>,
        subjects: Option<Subjects>,
        raises: bool,
    ) -> PyResult<Bound<'py, PyList>> {
        let (py, verb) = (docs.py(), &call.get().0);
        let veil = self.knowing(py, subjects)?;
        let contexts = contexts.iter().map(|it| options::context(Some(it))).collect::<PyResult<Vec<_>>>()?;
        let mut documents = docs.iter().map(|doc| Document::of(&doc)).collect::<PyResult<Vec<_>>>()?;
        // A text that is none is no document, and says so once it is asked again.
        let given = documents.iter_mut().map(|it| it.given().unwrap_or(Given::Text(b"")));
        let away = |work: &mut (dyn FnMut() + Send)| py.detach(work);
        let answers = verb.run_on_many(&veil, &mut given.collect::<Vec<_>>(), &contexts, away);
        let answers = documents.iter_mut().zip(answers).enumerate().map(|(index, (document, answer))| {
            let answer = document.given().and_then(|_| Ok(answer?));
            let answer = answer.and_then(|answer| document.answer(py, answer));
            answer.or_else(|error| in_place(py, error, index, raises))
        });
        PyList::new(py, answers.collect::<PyResult<Vec<_>>>()?)
    }

    /// JSON lines from one file object to another.
    #[pyo3(signature = (reader, writer, call, subjects))]
    fn _lines<'py>(
        &self,
        reader: &Bound<'py, PyAny>,
        writer: &Bound<'py, PyAny>,
        call: &Bound<'py, Call>,
        subjects: Option<Subjects>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (py, verb) = (reader.py(), &call.get().0);
        let veil = self.knowing(py, subjects)?;
        let (mut reader, mut writer, raised) = files::between(reader, writer);
        let report = py.detach(|| verb.run_lines(&veil, &mut reader, &mut writer));
        read::row(py, &raised.or(py, report)?)
    }
}

impl Veil {
    /// This veil with the keys of the people that the records of a run name.
    fn knowing(&self, py: Python<'_>, subjects: Option<Subjects>) -> PyResult<fieldveil::Veil> {
        let Some(subjects) = subjects else { return Ok(self.0.clone()) };
        let subjects = subjects.into_iter().map(|(name, key)| fieldveil::Subject { name, key });
        let subjects = fieldveil::Subjects::new(subjects).or_raise(py)?;
        self.0.clone().with_subjects(subjects).or_raise(py)
    }

    fn run<'py>(&self, doc: &Bound<'py, PyAny>, verb: &Verb) -> PyResult<Bound<'py, PyAny>> {
        let py = doc.py();
        let mut document = Document::of(doc)?;
        let answer = match document.given()? {
            Given::Objects(objects) => verb.run_on(&self.0, objects).map(|()| None)?,
            Given::Text(json) => {
                let answer = let_go(py, json.len() >= WORTH_LETTING_GO, || verb.run(&self.0, json));
                Some(answer.or_raise(py)?)
            }
        };
        document.answer(py, answer)
    }
}

/// The stored forms of people's keys by their names.
type Subjects = HashMap<String, String>;

/// A verb with its options, for the calls that take more than one document.
#[pyclass(frozen, module = "fieldveil._native")]
pub(crate) struct Call(Verb);

#[pymethods]
impl Call {
    #[new]
    #[pyo3(signature = (verb, *, view="default", context=None, subject=None, existing="error", partial=false, audit=None))]
    fn new<'py>(
        verb: &str,
        view: &str,
        context: Option<&Bound<'py, PyAny>>,
        subject: Option<&Bound<'py, PyAny>>,
        existing: &str,
        partial: bool,
        audit: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self(match verb {
            "mask" => mask(view, context, subject, audit)?,
            "encrypt" => encrypt(context, subject, existing, audit)?,
            "decrypt" => decrypt(context, subject, partial, audit)?,
            _ => reencrypt(context, subject, audit)?,
        }))
    }
}

type Said<'a, 'py> = Option<&'a Bound<'py, PyAny>>;

fn mask(view: &str, context: Said<'_, '_>, subject: Said<'_, '_>, audit: Said<'_, '_>) -> PyResult<Verb> {
    let (context, subject, audit) = said(context, subject, audit)?;
    let view = Some(view).filter(|view| *view != "default").map(str::to_owned);
    Ok(Verb::Mask(MaskOptions { view, context, subject, audit }))
}

fn encrypt(
    context: Said<'_, '_>,
    subject: Said<'_, '_>,
    existing: &str,
    audit: Said<'_, '_>,
) -> PyResult<Verb> {
    let existing = options::existing(existing)?;
    let (context, subject, audit) = said(context, subject, audit)?;
    Ok(Verb::Encrypt(EncryptOptions { context, subject, existing, audit }))
}

fn decrypt(
    context: Said<'_, '_>,
    subject: Said<'_, '_>,
    partial: bool,
    audit: Said<'_, '_>,
) -> PyResult<Verb> {
    let (context, subject, audit) = said(context, subject, audit)?;
    Ok(Verb::Decrypt(DecryptOptions { context, subject, partial, audit }))
}

fn reencrypt(context: Said<'_, '_>, subject: Said<'_, '_>, audit: Said<'_, '_>) -> PyResult<Verb> {
    let (context, subject, audit) = said(context, subject, audit)?;
    Ok(Verb::Reencrypt(ReencryptOptions { context, subject, audit }))
}

type Common = (fieldveil::Context, Option<fieldveil::Subject>, Option<fieldveil::Audit>);

fn said(context: Said<'_, '_>, subject: Said<'_, '_>, audit: Said<'_, '_>) -> PyResult<Common> {
    Ok((options::context(context)?, options::subject(subject)?, options::audit(audit)?))
}

/// One ring, several, or none.
fn rings(given: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<fieldveil::Keyring>> {
    let Some(given) = given else { return Ok(Vec::new()) };
    if let Ok(ring) = given.cast::<Keyring>() {
        return Ok(vec![ring.get().0.clone()]);
    }
    given.try_iter()?.map(|ring| Ok(ring?.cast::<Keyring>()?.get().0.clone())).collect()
}

/// An error of ours as the answer in its document's place, unless it is to be raised; any other is raised.
fn in_place(py: Python<'_>, error: PyErr, index: usize, raises: bool) -> PyResult<Bound<'_, PyAny>> {
    if !error.is_instance(py, &py.import("fieldveil.errors")?.getattr("FieldveilError")?) {
        return Err(error);
    }
    error.value(py).setattr("index", index)?;
    if raises { Err(error) } else { Ok(error.into_value(py).into_bound(py).into_any()) }
}
