//! Providers: the ready ones of the core, and any Python object with `name`, `wrap` and `unwrap`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use fieldveil::{KeyProvider, Provider, ProviderError};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::error::OrRaise;

/// A passphrase, through Argon2id.
#[pyclass(frozen, module = "fieldveil")]
pub(crate) struct Passphrase(fieldveil::Passphrase);

#[pymethods]
impl Passphrase {
    #[new]
    fn new(py: Python<'_>, text: &str) -> PyResult<Self> {
        fieldveil::Passphrase::new(text).map(Self).or_raise(py)
    }
}

/// A key-encryption key of 32 bytes.
#[pyclass(frozen, module = "fieldveil")]
pub(crate) struct Key(fieldveil::Key);

#[pymethods]
impl Key {
    #[new]
    fn new(py: Python<'_>, key: &[u8]) -> PyResult<Self> {
        fieldveil::Key::new(key).map(Self).or_raise(py)
    }

    /// The key in a file: raw, hex, base64 or base64url, white space at the end ignored.
    #[staticmethod]
    fn from_file(py: Python<'_>, path: std::path::PathBuf) -> PyResult<Self> {
        fieldveil::Key::from_file(path).map(Self).or_raise(py)
    }
}

/// HPKE (RFC 9180): a public key makes rings, the private key opens them.
#[pyclass(frozen, module = "fieldveil")]
pub(crate) struct Hpke(fieldveil::Hpke);

#[pymethods]
impl Hpke {
    /// Whoever holds only this can make rings, and cannot open them.
    #[staticmethod]
    fn public(py: Python<'_>, name: &str, key: &[u8]) -> PyResult<Self> {
        fieldveil::Hpke::public(name, key).map(Self).or_raise(py)
    }

    /// Opens the rings that were made for its public key.
    #[staticmethod]
    fn private(py: Python<'_>, key: &[u8]) -> PyResult<Self> {
        fieldveil::Hpke::private(key).map(Self).or_raise(py)
    }
}

/// The providers among the positional arguments of a call.
pub(crate) fn providers(given: &Bound<'_, PyTuple>) -> PyResult<Vec<Provider>> {
    given.iter().map(|one| provider(&one)).collect()
}

/// One provider of any kind.
pub(crate) fn provider(given: &Bound<'_, PyAny>) -> PyResult<Provider> {
    if let Ok(passphrase) = given.cast::<Passphrase>() {
        return Ok(passphrase.get().0.clone().into());
    }
    if let Ok(key) = given.cast::<Key>() {
        return Ok(key.get().0.clone().into());
    }
    if let Ok(hpke) = given.cast::<Hpke>() {
        return Ok(hpke.get().0.clone().into());
    }
    for member in ["name", "wrap", "unwrap"] {
        if !given.hasattr(member)? {
            return Err(PyTypeError::new_err(format!("a provider needs `{member}`")));
        }
    }
    let name = given.getattr("name")?.extract()?;
    HOSTED.store(true, Ordering::Relaxed);
    Ok(Provider::Callback(Arc::new(Host { name, object: given.clone().unbind() })))
}

/// Whether any ring of this process may have to ask Python for its key while others wait for that ring.
static HOSTED: AtomicBool = AtomicBool::new(false);

/// Calls the core with the interpreter let go where that is worth it, or where the call may wait for a reload that
/// itself waits for a provider written in Python.
pub(crate) fn let_go<T: Send>(py: Python<'_>, worth: bool, work: impl FnOnce() -> T + Send) -> T {
    if worth || HOSTED.load(Ordering::Relaxed) { py.detach(work) } else { work() }
}

/// A provider of the application's.
struct Host {
    name: String,
    object: Py<PyAny>,
}

impl Host {
    fn call(
        &self,
        verb: &str,
        bytes: &[u8],
        context: &BTreeMap<String, String>,
    ) -> Result<Vec<u8>, ProviderError> {
        Python::attach(|py| {
            let answer = self.object.bind(py).call_method1(verb, (bytes, context.clone()));
            answer.and_then(|answer| answer.extract::<Vec<u8>>()).map_err(|error| failed(py, &error))
        })
    }
}

impl KeyProvider for Host {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn wrap(&self, key: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.call("wrap", key, context)
    }

    fn unwrap(&self, wrapped: &[u8], context: &BTreeMap<String, String>) -> Result<Vec<u8>, ProviderError> {
        self.call("unwrap", wrapped, context)
    }
}

/// What the provider raised; `ProviderKeyLostError` says that it will never work again.
fn failed(py: Python<'_>, error: &PyErr) -> ProviderError {
    let said = error.value(py).str().map(|text| text.to_string()).unwrap_or_default();
    let code = error.value(py).getattr("code").and_then(|code| code.extract::<String>());
    match code.as_deref() {
        Ok("provider_key_lost") => ProviderError::KeyLost(said),
        _ => ProviderError::Failed(said),
    }
}
