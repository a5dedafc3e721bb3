//! The verbs over one document, and over JSON lines in files.

use std::collections::HashMap;
use std::sync::Arc;

use fieldveil::{Result, Subjects, Veil};

use crate::error::{Outcome, internal};
use crate::files;
use crate::keyring::NativeKeyring;
use crate::options::{self, NativeCall, NativeSubject};
use crate::policy::NativePolicy;
use crate::report::NativeReport;
use crate::watch::{self, NativeFunction, NativeObserver};

/// A policy and the keys to work under it.
#[derive(uniffi::Object)]
pub struct NativeVeil(pub(crate) Veil);

/// A document and what was done to it.
#[derive(uniffi::Record)]
pub struct NativeReported {
    /// The document.
    pub document: String,
    /// What was done.
    pub report: NativeReport,
}

#[uniffi::export]
impl NativeVeil {
    /// A veil over a policy, rings, the keys of persons, functions and an observer.
    #[uniffi::constructor]
    pub fn new(
        policy: &NativePolicy,
        rings: Vec<Arc<NativeKeyring>>,
        subjects: Option<Vec<NativeSubject>>,
        functions: HashMap<String, Arc<dyn NativeFunction>>,
        observer: Option<Arc<dyn NativeObserver>>,
    ) -> Outcome<Arc<Self>> {
        let mut veil = Veil::new(policy.0.clone()).with_keyrings(rings.iter().map(|ring| ring.0.clone()))?;
        if let Some(subjects) = subjects {
            veil = veil.with_subjects(Subjects::new(subjects.into_iter().map(options::subject))?)?;
        }
        for (name, function) in functions {
            veil = veil.with_custom(name, watch::function(function));
        }
        if let Some(observer) = observer {
            veil = veil.with_observer(watch::observer(observer));
        }
        Ok(Arc::new(Self(veil)))
    }

    /// One document.
    pub fn run(&self, call: NativeCall, document: &[u8]) -> Outcome<String> {
        let answer = call.verb()?.run(&self.0, document)?;
        Ok(text(answer)?)
    }

    /// One document with its report.
    pub fn run_with_report(&self, call: NativeCall, document: &[u8]) -> Outcome<NativeReported> {
        let (answer, report) = call.verb()?.run_with_report(&self.0, document)?;
        Ok(NativeReported { document: text(answer)?, report: report.into() })
    }

    /// JSON lines from one file to another, which is written as a whole or not at all.
    pub fn run_lines(&self, call: NativeCall, from: String, to: String) -> Outcome<NativeReport> {
        let verb = call.verb()?;
        let report = files::through(&from, &to, |reader, writer| verb.run_lines(&self.0, reader, writer))?;
        Ok(report.into())
    }
}

/// What the core wrote is JSON, and so UTF-8.
fn text(json: Vec<u8>) -> Result<String> {
    String::from_utf8(json).map_err(|_| internal("an answer is no text; please report this"))
}
