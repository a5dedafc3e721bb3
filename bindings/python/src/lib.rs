//! The private module `fieldveil._native`: convert, call, map the error. No decision is taken here.

use pyo3::prelude::*;

mod document;
mod edit;
mod error;
mod files;
mod keyring;
mod look_up;
mod objects;
mod observer;
mod options;
mod policy;
mod provider;
mod read;
mod scalar;
mod values;
mod veil;
mod write;

/// The native half of the package; everything public is re-exported by `fieldveil/__init__.py`.
#[pymodule(gil_used = false)]
mod _native {
    use super::*;

    #[pymodule_export]
    use super::edit::KeyringEdit;
    #[pymodule_export]
    use super::keyring::Keyring;
    #[pymodule_export]
    use super::policy::Policy;
    #[pymodule_export]
    use super::provider::{Hpke, Key, Passphrase};
    #[pymodule_export]
    use super::values::inspect;
    #[pymodule_export]
    use super::veil::{Call, Veil};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("version", env!("CARGO_PKG_VERSION"))
    }

    /// Every error code, in the order of the reference.
    #[pyfunction]
    fn error_codes() -> Vec<&'static str> {
        fieldveil::ErrorCode::ALL.iter().map(|code| code.as_str()).collect()
    }

    /// The JSON text of an object, as the verbs read it.
    #[pyfunction]
    fn dumps(document: &Bound<'_, PyAny>) -> PyResult<Vec<u8>> {
        write::write(document)
    }

    /// The object of a JSON text, as the verbs answer it.
    #[pyfunction]
    fn loads<'py>(py: Python<'py>, text: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        read::read(py, text)
    }
}
