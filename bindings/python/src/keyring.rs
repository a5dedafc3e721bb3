//! A keyring: made, opened, looked at, reloaded.

use std::path::PathBuf;
use std::time::Duration;

use fieldveil::KeyringOptions;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::edit::KeyringEdit;
use crate::error::{OrRaise, exception};
use crate::{provider, read};

/// Key sets in one file, opened by a provider.
#[pyclass(frozen, module = "fieldveil")]
pub(crate) struct Keyring(pub(crate) fieldveil::Keyring);

#[pymethods]
impl Keyring {
    /// Makes a ring without sets, wrapped by each provider, and saves it where no file stands yet.
    #[staticmethod]
    #[pyo3(signature = (path, *providers, min_pending=3600))]
    fn create(path: PathBuf, providers: &Bound<'_, PyTuple>, min_pending: u64) -> PyResult<Self> {
        let given = provider::providers(providers)?;
        let options = KeyringOptions { min_pending, ..KeyringOptions::default() };
        made(providers.py(), || fieldveil::Keyring::create_with(path, &given, &options))
    }

    /// Opens the ring of a file with the first provider that can. Only reads.
    #[staticmethod]
    #[pyo3(signature = (path, *providers, min_epoch=0))]
    fn open(path: PathBuf, providers: &Bound<'_, PyTuple>, min_epoch: u64) -> PyResult<Self> {
        let given = provider::providers(providers)?;
        let options = KeyringOptions { min_epoch, ..KeyringOptions::default() };
        made(providers.py(), || fieldveil::Keyring::open_with(path, &given, &options))
    }

    /// Opens a ring from its document.
    #[staticmethod]
    #[pyo3(signature = (document, *providers, min_epoch=0))]
    fn parse(document: &Bound<'_, PyAny>, providers: &Bound<'_, PyTuple>, min_epoch: u64) -> PyResult<Self> {
        let given = provider::providers(providers)?;
        let options = KeyringOptions { min_epoch, ..KeyringOptions::default() };
        let document = bytes(document)?;
        made(providers.py(), || fieldveil::Keyring::parse_with(&document, &given, &options))
    }

    /// Opens the ring that the environment names; only reads.
    #[staticmethod]
    #[pyo3(signature = (min_epoch=0))]
    fn from_env(py: Python<'_>, min_epoch: u64) -> PyResult<Self> {
        let options = KeyringOptions { min_epoch, ..KeyringOptions::default() };
        made(py, || fieldveil::Keyring::from_env_with(&options))
    }

    /// The document of the ring as it is loaded: what its file holds.
    fn document(&self) -> String {
        self.0.document()
    }

    /// Begins to change the ring; `with keyring.edit() as ring:` saves at the end.
    fn edit(&self, py: Python<'_>) -> PyResult<KeyringEdit> {
        py.detach(|| self.0.edit()).map(KeyringEdit::new).or_raise(py)
    }

    /// Reads the file again; returns whether anything changed.
    fn reload(&self, py: Python<'_>) -> PyResult<bool> {
        py.detach(|| self.0.reload()).or_raise(py)
    }

    /// Reads the file again whenever the ring is used and that many seconds have passed; 0 ends it.
    fn reload_every(&self, seconds: f64) -> PyResult<()> {
        let interval = Duration::try_from_secs_f64(seconds)
            .map_err(|_| pyo3::exceptions::PyValueError::new_err("`seconds` is a number from 0 on"))?;
        self.0.reload_every(interval);
        Ok(())
    }

    /// How the ring stands in this process.
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let status = self.0.status();
        let answer = PyDict::new(py);
        answer.set_item("id", status.id)?;
        answer.set_item("epoch", status.epoch)?;
        answer.set_item("loaded_at", status.loaded_at)?;
        answer.set_item(
            "primaries",
            status.primaries.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        )?;
        answer.set_item("last_error", status.last_error.map(|error| exception(py, &error)).transpose()?)?;
        Ok(answer)
    }

    /// The rows of `wraps`: what `rewrap` counts, from 0.
    fn wraps(&self) -> Vec<String> {
        self.0.wraps()
    }

    /// The key sets and their versions, oldest first.
    fn sets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        read::row(py, &self.0.sets())
    }

    fn __repr__(&self) -> String {
        let status = self.0.status();
        format!("Keyring(id='{}', epoch={})", status.id, status.epoch)
    }
}

fn made(
    py: Python<'_>,
    make: impl FnOnce() -> fieldveil::Result<fieldveil::Keyring> + Send,
) -> PyResult<Keyring> {
    // Opening derives a key from a passphrase and may ask a provider: seconds, perhaps.
    py.detach(make).map(Keyring).or_raise(py)
}

/// The bytes of a bytes-like object or of a text.
pub(crate) fn bytes(given: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
    given.extract::<String>().map(String::into_bytes).or_else(|_| given.extract())
}
