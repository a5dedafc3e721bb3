//! A compiled policy.

use std::path::PathBuf;

use pyo3::prelude::*;

use crate::error::OrRaise;

/// Which fields are sensitive and what happens to them: compiled once, immutable, thread-safe.
#[pyclass(frozen, module = "fieldveil")]
pub(crate) struct Policy(pub(crate) fieldveil::Policy);

#[pymethods]
impl Policy {
    /// Reads a policy from a file.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        fieldveil::Policy::load(path).map(Self).or_raise(py)
    }

    /// Reads a policy from YAML or JSON text.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &str) -> PyResult<Self> {
        fieldveil::Policy::parse(text).map(Self).or_raise(py)
    }

    /// The identity of the policy: the SHA-256 of its text, in hex.
    #[getter]
    fn sha256(&self) -> &str {
        self.0.sha256()
    }

    /// The name that the policy gives itself.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id()
    }

    fn __repr__(&self) -> String {
        format!("Policy({})", self.0.id().unwrap_or_else(|| self.0.sha256()))
    }
}
